import type { JsonObject } from '../../model/json.ts';

/** The object without members that are `undefined`; `undefined` itself when none are left. */
export function fieldsOrNone(fields: JsonObject): JsonObject | undefined {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
