import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { describeIssues } from './issue.ts';
import type { JsonSchema } from './json-schema.ts';
import { validate } from './validate.ts';

function messages(schema: JsonSchema, value: unknown): string {
  return describeIssues(validate(schema, value));
}

const name = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
const small = fc.integer({ min: -1, max: 3 });
const count = fc.integer({ min: 0, max: 3 });
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0.5, 1.5, 'a', 'ab', 'abc', '😀b', ''),
    small,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
const pattern = fc.constantFrom('^a', 'b$', '^[ab]+$', '^.{2}$', 'c|^$');
const names = fc.uniqueArray(name, { maxLength: 2 });

type SchemaParts = { schema: JsonSchema; byName: JsonObject; list: JsonSchema[] };
const { schema } = fc.letrec<SchemaParts>((tie) => {
  const inner = tie('schema');
  const keywords = {
    type: fc.oneof(
      fc.constantFrom(...types),
      fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
    ),
    enum: fc.array(value, { minLength: 1, maxLength: 4 }),
    const: value,
    minimum: small,
    maximum: small,
    exclusiveMinimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: count,
    maxLength: count,
    pattern,
    properties: tie('byName'),
    required: names,
    additionalProperties: inner,
    patternProperties: fc.dictionary(pattern, inner, { maxKeys: 2, noNullPrototype: true }),
    propertyNames: inner,
    minProperties: count,
    maxProperties: count,
    dependentRequired: fc.dictionary(name, names, { maxKeys: 2, noNullPrototype: true }),
    dependentSchemas: tie('byName'),
    prefixItems: tie('list'),
    items: inner,
    contains: inner,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    anyOf: tie('list'),
    oneOf: tie('list'),
    allOf: tie('list'),
    not: inner,
    if: inner,
    else: inner,
    $ref: fc.constantFrom('#/$defs/one', '#/$defs/two'),
  };
  const keyword = fc.constantFrom(...Object.entries<fc.Arbitrary<JsonValue>>(keywords), ['then', inner] as const);
  const member = keyword.chain(([name, given]) => fc.tuple(fc.constant(name), given));
  return {
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<JsonSchema>(true, false, { type: 'string' }, { type: 'integer' }, { type: 'object' }),
      fc.array(member, { minLength: 1, maxLength: 4 }).map((members) => Object.fromEntries(members)),
    ),
    byName: fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true }),
    list: fc.array(inner, { minLength: 1, maxLength: 3 }),
  };
});

/** The definitions that references lead to: the second is a list of the first, which may hold lists again. */
const definitions = {
  one: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/two' }] },
  two: { items: { $ref: '#/$defs/one' } },
};

test('every verdict is the one of a validator that others made', () => {
  let valid = 0;
  fc.assert(
    fc.property(schema, value, (schema, value) => {
      const whole = typeof schema === 'boolean' ? schema : { ...schema, $defs: definitions };
      const oracle = new Validator(whole, '2020-12', true).validate(value).valid;
      valid += oracle ? 1 : 0;
      expect(validate(whole, value).length === 0, messages(whole, value)).toBe(oracle);
    }),
    { numRuns: 5_000 },
  );
  expect(valid).toBeGreaterThan(500);
});

/** The other validator finds no references below `dependencies`. */
const plain = fc.constantFrom<JsonSchema>(false, true, { required: ['a'] }, { maxProperties: 1 }, { type: 'array' });

test('draft-07 verdicts are the ones of a validator that others made', () => {
  const lists = fc.record(
    {
      items: fc.array(schema, { maxLength: 3 }),
      additionalItems: schema,
      dependencies: fc.dictionary(name, fc.oneof(plain, names), { maxKeys: 2, noNullPrototype: true }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(lists, value, (given, value) => {
      const whole: JsonObject = { $schema: 'http://json-schema.org/draft-07/schema#', ...given, $defs: definitions };
      const oracle = new Validator(whole, '7', true).validate(value).valid;
      expect(validate(whole, value).length === 0, messages(whole, value)).toBe(oracle);
    }),
    { numRuns: 2_000 },
  );
});

const formatted: Record<string, { good: fc.Arbitrary<string>; bad: string[] }> = {
  'date-time': {
    good: fc
      .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-01-01') })
      .map((date) => date.toISOString()),
    bad: [
      '2026-13-01T00:00:00Z',
      '2026-01-01',
      '2026-01-01T25:00:00Z',
      '2026-02-29T10:00:00Z',
      'now',
      '2026-01-01T00:00:00',
    ],
  },
  date: {
    good: fc
      .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-01-01') })
      .map((date) => date.toISOString().slice(0, 10)),
    bad: ['2026-02-30', '26-01-01', '2026-1-1', '1900-02-29'],
  },
  time: {
    good: fc.constantFrom('10:00:00Z', '23:59:60Z', '10:00:00.123+02:00'),
    bad: ['10:00', '25:00:00Z', '10:00:00', '10:61:00Z'],
  },
  duration: { good: fc.constantFrom('P1Y2M3DT4H5M6S', 'PT5M', 'P2W', 'P1D'), bad: ['P', 'PT', '1D', 'P1S', 'P1DT'] },
  email: { good: fc.emailAddress(), bad: ['a', 'a@', '@b.de', 'a..b@c.de', '.a@b.de', 'a b@c.de', 'a@b_c'] },
  ipv4: { good: fc.ipV4(), bad: ['1.2.3', '256.1.1.1', '01.2.3.4', '1.2.3.4.5'] },
  ipv6: { good: fc.ipV6(), bad: ['1::2::3', '12345::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', ':::', '::1.2.3.256'] },
  uri: {
    good: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    bad: ['/a', 'a b:c', 'http://a b', 'http://a/%zz'],
  },
  uuid: { good: fc.uuid(), bad: ['0', '00000000-0000-0000-0000-00000000000g', '00000000000000000000000000000000'] },
  hostname: { good: fc.domain(), bad: ['-a.de', 'a..b', 'a_b', `${'a'.repeat(64)}.de`] },
};

test('a format tells its own texts from others', () => {
  for (const [format, { good, bad }] of Object.entries(formatted)) {
    fc.assert(
      fc.property(good, (text) => {
        expect(messages({ format }, text)).toBe('');
      }),
    );
    for (const text of bad) expect(messages({ format }, text), text).toContain(`must be of the format "${format}"`);
  }
  expect(validate({ format: 'of-my-own' }, 'anything')).toEqual([]);
});

test('an issue says where, what must be, and what is', () => {
  const schema = {
    type: 'object',
    properties: {
      people: {
        type: 'array',
        items: {
          type: 'object',
          properties: { age: { minimum: 18 }, 'first name': { type: 'string' } },
          required: ['age'],
          additionalProperties: false,
        },
      },
      mood: { enum: ['good', 'bad'] },
    },
    required: ['people', 'reason'],
  };
  const value = { people: [{ age: 7, 'first name': 3 }, { height: 2 }], mood: 'so so' };
  expect(messages(schema, value).split('\n')).toEqual([
    'people[0].age must be at least 18, but is 7',
    'people[0]["first name"] must be a string, but is 3',
    'people[1].age is missing, and is required',
    'people[1].height is not allowed; allowed are age, first name',
    'mood must be one of "good", "bad", but is "so so"',
    'reason is missing, and is required',
  ]);
  expect(messages({ type: ['string', 'null'] }, 5)).toBe('the value must be a string or null, but is 5');
});

test('of several forms, the one that was meant is told about', () => {
  const cat = {
    type: 'object',
    properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
    required: ['kind', 'lives'],
  };
  const dog = {
    type: 'object',
    properties: { kind: { const: 'dog' }, tricks: { type: 'array' } },
    required: ['kind', 'tricks'],
  };
  expect(messages({ anyOf: [cat, dog] }, { kind: 'dog', tricks: 'roll' })).toBe(
    'tricks must be an array, but is "roll"',
  );
  expect(messages({ oneOf: [cat, { type: 'null' }] }, { kind: 'cat' })).toBe('lives is missing, and is required');
  expect(messages({ anyOf: [cat, dog] }, { kind: 'cow' })).toBe(
    'the value fits none of the 2 allowed forms: {"kind":"cow"}',
  );
});

test('a schema without end is followed as deep as the value goes', () => {
  const tree = {
    type: 'object',
    properties: { left: { $ref: '#' }, right: { $ref: '#' }, size: { type: 'integer' } },
    additionalProperties: false,
  };
  expect(messages(tree, { left: { right: { size: 1 } }, size: 2 })).toBe('');
  expect(messages(tree, { left: { right: { size: 'big' } } })).toBe('left.right.size must be an integer, but is "big"');
});

test('references are followed by pointer, by anchor and by name, and one that leads nowhere is told of', () => {
  const schema = { $id: 'https://example.com/one', $defs: { 'a/b': { $anchor: 'here', type: 'string' } } };
  for (const $ref of ['#/$defs/a~1b', '#here', 'https://example.com/one#/$defs/a~1b']) {
    expect(messages({ ...schema, properties: { x: { $ref } } }, { x: 1 })).toBe('x must be a string, but is 1');
  }
  expect(() => validate({ $ref: '#/$defs/none' }, 1)).toThrow(/"\$ref": "#\/\$defs\/none" leads to no schema in it/);
  expect(() => validate({ pattern: '[' }, 'a')).toThrow(/is no regular expression/);
});

test('decimal fractions are multiples as people count them', () => {
  for (const [value, multipleOf] of [
    [0.3, 0.1],
    [19.99, 0.01],
    [4.35, 0.05],
    [1e22, 1],
    [0, 0.1],
  ] as const) {
    expect(validate({ multipleOf }, value)).toEqual([]);
  }
  for (const [value, multipleOf] of [
    [0.35, 0.1],
    [7.5, 1],
    [19.995, 0.01],
  ] as const) {
    expect(validate({ multipleOf }, value)).toHaveLength(1);
  }
});

test('hostile schemas and values end in bounded time', () => {
  const doubling: Record<string, JsonObject> = { d40: { type: 'string' } };
  for (let level = 0; level < 40; level += 1) {
    const $ref = `#/$defs/d${level + 1}`;
    doubling[`d${level}`] = { allOf: [{ $ref }, { $ref }], anyOf: [{ not: { $ref } }, { $ref }] };
  }
  let deepSchema: JsonObject = { type: 'array' };
  let deepValue: JsonValue = [];
  for (let level = 0; level < 100_000; level += 1) {
    deepSchema = { items: deepSchema };
    deepValue = [deepValue];
  }
  const cases: [JsonSchema, JsonValue][] = [
    [{ $defs: doubling, $ref: '#/$defs/d0' }, 'a'],
    [{ $ref: '#' }, 1],
    [{ anyOf: [{ $ref: '#' }, { $ref: '#' }] }, 1],
    [deepSchema, deepValue],
    [{ uniqueItems: true, enum: [[[]]] }, deepValue],
    [{ items: { pattern: '^(a+)+$' } }, Array.from({ length: 1_000 }, () => `${'a'.repeat(1_000)}!`)],
    [{ items: { pattern: '^(a+)+$' } }, ['a'.repeat(50_000), `${'a'.repeat(50_000)}!`]],
    [{ uniqueItems: true }, Array.from({ length: 100_000 }, (_, index) => index)],
  ];
  for (const [schema, value] of cases) {
    const started = performance.now();
    validate(schema, value);
    expect(performance.now() - started).toBeLessThan(10_000);
  }
  expect(messages({ $ref: '#' }, 1)).toMatch(/the value can't be checked/);
});

test('what zod says of its schemas is understood', () => {
  const schema = z.object({
    email: z.email(),
    tags: z.array(z.string()).max(2),
    born: z.iso.date(),
    at: z.iso.datetime(),
    who: z.union([z.literal('me'), z.uuid()]),
    point: z.tuple([z.number(), z.int()]),
    map: z.record(z.string(), z.number()),
  });
  const jsonSchema: JsonObject = JSON.parse(JSON.stringify(z.toJSONSchema(schema)));
  const good = {
    email: 'a.b@c.de',
    tags: ['x'],
    born: '2024-02-29',
    at: '2024-02-29T10:00:00Z',
    who: 'me',
    point: [1.5, 2],
    map: { a: 1 },
  };
  expect(messages(jsonSchema, good)).toBe('');
  for (const bad of [
    { email: 'a..b@c.de' },
    { tags: ['x', 'y', 'z'] },
    { born: '2023-02-29' },
    { at: 'x' },
    { who: 'you' },
    { point: [1, 2.5] },
    { point: [1] },
    { map: { a: 'b' } },
    { more: 1 },
  ]) {
    expect(schema.strict().safeParse({ ...good, ...bad }).success).toBe(false);
    expect(messages(jsonSchema, { ...good, ...bad }), JSON.stringify(bad)).not.toBe('');
  }
});
