import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../ground/json.ts';
import { instanceOf } from './schema-instance.ts';

/**
 * Says whether a value meets a JSON Schema, written apart from what makes instances, so that one checks the other:
 * types, `enum`, `const`, `required`, `properties`, `additionalProperties`, lengths and bounds, `pattern`, unions, `$ref`.
 */
function meets(
  value: JsonValue | undefined,
  schema: JsonValue | undefined,
  root: JsonObject = asObject(schema),
): boolean {
  if (schema === true || schema === undefined) return true;
  if (!isObject(schema) || value === undefined) return false;
  const reference = asString(schema['$ref']);
  if (reference !== undefined && !meets(value, resolve(root, reference), root)) return false;
  return (
    meetsType(value, schema['type']) &&
    (schema['enum'] === undefined || asArray(schema['enum']).some((one) => isDeepStrictEqual(one, value))) &&
    (schema['const'] === undefined || isDeepStrictEqual(schema['const'], value)) &&
    meetsUnions(value, schema, root) &&
    meetsParts(value, schema, root)
  );
}

function meetsUnions(value: JsonValue, schema: JsonObject, root: JsonObject): boolean {
  const one = (branch: JsonValue): boolean => meets(value, branch, root);
  return (
    (schema['anyOf'] === undefined || asArray(schema['anyOf']).some(one)) &&
    (schema['oneOf'] === undefined || asArray(schema['oneOf']).filter(one).length === 1) &&
    asArray(schema['allOf']).every(one)
  );
}

function meetsParts(value: JsonValue, schema: JsonObject, root: JsonObject): boolean {
  if (typeof value === 'string') return meetsText(value, schema);
  if (typeof value === 'number') return meetsNumber(value, schema);
  if (isArray(value)) return meetsArray(value, schema, root);
  return !isObject(value) || meetsObject(value, schema, root);
}

function resolve(root: JsonObject, reference: string): JsonValue | undefined {
  return reference
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((place, step) => asObject(place)[step], root);
}

function meetsType(value: JsonValue, type: JsonValue | undefined): boolean {
  if (type === undefined) return true;
  if (isArray(type)) return type.some((one) => meetsType(value, one));
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return isArray(value);
  return type === 'object' ? isObject(value) : typeof value === type;
}

function within(size: number, least: JsonValue | undefined, most: JsonValue | undefined): boolean {
  return size >= (asNumber(least) ?? Number.NEGATIVE_INFINITY) && size <= (asNumber(most) ?? Number.POSITIVE_INFINITY);
}

function meetsText(value: string, schema: JsonObject): boolean {
  const pattern = asString(schema['pattern']);
  return (
    within(Array.from(value).length, schema['minLength'], schema['maxLength']) &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value))
  );
}

function meetsNumber(value: number, schema: JsonObject): boolean {
  const step = asNumber(schema['multipleOf']);
  return (
    within(value, schema['minimum'], schema['maximum']) &&
    value > (asNumber(schema['exclusiveMinimum']) ?? Number.NEGATIVE_INFINITY) &&
    value < (asNumber(schema['exclusiveMaximum']) ?? Number.POSITIVE_INFINITY) &&
    (step === undefined || Math.abs(value / step - Math.round(value / step)) < 1e-9)
  );
}

function meetsArray(value: readonly JsonValue[], schema: JsonObject, root: JsonObject): boolean {
  const prefix = asArray(schema['prefixItems']);
  return (
    within(value.length, schema['minItems'], schema['maxItems']) &&
    value.every((item, index) => meets(item, prefix[index] ?? schema['items'], root)) &&
    (schema['uniqueItems'] !== true || new Set(value.map((item) => JSON.stringify(item))).size === value.length)
  );
}

function meetsObject(value: JsonObject, schema: JsonObject, root: JsonObject): boolean {
  const properties = asObject(schema['properties']);
  const names = Object.keys(value);
  return (
    within(names.length, schema['minProperties'], schema['maxProperties']) &&
    asArray(schema['required']).every((name) => typeof name === 'string' && Object.hasOwn(value, name)) &&
    names.every((name) =>
      Object.hasOwn(properties, name)
        ? meets(value[name], properties[name], root)
        : schema['additionalProperties'] !== false && meets(value[name], schema['additionalProperties'], root),
    )
  );
}

const range = (least: string, most: string): fc.Arbitrary<JsonObject> =>
  fc.record({ low: fc.nat(5), more: fc.nat(5), shown: fc.subarray([least, most]) }).map(({ low, more, shown }) => ({
    [least]: shown.includes(least) ? low : undefined,
    [most]: shown.includes(most) ? low + more : undefined,
  }));

const bounds: fc.Arbitrary<JsonObject> = fc
  .record({
    low: fc.integer({ min: -20, max: 20 }),
    more: fc.integer({ min: 2, max: 20 }),
    open: fc.boolean(),
    above: fc.boolean(),
    below: fc.boolean(),
  })
  .map(({ low, more, open, above, below }) => ({
    [open ? 'exclusiveMinimum' : 'minimum']: above ? low : undefined,
    [open ? 'exclusiveMaximum' : 'maximum']: below ? low + more : undefined,
  }));

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  range('minLength', 'maxLength').map((rest) => ({ type: 'string', ...rest })),
  fc
    .constantFrom('^[A-Z]{3}-\\d+$', '^\\d{4}$', '[a-f0-9]{8}', '^x?y*z+$', '^a\\.b$')
    .map((pattern) => ({ type: 'string', pattern })),
  bounds.map((rest) => ({ type: 'integer', ...rest })),
  bounds.map((rest) => ({ type: 'number', ...rest })),
  fc.integer({ min: 1, max: 9 }).map((multipleOf) => ({ type: 'integer', minimum: 3, maximum: 40, multipleOf })),
  fc.constantFrom<JsonObject>({ type: 'boolean' }, { type: 'null' }, { type: ['string', 'null'] }, {}),
  fc
    .array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 4 })
    .map((list) => ({ enum: list })),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)).map((value) => ({ const: value })),
);

const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc
      .record({ items: tie('schema'), size: range('minItems', 'maxItems') })
      .map(({ items, size }) => ({ type: 'array', items, ...size })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((prefixItems) => ({ type: 'array', prefixItems })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc
      .record({
        properties: fc.dictionary(fc.string(), tie('schema'), { maxKeys: 4 }),
        open: fc.boolean(),
        keep: fc.nat(4),
      })
      .map(({ properties, open, keep }) => ({
        type: 'object',
        properties,
        required: Object.keys(properties).slice(0, keep),
        additionalProperties: open ? undefined : false,
      })),
  ),
}));

test('an instance meets its schema, whatever the schema', () => {
  fc.assert(
    fc.property(schema, (given) => {
      expect(meets(instanceOf(given), given)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

const person: JsonObject = {
  $defs: {
    person: {
      type: 'object',
      properties: { name: { type: 'string' }, friends: { type: 'array', items: { $ref: '#/$defs/person' } } },
      required: ['name', 'friends'],
    },
  },
  $ref: '#/$defs/person',
};
const linked: JsonObject = {
  type: 'object',
  properties: { value: { type: 'number' }, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
  required: ['value', 'next'],
  additionalProperties: false,
};

test.each<[string, JsonObject]>([
  ['a recursive array', person],
  ['a linked list', linked],
  [
    'parts laid together',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'integer', minimum: 7 } }, required: ['b'] },
      ],
    },
  ],
  [
    'one of several',
    {
      oneOf: [
        { type: 'object', properties: { kind: { const: 'a' } }, required: ['kind'] },
        { type: 'object', properties: { kind: { const: 'b' } }, required: ['kind'] },
      ],
    },
  ],
  ['different items', { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true }],
  ['a map', { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 2 }],
  [
    'a property called __proto__',
    { type: 'object', properties: { ['__proto__']: { type: 'string' } }, required: ['__proto__'] },
  ],
])('an instance of %s meets its schema', (_, given) => {
  expect(meets(instanceOf(given), given)).toBe(true);
});

test.each<[string, RegExp]>([
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^\S+@\S+$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
  ['uri', /^https:/],
  ['ipv4', /^\d+\.\d+\.\d+\.\d+$/],
])('a string of format %s has that format', (format, expected) => {
  expect(instanceOf({ type: 'string', format })).toMatch(expected);
});

test('the check refuses what does not meet a schema, so that the law above says something', () => {
  const wrong: [JsonValue, JsonObject][] = [
    ['1', { type: 'integer' }],
    [1.5, { type: 'integer' }],
    [{}, { type: 'object', required: ['a'] }],
    [{ a: 1 }, { type: 'object', additionalProperties: false }],
    ['abc', { maxLength: 2 }],
    [[1, 1], { uniqueItems: true }],
    [3, { enum: [1, 2] }],
    [3, { exclusiveMaximum: 3 }],
    [{ value: 1, next: 2 }, linked],
  ];
  for (const [value, given] of wrong) expect(meets(value, given)).toBe(false);
});

test('free strings are taken from the words given', () => {
  const properties = { city: { type: 'string' }, other: { type: 'string' } };
  expect(instanceOf({ type: 'object', properties }, { words: ['Oslo'] })).toEqual({ city: 'Oslo', other: 'Oslo' });
});
