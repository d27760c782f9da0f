import { dataLines } from './chat-oracle.ts';
import type { Recording } from './recordings.ts';

// A second, simple-minded reader of usage: what each provider's own numbers say, by plain arithmetic on the recorded
// JSON. It shares no code with the library.

/** The tokens of one recorded reply. */
export interface RecordedUsage {
  readonly input: number;
  readonly output: number;
  /** By the provider's own word, where it says a total. */
  readonly total: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWriteHour: number;
  readonly reasoning: number;
  /** Of the input: what the provider's own tools put into it. */
  readonly toolInput: number;
  /** Of the input, whether cached or not. */
  readonly audio: number;
  readonly images: number;
  readonly video: number;
  /** Of the output. */
  readonly audioOutput: number;
  readonly imageOutput: number;
  readonly searches: number;
  /** Why the provider's own numbers do not agree, where they do not; then those above are what must be true. */
  readonly contradiction?: string;
}

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

/** Reads the usage of a recording of status 200; `undefined` where the provider said nothing of it. */
export function recordedUsage(recording: Recording): RecordedUsage | undefined {
  const pieces = piecesOf(recording);
  const { protocol } = recording;
  if (protocol === 'openai-chat') return chatUsage(pieces);
  if (protocol === 'openai-responses') return responsesUsage(pieces);
  if (protocol.startsWith('anthropic-')) return messagesUsage(pieces);
  return protocol.startsWith('gemini-') ? geminiUsage(pieces) : ollamaUsage(pieces);
}

/** The events of a stream, or the one body. */
function piecesOf({ body, streamed }: Recording): Wire[] {
  if (streamed === undefined) return Array.isArray(body) ? body : [body];
  const lines = streamed.startsWith('{') ? streamed.split('\n').filter((line) => line !== '') : dataLines(streamed);
  return lines.map((line): Wire => JSON.parse(line));
}

const nothing = {
  cacheRead: 0,
  cacheWrite: 0,
  cacheWriteHour: 0,
  reasoning: 0,
  toolInput: 0,
  audio: 0,
  images: 0,
  video: 0,
  audioOutput: 0,
  imageOutput: 0,
  searches: 0,
};

function chatUsage(pieces: readonly Wire[]): RecordedUsage | undefined {
  const usage = pieces.map((piece) => piece.usage ?? piece.x_groq?.usage).findLast((found) => found);
  if (!usage) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion, prompt_tokens_details: of } = usage;
  const { completion_tokens_details: said } = usage;
  const cached = of?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
  const all = {
    ...nothing,
    input: prompt,
    output: completion,
    total: usage.total_tokens,
    cacheRead: cached ?? usage.cache_read_input_tokens ?? 0,
    cacheWrite: of?.cache_write_tokens ?? usage.cache_creation_input_tokens ?? 0,
    reasoning: said?.reasoning_tokens ?? usage.reasoning_tokens ?? 0,
    audio: of?.audio_tokens ?? 0,
    images: of?.image_tokens ?? 0,
    video: of?.video_tokens ?? 0,
    audioOutput: said?.audio_tokens ?? 0,
    imageOutput: said?.image_tokens ?? 0,
    searches: usage.server_tool_use_details?.web_search_requests ?? 0,
  };
  return { ...all, ...chatContradiction(all) };
}

/** Six ways in which the numbers of a server of Chat Completions do not agree. */
function chatContradiction({ input, output, total, reasoning, audio, cacheRead }: RecordedUsage): object {
  const beside = total - input - output;
  if (beside === 0 && reasoning > output) {
    const both = output + reasoning;
    return {
      output: both,
      total: input + both,
      contradiction: 'reasoning is neither in the completion nor in the total',
    };
  }
  if (beside === 0 && cacheRead > input) {
    return { cacheRead: input, contradiction: 'there are more cached tokens than tokens in the prompt' };
  }
  if (beside === 0) return {};
  if (beside === reasoning) {
    return { output: output + beside, contradiction: 'reasoning is in the total, but not in the completion' };
  }
  if (beside === audio) return { input: input + beside, contradiction: 'audio is in the total, but not in the prompt' };
  return { output: output + beside, reasoning: beside, contradiction: 'thoughts are in the total only' };
}

function responsesUsage(pieces: readonly Wire[]): RecordedUsage | undefined {
  const end = pieces.find(({ type }) => /^response\.(?:completed|incomplete|failed)$/.test(type ?? ''));
  const response = end?.response ?? pieces[0];
  const { usage, tool_usage: tools } = response;
  if (!usage) return undefined;
  const { web_search_calls: web = 0, x_search_calls: x = 0 } = usage.server_side_tool_usage_details ?? {};
  return {
    ...nothing,
    input: usage.input_tokens,
    output: usage.output_tokens,
    total: usage.total_tokens,
    cacheRead: usage.input_tokens_details?.cached_tokens ?? 0,
    cacheWrite: usage.input_tokens_details?.cache_write_tokens ?? 0,
    reasoning: usage.output_tokens_details?.reasoning_tokens ?? 0,
    searches: (tools?.web_search?.num_requests ?? 0) + web + x,
  };
}

function messagesUsage(pieces: readonly Wire[]): RecordedUsage | undefined {
  // What a stream says last of a count is the count; some proxies say 0 in the end, which is none.
  const reports: Wire[] = pieces.flatMap((piece) => piece.message?.usage ?? piece.usage ?? []);
  if (reports.length === 0) return undefined;
  const last = (field: string): Wire => reports.map((report) => report[field]).findLast((value) => value);
  const compactions: Wire[] = (last('iterations') ?? []).filter(({ type }: Wire) => type === 'compaction');
  const count = (field: string): number => compactions.reduce((sum, run) => sum + run[field], 0) + (last(field) ?? 0);
  const [read, written] = [count('cache_read_input_tokens'), count('cache_creation_input_tokens')];
  const input = count('input_tokens') + read + written;
  const isAdvised = (last('iterations') ?? []).some(({ type }: Wire) => type === 'advisor_message');
  return {
    ...nothing,
    input,
    output: count('output_tokens'),
    total: input + count('output_tokens'),
    cacheRead: read,
    cacheWrite: written,
    cacheWriteHour: last('cache_creation')?.ephemeral_1h_input_tokens ?? 0,
    reasoning: last('output_tokens_details')?.thinking_tokens ?? 0,
    searches: last('server_tool_use')?.web_search_requests ?? 0,
    contradiction: messagesContradiction(compactions.length > 0, isAdvised),
  };
}

function messagesContradiction(isCompacted: boolean, isAdvised: boolean): string | undefined {
  if (isCompacted) return 'what a compaction took is paid for, but in the iterations only';
  return isAdvised ? 'what an advisor took has the price of another model, and is left out' : undefined;
}

function geminiUsage(pieces: readonly Wire[]): RecordedUsage | undefined {
  const reports: Wire[] = pieces.flatMap(({ usageMetadata }) => usageMetadata ?? []);
  const last = reports.at(-1);
  if (last?.totalTokenCount === undefined) return undefined;
  const said: number = reports.map((report) => report.candidatesTokenCount).findLast((count) => count) ?? 0;
  const {
    promptTokenCount: prompt = 0,
    toolUsePromptTokenCount: toolInput = 0,
    thoughtsTokenCount: reasoning = 0,
  } = last;
  const { promptTokensDetails: of, candidatesTokensDetails: by } = last;
  const queries = pieces.flatMap((piece) => piece.candidates ?? []).flatMap(searchesOf);
  const all = {
    ...nothing,
    input: prompt + toolInput,
    output: said + reasoning,
    total: last.totalTokenCount,
    cacheRead: last.cachedContentTokenCount ?? 0,
    reasoning,
    toolInput,
    audio: tokensOf(of, 'AUDIO', 4),
    images: tokensOf(of, 'IMAGE', 2) + tokensOf(of, 'DOCUMENT', 5),
    video: tokensOf(of, 'VIDEO', 3),
    audioOutput: tokensOf(by, 'AUDIO', 4),
    imageOutput: tokensOf(by, 'IMAGE', 2),
    searches: new Set(queries).size,
  };
  if (said > 0 && last.candidatesTokenCount === undefined) {
    const contradiction = 'the last report of a stream leaves out the text that an earlier one counted';
    return { ...all, total: all.input + all.output, contradiction };
  }
  const named = tokensOf(of, 'TEXT', 1) + all.audio + all.images + all.video;
  return {
    ...all,
    contradiction: named < prompt ? 'the modalities of the prompt are fewer than the prompt' : undefined,
  };
}

function searchesOf({ groundingMetadata }: Wire): Wire[] {
  return (groundingMetadata?.webSearchQueries ?? []).filter((query: string) => query !== '');
}

function tokensOf(details: Wire, name: string, number: number): number {
  const found = (details ?? []).filter(({ modality }: Wire) => modality === name || modality === number);
  return found.reduce((sum: number, { tokenCount }: Wire) => sum + tokenCount, 0);
}

function ollamaUsage(pieces: readonly Wire[]): RecordedUsage | undefined {
  const { prompt_eval_count: input, eval_count: output } = pieces.find(({ done }) => done) ?? {};
  if (input === undefined && output === undefined) return undefined;
  const prompt = input ?? 0;
  const contradiction = input === undefined ? 'a prompt that came from the cache is not counted' : undefined;
  return { ...nothing, input: prompt, output: output ?? 0, total: prompt + (output ?? 0), contradiction };
}
