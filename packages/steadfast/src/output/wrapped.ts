import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';

/** Puts a schema under the one property of an object: providers want an object at the root. */
export function wrappedSchema(property: string, schema: JsonObject): JsonObject {
  const { $defs, definitions, $schema, ...inner } = rebased(schema, `#/properties/${property}`);
  const properties = { [property]: inner };
  return { $schema, type: 'object', properties, required: [property], additionalProperties: false, $defs, definitions };
}

/** The schema of a list of elements. */
export function listSchema(element: JsonObject): JsonObject {
  const { $defs, definitions, $schema, ...items } = rebased(element, '#/items');
  return { $schema, type: 'array', items, $defs, definitions };
}

/** Takes the value out of the object around it, where the model wrote it so. */
export function unwrapped(property: string, value: JsonValue): JsonValue {
  if (!isObject(value) || !Object.hasOwn(value, property) || Object.keys(value).length > 1) return value;
  return value[property] ?? null;
}

/** The schema with its references to its own root led to where it lies now; definitions stay at the root. */
function rebased(schema: JsonObject, to: string): JsonObject {
  const lead = (value: JsonValue | undefined): JsonValue | undefined => {
    if (isArray(value)) return value.map((item) => lead(item) ?? null);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const isOwn = key === '$ref' && typeof member === 'string' && /^#(?!\/(?:\$defs|definitions)\/)/.test(member);
        return [key, isOwn ? to + member.slice(1) : lead(member)] as const;
      }),
    );
  };
  const led = lead(schema);
  return isObject(led) ? led : schema;
}
