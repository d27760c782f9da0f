import { asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { callCarryingText, carriedCalls, carriesCall } from '../carried-call.ts';

/** A block of thinking behind a call that carries another family's state of it through a caller. */
export function carrierOf(callId: string, state: OpaqueState): JsonObject {
  return { type: 'thinking', thinking: '', signature: callCarryingText(callId, state) };
}

/** Says whether a block carries the state of a call, and nothing else. */
export function isCarrier({ type, signature }: JsonObject): boolean {
  return type === 'thinking' && typeof signature === 'string' && carriesCall(signature);
}

/** The states that blocks carry, by the id of their call. */
export function carriedCallStates(blocks: readonly JsonObject[]): ReadonlyMap<string, OpaqueState> {
  return carriedCalls(blocks.filter(isCarrier).map(({ signature }) => asString(signature) ?? ''));
}
