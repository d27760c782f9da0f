import { asObject, asString, isObject, parseJson } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { OpaqueState } from '../model/message.ts';

/** The private fields of a part or a tool when they are this family's own. */
export function ownFields(state: OpaqueState | undefined, family: string): JsonObject | undefined {
  return state !== undefined && state.origin === family && isObject(state.value) ? state.value : undefined;
}

/** The fields of an object but for those that its part holds, as private data of the family; none when none are left. */
export function fieldsLeft(object: JsonObject, held: readonly string[], origin: string): OpaqueState | undefined {
  return stateOf(origin, Object.fromEntries(Object.entries(object).filter(([field]) => !held.includes(field))));
}

/** The private data of a family that these fields make; `undefined` when all of them are missing. */
export function stateOf(origin: string, fields: JsonObject): OpaqueState | undefined {
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  if (names.length === 0) return undefined;
  return { origin, value: Object.fromEntries(names.map((name) => [name, fields[name]])) };
}

const mark = 'steadfast:';

/**
 * Text that carries another family's state through a caller, in a field that callers return as they got it (a
 * signature, encrypted reasoning): so it comes back with the next request and goes to its own family again.
 */
export function carryingText({ origin, value }: OpaqueState): string {
  return mark + JSON.stringify({ origin, value });
}

/** The state that a text carries; `undefined` for a text of the provider's own. */
export function carriedState(text: string): OpaqueState | undefined {
  return text.startsWith(mark) ? stateOfJson(parseJson(text.slice(mark.length))) : undefined;
}

/** A state that was written as JSON: `{ origin, value }`. */
export function stateOfJson(json: JsonValue | undefined): OpaqueState | undefined {
  const { origin, value } = asObject(json);
  const family = asString(origin);
  return family === undefined || value === undefined ? undefined : { origin: family, value };
}
