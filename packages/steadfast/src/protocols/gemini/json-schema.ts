import { asNumber, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import { camelCase } from './camel-case.ts';

/** Google's numbers of its types, from 1 (the enum `Type` of the API reference). */
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** Keywords that hold a schema, a list of schemas, and schemas by name. */
const schemaKeywords: ReadonlySet<string> = new Set(['items', 'additionalProperties']);
const listKeywords: ReadonlySet<string> = new Set(['anyOf', 'allOf', 'oneOf', 'prefixItems']);
const mapKeywords: ReadonlySet<string> = new Set(['properties', '$defs', 'defs']);

/** Limits that ProtoJSON writes as text, being 64 bits wide. */
const limits: ReadonlySet<string> = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
]);

/**
 * JSON Schema of a schema in Google's own language (`Schema` of the API reference): types in capitals or as numbers,
 * `nullable`, limits as text, names in snake case. JSON Schema itself comes out as it went in.
 */
export function jsonSchemaOf(schema: JsonObject): JsonObject {
  const { nullable, ...keywords } = schema;
  const fields = Object.entries(keywords).map(([name, value]) => {
    const keyword = camelCase(name);
    return [keyword, value === undefined ? undefined : keywordOf(keyword, value)] as const;
  });
  return nullable === true ? withNull(Object.fromEntries(fields)) : Object.fromEntries(fields);
}

function keywordOf(keyword: string, value: JsonValue): JsonValue | undefined {
  if (keyword === 'type') return isArray(value) ? value.map((item) => typeOf(item) ?? item) : typeOf(value);
  if (schemaKeywords.has(keyword)) return schemaOf(value);
  if (listKeywords.has(keyword)) return isArray(value) ? value.map(schemaOf) : value;
  if (mapKeywords.has(keyword)) return isObject(value) ? schemasByName(value) : value;
  return limits.has(keyword) ? (asNumber(Number(value)) ?? value) : value;
}

function typeOf(value: JsonValue): string | undefined {
  const name = typeof value === 'number' ? types[value - 1] : asString(value)?.toLowerCase();
  return name === 'type_unspecified' ? undefined : name;
}

function schemaOf(value: JsonValue): JsonValue {
  return isObject(value) ? jsonSchemaOf(value) : value;
}

function schemasByName(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, schema === undefined ? undefined : schemaOf(schema)]),
  );
}

function withNull({ type, anyOf, ...keywords }: JsonObject): JsonObject {
  if (typeof type === 'string') return { ...keywords, type: [type, 'null'], anyOf, enum: enumWithNull(keywords.enum) };
  return isArray(anyOf) ? { ...keywords, anyOf: [...anyOf, { type: 'null' }] } : { ...keywords, type, anyOf };
}

function enumWithNull(values: JsonValue | undefined): JsonArray | undefined {
  return isArray(values) ? [...values, null] : undefined;
}
