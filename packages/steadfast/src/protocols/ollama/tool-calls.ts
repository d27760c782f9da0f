import { asArray, asObject, asString } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ToolCallPart } from '../../model/message.ts';
import { toolCallOf } from '../../model/tool-call.ts';

/** Makes up the id of the call at a position, for servers that give none; it must always be the same. */
export type IdMaker = (position: number) => string;

/** The ids of the calls of a reply, made of the time at which the server says it was made. */
export function idsOfReply(createdAt: JsonValue | undefined): IdMaker {
  const time = (asString(createdAt) ?? '').replaceAll(/\D/g, '');
  return (position) => `call_${time}_${position}`;
}

/** Reads `tool_calls`. The input is an object here; text is read as JSON. */
export function readToolCalls(calls: JsonValue | undefined, idAt: IdMaker): ToolCallPart[] {
  return asArray(calls).map((item, position) => {
    const call = asObject(item);
    const { name, arguments: input } = asObject(call.function);
    const facts = { id: asString(call.id) || idAt(position), name: asString(name) ?? '' };
    if (typeof input === 'string') return toolCallOf({ ...facts, inputText: input });
    return { type: 'tool-call', ...facts, input: input ?? {} };
  });
}
