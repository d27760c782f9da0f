import { isArray } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { SchemaDialect } from './dialect.ts';
import type { DroppedList } from './dropped.ts';
import { within } from './issue.ts';
import { schemaList, typeNames, typesOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { mergeAllOf } from './merged-schema.ts';
import { isWord, takes } from './taken.ts';

/** What a schema is brought into its plain form with. */
export interface PlainForm {
  readonly dialect: SchemaDialect;
  readonly notes: DroppedList;
  readonly resolve: (reference: string) => JsonSchema;
}

type Rewriting = (schema: JsonObject, path: string, form: PlainForm) => JsonObject;

/** The same schema without those joints that its dialect does not know: `allOf`, `oneOf`, `const`, tuples, bare forms. */
export function plainForm(schema: JsonObject, path: string, form: PlainForm): JsonObject {
  let at = schema;
  for (const [keyword, rewriting] of rewritings) if (at[keyword] !== undefined) at = rewriting(at, path, form);
  return at.type === undefined ? typed(at, path, form) : at;
}

function rulesOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !isWord(name)));
}

function wordsOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => isWord(name)));
}

function withoutAllOf(schema: JsonObject, path: string, { dialect, notes, resolve }: PlainForm): JsonObject {
  const { allOf, ...beside } = schema;
  const [only, ...others] = schemaList(allOf);
  // One schema and words beside it: how references were given a description before 2019-09.
  if (others.length === 0 && typeof only === 'object' && Object.keys(rulesOf(beside)).length === 0) {
    return only.allOf === undefined
      ? { ...only, ...beside }
      : withoutAllOf({ ...only, ...beside }, path, { dialect, notes, resolve });
  }
  const { schema: merged, lost } = mergeAllOf(schema, resolve);
  notes.add(
    within(path, 'allOf'),
    'rewritten',
    `${dialect.title} has no "allOf"; what it joins is sent as one schema.`,
  );
  for (const name of lost) {
    notes.add(
      within(path, 'allOf'),
      'loosened',
      `"${name}" is given more than once under "allOf"; only the first is sent.`,
    );
  }
  return merged;
}

function withoutOneOf(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  const { oneOf, ...rest } = schema;
  if (rest.anyOf !== undefined) {
    notes.add(within(path, 'oneOf'), 'loosened', `${dialect.title} has no "oneOf", and "anyOf" stands beside it.`);
    return rest;
  }
  const effect = schemaList(oneOf).length > 1 ? 'loosened' : 'rewritten';
  notes.add(within(path, 'oneOf'), effect, `${dialect.title} has no "oneOf"; it is sent as "anyOf".`);
  return { ...rest, anyOf: oneOf };
}

/** The rules beside `anyOf` are put into each of its options; where these are rules only, they give way. */
function anyOfAlone(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  const { anyOf, ...beside } = schema;
  const rules = rulesOf(beside);
  if (Object.keys(rules).length === 0) return schema;
  const options = schemaList(anyOf);
  if (rules.properties !== undefined && !options.every(isWhole)) {
    notes.add(within(path, 'anyOf'), 'loosened', `${dialect.title} has no "anyOf" of rules beside other rules.`);
    return beside;
  }
  notes.add(within(path, 'anyOf'), 'rewritten', 'The rules beside "anyOf" are sent in each of its options.');
  return { ...wordsOf(beside), anyOf: options.map((option) => ({ allOf: [option, rules] })) };
}

function isWhole(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return false;
  return ['type', 'properties', 'enum', 'const', '$ref', 'anyOf', 'oneOf', 'allOf'].some(
    (name) => schema[name] !== undefined,
  );
}

/** Before 2020-12, the schemas of a tuple were a list under `items`. */
function itemsAsPrefix(schema: JsonObject, path: string, { notes }: PlainForm): JsonObject {
  const { items, additionalItems, ...rest } = schema;
  if (!isArray(items)) return schema;
  notes.add(within(path, 'items'), 'rewritten', 'A list of "items" is what "prefixItems" is now.');
  return { ...rest, prefixItems: items, items: additionalItems };
}

function withoutTuple(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  if (takes(dialect, 'prefixItems')) return schema;
  const { prefixItems, items, ...rest } = schema;
  const first = schemaList(prefixItems);
  const detail = `${dialect.title} has no tuples; each item may be like any of them.`;
  notes.add(within(path, 'prefixItems'), 'loosened', detail);
  if (items === undefined) notes.add(path, 'closed', 'Items behind those of the tuple must be like one of these.');
  const options: JsonValue[] = [...first, ...(items === undefined || items === false ? [] : [items])];
  const limit = items === false ? { maxItems: first.length, ...rest } : rest;
  return { ...limit, items: options.length === 1 ? options[0] : { anyOf: options } };
}

function withoutConst(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  if (takes(dialect, 'const')) return schema;
  const { const: value, ...rest } = schema;
  notes.add(within(path, 'const'), 'rewritten', `${dialect.title} has no "const"; it is sent as "enum".`);
  return { ...rest, enum: [value ?? null] };
}

/** `null` is a form of its own where an `enum` has no room for it. */
function withoutNull(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  const { enumTypes } = dialect;
  if (enumTypes === undefined || enumTypes.has('null')) return schema;
  if (!isArray(schema.enum) || !schema.enum.includes(null)) return schema;
  notes.add(
    within(path, 'enum'),
    'rewritten',
    `${dialect.title} has no null in "enum"; it is sent as a type of its own.`,
  );
  const [type, ...types] = typeNames(schema.type).filter((name) => name !== 'null');
  const values = schema.enum.filter((value) => value !== null);
  const some = { ...rulesOf(schema), enum: values, type: types.length === 0 ? type : [type ?? '', ...types] };
  return { ...wordsOf(schema), anyOf: values.length === 0 ? [{ type: 'null' }] : [some, { type: 'null' }] };
}

/** The keywords that only values of one type are asked about. */
const ofType: readonly (readonly [string, readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames', 'minProperties']],
  ['array', ['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** A schema without a type is given the one that its rules speak of. */
function typed(schema: JsonObject, path: string, { dialect, notes }: PlainForm): JsonObject {
  if (dialect.typed !== true || schema.$ref !== undefined || schema.anyOf !== undefined) return schema;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (isArray(values)) {
    const types = [...new Set(values.map((value) => typesOf(value).at(-1) ?? 'null'))];
    notes.add(path, 'rewritten', `${dialect.title} wants a type beside the values; that of the values is sent.`);
    return { type: types.length === 1 ? types[0] : types, ...schema };
  }
  const [type] = ofType.find(([, rules]) => rules.some((rule) => schema[rule] !== undefined)) ?? [];
  if (type === undefined) return schema;
  notes.add(path, 'closed', `The schema names no type; its rules are about type "${type}", which is sent.`);
  return { type, ...schema };
}

/** In this order: what one makes, a later one may have to bring into form. */
const rewritings: readonly (readonly [string, Rewriting])[] = [
  ['allOf', withoutAllOf],
  ['oneOf', withoutOneOf],
  ['anyOf', anyOfAlone],
  ['items', itemsAsPrefix],
  ['prefixItems', withoutTuple],
  ['const', withoutConst],
  ['enum', withoutNull],
];
