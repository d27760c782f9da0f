import { ModelError } from '../model/error.ts';
import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';

/** A JSON Schema: an object of keywords, or `true` for any value and `false` for none. */
export type JsonSchema = JsonObject | boolean;

/** The schema that a value is; anything that is none allows every value. */
export function asSchema(value: JsonValue | undefined): JsonSchema {
  return isObject(value) || value === false ? value : true;
}

/** The schemas of a member such as `properties` or `$defs`, by name. */
export function schemasOf(value: JsonValue | undefined): readonly (readonly [string, JsonSchema])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, schema]) => [name, asSchema(schema)] as const);
}

/** The schemas of a member such as `anyOf`, in order. */
export function schemaList(value: JsonValue | undefined): readonly JsonSchema[] {
  return isArray(value) ? value.map(asSchema) : [];
}

/** The names listed by a member such as `required`. */
export function namesOf(value: JsonValue | undefined): readonly string[] {
  return isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** The types of JSON Schema that a value has; a whole number is an `integer` too. */
export function typesOf(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** The names of a `type`, which may be one or a list. */
export function typeNames(type: JsonValue | undefined): readonly string[] {
  return typeof type === 'string' ? [type] : namesOf(type);
}

/** An error for a schema that nothing can be held to. */
export function schemaError(message: string): ModelError {
  return new ModelError({ kind: 'invalid-request', message: `The JSON Schema can't be used: ${message}` });
}
