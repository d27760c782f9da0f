import type { Recording } from './recordings.ts';

// A second, simple-minded reader of chat replies. It shares no code with the library: what both find is so.

/** What one of the replies in a recording holds. */
export interface ChatSaid {
  readonly text: string;
  readonly refusal: string;
  readonly reasoning: string;
  readonly calls: readonly { readonly name: string; readonly input: string }[];
  /** Calls that came with an id, by that id. */
  readonly ids: readonly string[];
  readonly finish: string | undefined;
}

/** What a recording holds. */
export interface ChatFacts {
  readonly replies: readonly ChatSaid[];
  /** Tokens altogether, those of the prompt and those of it read from a cache; absent when the server counted none. */
  readonly tokens: { readonly total: number; readonly prompt: number; readonly cached: number } | undefined;
  readonly model: string | undefined;
}

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

/** The data of server-sent events that come one to a line, in order, without the terminator. */
export function dataLines(sse: string): string[] {
  return sse
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .filter((data) => data !== '' && data !== '[DONE]');
}

/** Reads a recording of status 200. */
export function chatFacts(recording: Recording): ChatFacts {
  const whole: Wire = recording.body;
  const chunks: Wire[] =
    recording.streamed === undefined ? [whole] : dataLines(recording.streamed).map((data) => JSON.parse(data));
  const replies = new Map<number, Gathered>();
  let usage: Wire;
  let model: string | undefined;
  for (const chunk of chunks) {
    usage = chunk.usage ?? chunk.x_groq?.usage ?? usage;
    model ??= chunk.model === '' ? undefined : chunk.model;
    for (const choice of chunk.choices ?? []) {
      const reply = replies.get(choice.index ?? 0) ?? new Gathered();
      replies.set(choice.index ?? 0, reply);
      reply.add(choice, recording.streamed === undefined ? choice.message : choice.delta);
    }
  }
  const order = [...replies.keys()].toSorted((a, b) => a - b);
  return { replies: order.map((index) => said(replies.get(index))), tokens: tokensOf(usage), model };
}

class Gathered {
  text = '';
  refusal = '';
  reasoning = '';
  finish: string | undefined;
  calls: { id: string; index: unknown; name: string; input: string }[] = [];

  add(choice: Wire, message: Wire): void {
    this.finish = choice.finish_reason || (this.finish ?? choice.finish_reason ?? undefined);
    if (!message) return;
    for (const part of typeof message.content === 'string' ? [{ text: message.content }] : (message.content ?? [])) {
      this.text += part.text ?? '';
      for (const thought of part.thinking ?? []) this.reasoning += thought.text;
    }
    this.refusal += message.refusal ?? '';
    const details = (message.reasoning_details ?? [])
      .map((detail: Wire) => detail.text ?? detail.summary ?? '')
      .join('');
    this.reasoning += message.reasoning_content || message.reasoning || details;
    for (const call of message.tool_calls ?? []) this.call(call);
    if (message.function_call) this.call({ function: message.function_call });
  }

  call(call: Wire): void {
    const open = this.calls.findLast(({ id, index }) => (call.id ? id === call.id : index === call.index));
    const name: string = call.function?.name ?? call.custom?.name ?? '';
    const input: string = call.function?.arguments ?? call.custom?.input ?? '';
    if (open === undefined) this.calls.push({ id: call.id ?? '', index: call.index, name, input });
    else open.input += input;
  }
}

function said(reply: Gathered = new Gathered()): ChatSaid {
  const { text, refusal, reasoning, finish, calls } = reply;
  const ids = calls.map(({ id }) => id).filter((id) => id !== '');
  return { text, refusal, reasoning, finish, calls: calls.map(({ name, input }) => ({ name, input })), ids };
}

function tokensOf(usage: Wire): ChatFacts['tokens'] {
  if (!usage) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? usage.reasoning_tokens ?? 0;
  // Reasoning above the completion cannot be part of it; a total above both counts what neither says.
  const counted = prompt + completion + (reasoning > completion ? reasoning : 0);
  const read =
    usage.prompt_tokens_details?.cached_tokens ??
    usage.prompt_cache_hit_tokens ??
    usage.cached_tokens ??
    usage.cache_read_input_tokens;
  return { total: Math.max(total, counted), prompt, cached: Math.min(read ?? 0, prompt) };
}
