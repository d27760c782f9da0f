import { isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** Fields whose members are named by the caller or by a schema language, in the spelling of JSON and of Protocol Buffers. */
const free: ReadonlySet<string> = new Set([
  'args',
  'response',
  'parameters',
  'parametersJsonSchema',
  'responseSchema',
  'responseJsonSchema',
  'labels',
  'headers',
]);

/**
 * A request with the names of its fields in camel case and without those that are null, which says nothing: Google takes
 * `inline_data` as well as `inlineData` (ProtoJSON). What callers name themselves stays as it is.
 */
export function camelFields(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) => {
      if (value === undefined || value === null) return [];
      const name = camelCase(field);
      return [[name, free.has(name) ? value : camelValue(value)]];
    }),
  );
}

/** A name in camel case: `any_of` becomes `anyOf`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function camelValue(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(camelValue);
  return isObject(value) ? camelFields(value) : value;
}
