import { asString, isObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { carriedState, carryingText } from '../private-state.ts';

/**
 * What the private data of a part holds: the fields to put over the part as it is written, at every depth; or under
 * `part` the whole part, word for word, where the neutral form has no word for it; or under `candidate` what the
 * provider said of the whole reply (where its facts are from, how to go on with it), which is no part on the wire.
 */

/** The private data of a part that is kept word for word. */
export function stateOfWhole(part: JsonObject, origin: string): OpaqueState {
  return { origin, value: { part } };
}

/** The part that is kept word for word, if it is. */
export function wholePart(own: JsonObject | undefined): JsonObject | undefined {
  return isObject(own?.part) ? own.part : undefined;
}

/** What was said of a whole reply, if these private fields hold it. */
export function candidateFacts(own: JsonObject | undefined): JsonObject | undefined {
  return isObject(own?.candidate) ? own.candidate : undefined;
}

/** The private data of a part from the fields that are left of it: they may carry those of another family. */
export function stateOfFields(left: JsonObject, origin: string): OpaqueState | undefined {
  const said = Object.entries(left).filter(
    ([name, value]) => value !== undefined && !(name === 'thought' && value === false),
  );
  if (said.length === 0) return undefined;
  const signature = asString(left.thoughtSignature);
  return (signature === undefined ? undefined : carriedBy(signature)) ?? { origin, value: Object.fromEntries(said) };
}

/** The mark of `carryingText`, as far as base64 spells it the same whatever follows. */
const carrying = Buffer.from('steadfast').toString('base64');

/** A signature that carries the private data of another family through a caller; signatures are base64. */
export function carryingSignature(state: OpaqueState): string {
  return Buffer.from(carryingText(state)).toString('base64');
}

function carriedBy(signature: string): OpaqueState | undefined {
  return signature.startsWith(carrying) ? carriedState(Buffer.from(signature, 'base64').toString()) : undefined;
}
