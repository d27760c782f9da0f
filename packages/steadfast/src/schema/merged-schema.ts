import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { asSchema, namesOf, schemaError, schemaList, typeNames } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { sameValue, valueKey } from './same-value.ts';

/** How many schemas may be joined in one. */
const mostJoined = 1_000;

/** What several schemas say together, and what of them could not be said in one. */
export interface MergedSchema {
  readonly schema: JsonObject;
  /** Names of keywords of which only the first was kept. */
  readonly lost: readonly string[];
}

/**
 * One schema that says what a schema and those under its `allOf` say.
 * @throws ModelError of kind `invalid-request` for one that is part of itself
 */
export function mergeAllOf(schema: JsonObject, resolve: (reference: string) => JsonSchema): MergedSchema {
  const lost = new Set<string>();
  let merged: JsonObject = {};
  const open: JsonSchema[] = [schema];
  for (let joined = 0; open.length > 0; joined += 1) {
    if (joined > mostJoined) throw schemaError('"allOf" joins too many schemas, or one with itself.');
    const next = open.shift() ?? true;
    if (typeof next === 'boolean') {
      if (!next) lost.add('false');
      continue;
    }
    const { allOf, ...own } = next;
    const { $ref, ...beside } = own;
    // A reference alone is followed, so that what it leads to can be joined.
    const follows = typeof $ref === 'string';
    merged = join(merged, follows ? beside : own, lost);
    open.unshift(...(follows ? [resolve($ref)] : []), ...schemaList(allOf));
  }
  return { schema: merged, lost: [...lost] };
}

type Joiner = (one: JsonValue, other: JsonValue) => JsonValue | undefined;

const higher: Joiner = (one, other) => (Number(one) >= Number(other) ? one : other);
const lower: Joiner = (one, other) => (Number(one) <= Number(other) ? one : other);
const both: Joiner = (one, other) => ({ allOf: [asSchema(one), asSchema(other)] });

const eachOf: Joiner = (one, other) => {
  const named = new Map(Object.entries(isObject(one) ? one : {}));
  for (const [name, schema] of Object.entries(isObject(other) ? other : {})) {
    const known = named.get(name);
    named.set(name, known === undefined || schema === undefined ? schema : both(known, schema));
  }
  return Object.fromEntries(named);
};

const commonTypes: Joiner = (one, other) => {
  const [ours, theirs] = [typeNames(one), typeNames(other)];
  const common = ours.flatMap((name) => {
    if (theirs.includes(name)) return [name];
    if (name === 'number' && theirs.includes('integer')) return ['integer'];
    return name === 'integer' && theirs.includes('number') ? [name] : [];
  });
  const [only] = common;
  return common.length === 1 ? only : nothingOr(common);
};

const commonValues: Joiner = (one, other) => {
  if (!isArray(one) || !isArray(other)) return undefined;
  const keys = new Set(other.map(valueKey));
  return nothingOr(one.filter((value) => keys.has(valueKey(value))));
};

function nothingOr(values: readonly JsonValue[]): readonly JsonValue[] | undefined {
  return values.length === 0 ? undefined : values;
}

/** Joins two values of one keyword; `undefined` where no one value says both. */
const joiners: Readonly<Record<string, Joiner>> = {
  type: commonTypes,
  enum: commonValues,
  properties: eachOf,
  patternProperties: eachOf,
  $defs: (one, other) => ({ ...(isObject(other) ? other : {}), ...(isObject(one) ? one : {}) }),
  required: (one, other) => [...new Set([...namesOf(one), ...namesOf(other)])],
  items: (one, other) => (isArray(one) || isArray(other) ? undefined : both(one, other)),
  additionalProperties: (one, other) => (one === false || other === false ? false : both(one, other)),
  minimum: higher,
  exclusiveMinimum: higher,
  minLength: higher,
  minItems: higher,
  minProperties: higher,
  maximum: lower,
  exclusiveMaximum: lower,
  maxLength: lower,
  maxItems: lower,
  maxProperties: lower,
  uniqueItems: (one, other) => one === true || other === true,
};

/** Words for people, of which the first are kept. */
const words: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  '$comment',
  '$id',
  '$schema',
]);

function join(one: JsonObject, other: JsonObject, lost: Set<string>): JsonObject {
  const joined = new Map(Object.entries(one));
  for (const [name, value] of Object.entries(other)) {
    if (value === undefined) continue;
    const together = joinValues(name, joined.get(name), value);
    if (together === undefined) lost.add(name);
    else joined.set(name, together);
  }
  const properties = namedByBoth(one, other, joined.get('properties'));
  if (properties !== undefined) joined.set('properties', properties);
  return Object.fromEntries(joined);
}

function joinValues(name: string, one: JsonValue | undefined, other: JsonValue): JsonValue | undefined {
  if (one === undefined) return other;
  if (words.has(name) || sameValue(one, other)) return one;
  return Object.hasOwn(joiners, name) ? joiners[name]?.(one, other) : undefined;
}

/** Of two closed objects, or one that is and one that is not, only the properties that the closed ones name are allowed. */
function namedByBoth(one: JsonObject, other: JsonObject, properties: JsonValue | undefined): JsonObject | undefined {
  const closed = [one, other].filter((schema) => schema.additionalProperties === false && !schema.patternProperties);
  if (closed.length === 0 || !isObject(properties)) return undefined;
  const isNamed = (name: string): boolean =>
    closed.every((schema) => isObject(schema.properties) && Object.hasOwn(schema.properties, name));
  return Object.fromEntries(Object.entries(properties).filter(([name]) => isNamed(name)));
}
