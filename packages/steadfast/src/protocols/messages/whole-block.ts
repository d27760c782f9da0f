import type { JsonObject } from '../../model/json.ts';

/**
 * How blocks travel that say more than a neutral part can hold: `state.value` has the fields that are left, or, when it
 * has a `type`, the whole block word for word. (Of a tool call it has only ever the fields that are left.)
 */

/** The block to send when the private fields are a whole block, else `undefined`. */
export function wholeBlock(own: JsonObject | undefined): JsonObject | undefined {
  return own === undefined || own.type === undefined ? undefined : own;
}
