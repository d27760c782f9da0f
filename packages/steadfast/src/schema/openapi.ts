import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';

/** The notation of OpenAPI 3.0 that Google's `Schema` has: types in capitals, and `nullable` instead of a type `null`. */
export function toOpenapi(schema: JsonObject): JsonObject {
  const { type, anyOf, properties, items, ...rest } = schema;
  const options = isArray(anyOf) ? anyOf.filter(isObject) : [];
  if (options.length > 0) return { ...rest, ...someOf(options) };
  return {
    ...rest,
    type: typeof type === 'string' ? type.toUpperCase() : type,
    nullable: type === 'null' ? true : undefined,
    properties: isObject(properties) ? mapped(properties) : undefined,
    items: isObject(items) ? toOpenapi(items) : undefined,
  };
}

/** A type `null` among others is not one of them there. */
function someOf(options: readonly JsonObject[]): JsonObject {
  const some = options.filter((option) => option.type !== 'null').map(toOpenapi);
  const nullable = some.length < options.length ? { nullable: true } : {};
  const [only] = some;
  if (some.length === 1) return { ...only, ...nullable };
  return some.length === 0 ? { type: 'NULL', nullable: true } : { anyOf: some, ...nullable };
}

function mapped(properties: JsonObject): JsonObject {
  const inner = (schema: JsonValue | undefined): JsonValue | undefined =>
    isObject(schema) ? toOpenapi(schema) : schema;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, inner(schema)]));
}
