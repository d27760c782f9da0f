import { dataLines } from './chat-oracle.ts';
import type { Recording } from './recordings.ts';

// A second, simple-minded reader of Responses replies. It shares no code with the library: what both find is so.

/** What a recording holds. */
export interface ResponsesFacts {
  readonly text: string;
  readonly refusal: string;
  /** All summaries and thoughts, without what stands between them. */
  readonly reasoning: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: string }[];
  /** The types of all items, in order; a stream's are those that ended. */
  readonly items: readonly string[];
  readonly status: string | undefined;
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cached: number;
  readonly model: string | undefined;
}

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

/** Reads a recording of status 200. */
export function responsesFacts({ body, streamed }: Recording): ResponsesFacts {
  if (streamed === undefined) return factsOf(body, textsOfItems(body));
  const all: Wire[] = dataLines(streamed).map((data) => JSON.parse(data));
  // What comes after its end is another response's: one recording holds four.
  const end = all.findIndex(({ type }) => type === 'response.completed' || type === 'response.incomplete');
  const events = all.slice(0, end + 1);
  const last = events[end];
  const ended = events.filter((event) => event.type === 'response.output_item.done');
  const items = ended
    .toSorted((a, b) => a.output_index - b.output_index)
    .map((event) => withStreamedInput(event, events));
  const output: Wire[] = items.length === 0 ? last.response.output : items;
  const words = events.some((event) => event.type.endsWith('_text.delta') || event.type.endsWith('refusal.delta'));
  const response: Wire = { ...last.response, output };
  return factsOf(response, words ? textsOfDeltas(events) : textsOfItems(response));
}

/** An item with its input as the deltas gave it: what was masked in a recording may differ between the two. */
function withStreamedInput({ item, output_index: index }: Wire, events: readonly Wire[]): Wire {
  const isInput = ({ type, output_index: at }: Wire): boolean =>
    at === index && /(?:arguments|input)\.delta$/.test(type);
  const input = events.map((event) => (isInput(event) ? event.delta : '')).join('');
  if (input === '') return item;
  return item.type === 'custom_tool_call' ? { ...item, input } : { ...item, arguments: input };
}

type Texts = Pick<ResponsesFacts, 'text' | 'refusal' | 'reasoning'>;

function textsOfDeltas(events: readonly Wire[]): Texts {
  const joined = (...types: readonly string[]): string =>
    events.map((event) => (types.includes(event.type) ? event.delta : '')).join('');
  return {
    text: joined('response.output_text.delta'),
    refusal: joined('response.refusal.delta'),
    reasoning: joined('response.reasoning_summary_text.delta', 'response.reasoning_text.delta'),
  };
}

function textsOfItems({ output }: Wire): Texts {
  const pieces: Wire[] = output.flatMap((item: Wire) => (item.type === 'message' ? item.content : []));
  const thoughts: Wire[] = output.flatMap((item: Wire) =>
    item.type === 'reasoning' ? [...(item.summary ?? []), ...(item.content ?? [])] : [],
  );
  return {
    text: pieces.map((piece) => piece.text ?? '').join(''),
    refusal: pieces.map((piece) => piece.refusal ?? '').join(''),
    reasoning: thoughts.map((thought) => thought.text).join(''),
  };
}

function factsOf(response: Wire, texts: Texts): ResponsesFacts {
  const output: Wire[] = response.output;
  const called = output.filter(({ type }) => type === 'function_call' || type === 'custom_tool_call');
  return {
    ...texts,
    calls: called.map((call) => ({ id: call.call_id, name: call.name, input: call.arguments ?? call.input })),
    items: output.map(({ type }) => type),
    status: response.incomplete_details?.reason ?? response.status,
    input: response.usage?.input_tokens,
    output: response.usage?.output_tokens,
    cached: response.usage?.input_tokens_details?.cached_tokens ?? 0,
    model: response.model,
  };
}
