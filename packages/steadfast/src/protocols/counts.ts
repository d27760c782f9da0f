import { asNumber, asObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';

/** A count; 0 for what is none. */
export function countOf(value: JsonValue | undefined): number {
  return asNumber(value) ?? 0;
}

/** The count at the end of a path of members; `undefined` when there is none. */
export function countAt(value: JsonValue | undefined, ...path: readonly string[]): number | undefined {
  return asNumber(path.reduce<JsonValue | undefined>((found, name) => asObject(found)[name], value));
}
