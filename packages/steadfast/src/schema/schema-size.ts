import { isArray } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaDialect, SchemaLimits } from './dialect.ts';
import { namesOf, schemaList, schemasOf, typeNames } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** How large a schema is, by the measures that servers have limits of. */
export type SchemaSize = Required<SchemaLimits>;

/** The size of nothing. */
export const emptySize: SchemaSize = { depth: 0, properties: 0, enumValues: 0, characters: 0, optional: 0, unions: 0 };

/** Measures a schema with all its definitions; references are not followed. */
export function sizeOf(schema: JsonObject): SchemaSize {
  const size = { ...emptySize };
  const open: { schema: JsonSchema; depth: number }[] = [{ schema, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.schema === 'boolean') continue;
    const { schema, depth } = next;
    const own = schema.properties === undefined ? depth : depth + 1;
    measure(schema, own, size);
    const inner = [schema.items, schema.additionalProperties].flatMap((value) => schemaList([value ?? true]));
    const named = [...schemasOf(schema.properties), ...schemasOf(schema.$defs)].map(([, schema]) => schema);
    for (const schema_ of [...inner, ...named, ...schemaList(schema.anyOf), ...schemaList(schema.prefixItems)]) {
      open.push({ schema: schema_, depth: own });
    }
  }
  return size;
}

function measure(schema: JsonObject, depth: number, size: { -readonly [Name in keyof SchemaSize]: number }): void {
  const properties = schemasOf(schema.properties);
  const required = new Set(namesOf(schema.required));
  size.depth = Math.max(size.depth, depth);
  size.properties += properties.length;
  size.optional += properties.filter(([name]) => !required.has(name)).length;
  size.unions += properties.filter(([, inner]) => isUnion(inner)).length;
  const values = isArray(schema.enum) ? schema.enum : [];
  size.enumValues += values.length;
  const texts = [...values, schema.const].filter((value) => typeof value === 'string');
  const names = [...properties, ...schemasOf(schema.$defs)].map(([name]) => name);
  for (const text of [...texts, ...names]) size.characters += text.length;
}

function isUnion(schema: JsonSchema): boolean {
  return typeof schema === 'object' && (schema.anyOf !== undefined || typeNames(schema.type).length > 1);
}

/** What several schemas of one request are together: most limits count them all, the depth is that of the deepest. */
export function joinedSize(one: SchemaSize, other: SchemaSize): SchemaSize {
  return {
    depth: Math.max(one.depth, other.depth),
    properties: one.properties + other.properties,
    enumValues: one.enumValues + other.enumValues,
    characters: one.characters + other.characters,
    optional: one.optional + other.optional,
    unions: one.unions + other.unions,
  };
}

const measures: Readonly<Record<keyof SchemaSize, string>> = {
  depth: 'objects inside each other',
  properties: 'properties',
  enumValues: 'enum values',
  characters: 'characters of names and enum values',
  optional: 'properties that may be left out',
  unions: 'properties of more than one type',
};

/** The limits of a dialect that a size is over, one sentence for each. */
export function overLimits(size: SchemaSize, { title, limits = {} }: SchemaDialect): readonly string[] {
  const names = ['depth', 'properties', 'enumValues', 'characters', 'optional', 'unions'] as const;
  return names.flatMap((name) => {
    const most = limits[name] ?? Infinity;
    return size[name] <= most ? [] : [`It has ${size[name]} ${measures[name]}, and ${title} takes at most ${most}.`];
  });
}
