import { asObject, asString, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import { stateOfJson } from '../private-state.ts';

const mark = 'steadfast-call:';

/**
 * An item of reasoning that carries another family's state of a call (Google's thought signature) through a caller:
 * callers return reasoning as they got it, but of a call only what they know.
 */
export function carrierOf(callId: string, { origin, value }: OpaqueState, id: string): JsonObject {
  return {
    type: 'reasoning',
    id,
    summary: [],
    encrypted_content: mark + JSON.stringify({ call: callId, origin, value }),
  };
}

/** Says whether an item carries the state of a call, and nothing else. */
export function isCarrier({ encrypted_content: text }: JsonObject): boolean {
  return typeof text === 'string' && text.startsWith(mark);
}

/** The states that items carry, by the id of their call. */
export function carriedCallStates(items: readonly JsonValue[]): ReadonlyMap<string, OpaqueState> {
  const states = new Map<string, OpaqueState>();
  for (const item of items) {
    const text = asString(asObject(item).encrypted_content) ?? '';
    if (!text.startsWith(mark)) continue;
    const json = parseJson(text.slice(mark.length));
    const state = stateOfJson(json);
    const call = asString(asObject(json).call);
    if (state !== undefined && call !== undefined) states.set(call, state);
  }
  return states;
}

/** The parts with the carried states of their calls. */
export function withCallStates(
  parts: readonly AssistantPart[],
  states: ReadonlyMap<string, OpaqueState>,
): readonly AssistantPart[] {
  if (states.size === 0) return parts;
  return parts.map((part) =>
    part.type === 'tool-call' ? { ...part, state: states.get(part.id) ?? part.state } : part,
  );
}
