import { asObject, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolCallPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { carried, carry, ownState, stateOf } from './private-state.ts';
import { takesFreeText } from './tools-write.ts';

/** What makes the id of a call that came without one: the same reply gives the same ids, other replies give others. */
export interface CallPlace {
  readonly replyId: string | undefined;
  readonly choice: number;
  readonly index: number;
}

/** The id of a call that came without one. */
export function madeUpCallId({ replyId, choice, index }: CallPlace): string {
  const place = choice === 0 ? String(index) : `${choice}_${index}`;
  const reply = replyId?.replaceAll(/[^\w-]/g, '').slice(-24) ?? '';
  return reply === '' ? `call_${place}` : `call_${place}_${reply}`;
}

/** Reads a tool call, of a function or of a custom tool. */
export function readToolCall(call: JsonObject, family: string, place: CallPlace): ToolCallPart {
  const { id, type: _type, index: _index, function: called, custom, extra_content: extra, ...others } = call;
  const id_ = asString(id) || madeUpCallId(place);
  const own = privateFields(extra, others);
  const state = carried(extra, 'call') ?? stateOf(family, { part: own });
  if (isObject(custom)) {
    const { name, input } = custom;
    return toolCallOf({ id: id_, name: asString(name) ?? '', inputText: asString(input) ?? '', form: 'text', state });
  }
  const { name, arguments: input } = asObject(called);
  return toolCallOf({ id: id_, name: asString(name) ?? '', inputText: argumentsText(input), state });
}

/** The text of a call's arguments: some servers give an object instead. */
export function argumentsText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? JSON.stringify(value) : '';
}

/**
 * Writes a tool call; arguments that say nothing become `{}`, because callers and servers parse them. Free text goes to
 * servers that have no tools for it as the member `input` of an object, as the tool was described to them.
 */
export function writeToolCall(part: ToolCallPart, family: string, toClient: boolean): JsonObject {
  const own = asObject(ownState(part.state, family).part);
  const more = toClient ? { ...own, ...carry({ call: part.state }, family) } : own;
  const { id, name } = part;
  const text = inputTextOf(part);
  if (part.form === 'text') {
    if (toClient || takesFreeText(family)) return { id, type: 'custom', custom: { name, input: text }, ...more };
    return { id, type: 'function', function: { name, arguments: JSON.stringify({ input: text }) }, ...more };
  }
  return { id, type: 'function', function: { name, arguments: text.trim() === '' ? '{}' : text }, ...more };
}

function privateFields(extra: JsonValue | undefined, others: JsonObject): JsonObject | undefined {
  const fields = extra === undefined || isCarriedOnly(extra) ? others : { ...others, extra_content: extra };
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function isCarriedOnly(extra: JsonValue): boolean {
  return isObject(extra) && Object.keys(extra).join() === 'steadfast';
}
