import { asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { callCarryingText, carriedCalls, carriesCall } from '../carried-call.ts';

/** An item of reasoning that carries another family's state of a call through a caller. */
export function carrierOf(callId: string, state: OpaqueState, id: string): JsonObject {
  return { type: 'reasoning', id, summary: [], encrypted_content: callCarryingText(callId, state) };
}

/** Says whether an item carries the state of a call, and nothing else. */
export function isCarrier({ encrypted_content: text }: JsonObject): boolean {
  return typeof text === 'string' && carriesCall(text);
}

/** The states that items carry, by the id of their call. */
export function carriedCallStates(items: readonly JsonValue[]): ReadonlyMap<string, OpaqueState> {
  return carriedCalls(items.map((item) => asString(asObject(item).encrypted_content) ?? ''));
}
