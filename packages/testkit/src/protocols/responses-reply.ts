import type { JsonObject } from '../ground/json.ts';
import { tokensOf } from '../ground/tokens.ts';
import type { Answer, AnswerCall } from './answer.ts';
import { idOf } from './ids.ts';
import { thinkingSignature } from './thinking-signature.ts';
import type { Frame, ReplyFacts } from './wire-protocol.ts';

/** The body of a whole reply of OpenAI Responses. */
export function responsesReply(answer: Answer, facts: ReplyFacts): JsonObject {
  const output = itemsOf(answer, facts).map(({ whole }) => whole);
  const cut = answer.finish === 'length' ? 'max_output_tokens' : undefined;
  const reason = answer.finish === 'content-filter' ? 'content_filter' : cut;
  return {
    ...responseHead(facts),
    status: reason === undefined ? 'completed' : 'incomplete',
    incomplete_details: reason === undefined ? null : { reason },
    output,
    usage: usageOf(answer),
  };
}

/** The events of a streamed reply of OpenAI Responses; the last one says how it ended, and nothing follows. */
export function responsesFrames(answer: Answer, facts: ReplyFacts): Frame[] {
  const numbering = new Numbering();
  const begun = { ...responseHead(facts), status: 'in_progress', incomplete_details: null, output: [], usage: null };
  const whole = responsesReply(answer, facts);
  const last = whole['status'] === 'completed' ? 'response.completed' : 'response.incomplete';
  return [
    numbering.frame('open', 'response.created', { response: begun }),
    numbering.frame('open', 'response.in_progress', { response: begun }),
    ...itemsOf(answer, facts).flatMap((item, index) => itemFrames(item, index, numbering)),
    numbering.frame('finish', last, { response: whole }),
  ];
}

/** The object that all events of a reply tell of, without what is said in it. */
export function responseHead(facts: ReplyFacts): JsonObject {
  return {
    id: idOf('resp_', facts.serial),
    object: 'response',
    created_at: Math.floor(facts.now / 1000),
    model: facts.model,
    error: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
  };
}

/** Gives the events their numbers. */
class Numbering {
  #next = 0;

  frame(part: Frame['part'], type: string, data: JsonObject, tokens = 0): Frame {
    const json = JSON.stringify({ type, ...data, sequence_number: this.#next });
    this.#next += 1;
    return { part, text: `event: ${type}\ndata: ${json}\n\n`, tokens };
  }
}

/** An item of the output: as it begins, when it is whole, and what a stream says between. */
interface Item {
  readonly empty: JsonObject;
  readonly whole: JsonObject;
  /** What holds the pieces: a part of a message or of a summary; calls have none. */
  readonly part?: {
    readonly event: string;
    readonly place: JsonObject;
    readonly empty: JsonObject;
    readonly whole: JsonObject;
  };
  readonly event: string;
  readonly pieces: readonly string[];
  /** How the whole text is called in the event that ends the pieces. */
  readonly field: 'text' | 'arguments' | 'input';
  readonly text: string;
}

function itemsOf(answer: Answer, facts: ReplyFacts): Item[] {
  const { reasoning, text, calls, finish } = answer;
  const isSilent = text === '' && (calls.length > 0 || finish === 'length');
  return [
    ...(reasoning === '' ? [] : [reasoningItem(reasoning, facts)]),
    ...(isSilent ? [] : [messageItem(text, facts, finish === 'length')]),
    ...calls.map((call, index) => {
      const id = answer.quirk?.withoutId === true ? '' : idOf('call_', facts.serial, index);
      return callItem(call, id, idOf(call.form === 'text' ? 'ctc_' : 'fc_', facts.serial, index));
    }),
  ];
}

function callItem({ name, namespace, form, inputText, pieces }: AnswerCall, callId: string, id: string): Item {
  const isFree = form === 'text';
  const field = isFree ? 'input' : 'arguments';
  const head = { id, type: isFree ? 'custom_tool_call' : 'function_call', call_id: callId, name, namespace };
  return {
    empty: { ...head, [field]: '', status: 'in_progress' },
    whole: { ...head, [field]: inputText, status: 'completed' },
    event: isFree ? 'response.custom_tool_call_input' : 'response.function_call_arguments',
    pieces: pieces ?? tokensOf(inputText),
    field,
    text: inputText,
  };
}

function messageItem(text: string, facts: ReplyFacts, isCut: boolean): Item {
  const head = { id: idOf('msg_', facts.serial), type: 'message', role: 'assistant' };
  const part = { type: 'output_text', annotations: [], logprobs: [] };
  const content = { ...part, text };
  return {
    empty: { ...head, status: 'in_progress', content: [] },
    whole: { ...head, status: isCut ? 'incomplete' : 'completed', content: [content] },
    part: {
      event: 'response.content_part',
      place: { content_index: 0 },
      empty: { ...part, text: '' },
      whole: content,
    },
    event: 'response.output_text',
    pieces: tokensOf(text),
    field: 'text',
    text,
  };
}

function reasoningItem(text: string, facts: ReplyFacts): Item {
  const head = { id: idOf('rs_', facts.serial), type: 'reasoning' };
  const part = { type: 'summary_text', text };
  return {
    empty: { ...head, summary: [], encrypted_content: '' },
    whole: { ...head, summary: [part], encrypted_content: thinkingSignature(text) },
    part: {
      event: 'response.reasoning_summary_part',
      place: { summary_index: 0 },
      empty: { ...part, text: '' },
      whole: part,
    },
    event: 'response.reasoning_summary_text',
    pieces: tokensOf(text),
    field: 'text',
    text,
  };
}

function itemFrames(item: Item, index: number, numbering: Numbering): Frame[] {
  const { part, event, pieces, field, text, empty, whole } = item;
  const place = { item_id: empty['id'], output_index: index, ...part?.place };
  const added = numbering.frame('open', 'response.output_item.added', { output_index: index, item: empty });
  const begun =
    part === undefined ? [] : [numbering.frame('open', `${part.event}.added`, { ...place, part: part.empty })];
  const deltas = pieces.map((delta) => numbering.frame('content', `${event}.delta`, { ...place, delta }, 1));
  const done = numbering.frame('open', `${event}.done`, { ...place, [field]: text });
  const ended =
    part === undefined ? [] : [numbering.frame('open', `${part.event}.done`, { ...place, part: part.whole })];
  const closed = numbering.frame('open', 'response.output_item.done', { output_index: index, item: whole });
  return [added, ...begun, ...deltas, done, ...ended, closed];
}

function usageOf({ usage }: Answer): JsonObject {
  const output = usage.reasoning + usage.output;
  return {
    input_tokens: usage.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: usage.input + output,
  };
}
