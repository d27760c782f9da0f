import { asObject, isObject, type JsonObject, type JsonValue } from '../ground/json.ts';

/** A JSON Schema from one whose types are written in capitals, as Google's own form has them. */
export function plainSchema(schema: JsonObject): JsonObject {
  return asObject(lowered(schema));
}

function lowered(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue) => lowered(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'type' && typeof member === 'string' ? member.toLowerCase() : lowered(member),
    ]),
  );
}
