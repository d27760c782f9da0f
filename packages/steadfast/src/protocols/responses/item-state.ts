import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { ownFields, stateOf } from '../private-state.ts';

/** What a part carries of the item that it came in, kept in its `state`. */
export interface ItemState {
  /** The whole item where its type is not one that the part itself stands for; else the fields that the part does not hold. */
  readonly item?: JsonObject;
  /** The fields of the piece of content that the part does not hold; with a `type`, the whole piece. */
  readonly content?: JsonObject;
  /** The part belongs to the same message item as the part before it. */
  readonly joined?: true;
  /** The text is a refusal. */
  readonly type?: 'refusal';
}

/** The state of a part; `undefined` when there is nothing to keep. */
export function itemState(family: string, state: ItemState): OpaqueState | undefined {
  return stateOf(family, { ...state });
}

/** What a state says of its item, when it is of this family; nothing otherwise. */
export function ownState(state: OpaqueState | undefined, family: string): JsonObject {
  return ownFields(state, family) ?? {};
}

/** The fields of an object but for those named; `undefined` when none are left. */
export function fieldsBut(object: JsonObject, ...held: readonly string[]): JsonObject | undefined {
  const left = Object.entries(object).filter(([name, value]) => value !== undefined && !held.includes(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
