import { asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { ReasoningPart } from '../../model/message.ts';
import { carried, ownState, stateOf } from './private-state.ts';
import type { ChatState } from './private-state.ts';

const fields = ['reasoning_content', 'reasoning', 'reasoning_text'] as const;

/** The field of a message or delta that holds its reasoning; servers that change their mind send two with the same text. */
export function reasoningFieldOf(message: JsonObject): (typeof fields)[number] | undefined {
  return fields.find((field) => typeof message[field] === 'string' && message[field] !== '');
}

/** Reads the reasoning that stands in fields of a message, not in its content. */
export function readReasoning(message: JsonObject, family: string): ReasoningPart | undefined {
  const field = reasoningFieldOf(message);
  const details = detailsOf(message);
  const text = field === undefined ? textOfDetails(details ?? []) : (asString(message[field]) ?? '');
  const foreign = carried(message.extra_content, 'reasoning', text);
  if (text === '' && details === undefined && foreign === undefined) return undefined;
  return { type: 'reasoning', text, state: foreign ?? stateOf(family, { field, reasoning_details: details }) };
}

/** The `reasoning_details` of a message or delta, when it has any. */
export function detailsOf(message: JsonObject): JsonArray | undefined {
  const { reasoning_details: details } = message;
  return isArray(details) && details.length > 0 ? details : undefined;
}

/** The readable text in `reasoning_details`. */
export function textOfDetails(details: JsonArray): string {
  let text = '';
  for (const detail of details) if (isObject(detail)) text += asString(detail.text) ?? asString(detail.summary) ?? '';
  return text;
}

/**
 * Puts the `reasoning_details` of one more delta to those that came before: pieces of the same index and type are one
 * detail, whose texts continue and whose other members hold from when they come.
 */
export function mergeDetails(known: JsonObject[], more: JsonArray): void {
  for (const piece of more) {
    if (!isObject(piece)) continue;
    const at = known.findLastIndex(({ index, type }) => index === piece.index && type === piece.type);
    const open = piece.index === undefined ? undefined : known[at];
    if (open === undefined) known.push(piece);
    else known[at] = joined(open, piece);
  }
}

const growing = new Set(['text', 'summary', 'data']);

function joined(open: JsonObject, piece: JsonObject): JsonObject {
  const more = Object.entries(piece).flatMap(([name, value]): [string, JsonValue | undefined][] => {
    const before = open[name];
    if (value === null && before !== undefined) return [];
    return [
      [name, growing.has(name) && typeof before === 'string' && typeof value === 'string' ? before + value : value],
    ];
  });
  return { ...open, ...Object.fromEntries(more) };
}

/** Reads a part of content that holds reasoning (Mistral's `thinking`). */
export function readThinking(part: JsonObject, family: string): ReasoningPart {
  const { type: _type, thinking, ...others } = part;
  const [only, ...more] = isArray(thinking) ? thinking : [];
  const plain = isObject(only) && more.length === 0 && Object.keys(only).toSorted().join() === 'text,type';
  const text = isArray(thinking) ? textOfDetails(thinking) : (asString(thinking) ?? '');
  const own = plain ? others : { ...others, thinking };
  const state: ChatState = { field: 'thinking', part: Object.keys(own).length === 0 ? undefined : own };
  return { type: 'reasoning', text, state: stateOf(family, state) };
}

/** Writes reasoning as a part of content; `undefined` when it did not come as one from this family. */
export function writeThinking(part: ReasoningPart, family: string): JsonObject | undefined {
  const own = ownState(part.state, family);
  if (own.field !== 'thinking') return undefined;
  const more = isObject(own.part) ? own.part : {};
  return { type: 'thinking', thinking: [{ type: 'text', text: part.text }], ...more };
}
