import { isObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';

/**
 * How blocks travel that say more than a neutral part can hold: `state.value` has the fields that are left, or, when it
 * has a `type`, the whole block word for word. (Of a tool call it has only ever the fields that are left.)
 */

/** The fields of a block but for those that its part holds, as private data of the family; none when none are left. */
export function fieldsLeft(block: JsonObject, held: readonly string[], origin: string): OpaqueState | undefined {
  const left = Object.entries(block).filter(([field]) => !held.includes(field));
  return left.length === 0 ? undefined : { origin, value: Object.fromEntries(left) };
}

/** The private fields of a part or a tool when they are this family's own. */
export function ownFields(state: OpaqueState | undefined, family: string): JsonObject | undefined {
  return state !== undefined && state.origin === family && isObject(state.value) ? state.value : undefined;
}

/** The block to send when the private fields are a whole block, else `undefined`. */
export function wholeBlock(own: JsonObject | undefined): JsonObject | undefined {
  return own === undefined || own.type === undefined ? undefined : own;
}
