import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asArray, asObject, isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { canHold, compile, mustCheck } from './compile.ts';
import type { Compiled } from './compile.ts';
import { schemaDialects } from './dialects.ts';
import { describeIssues } from './issue.ts';
import { asSchema, schemaList, schemasOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { resolveReference } from './reference.ts';
import { restore } from './restore.ts';
import { fits, validate } from './validate.ts';

const {
  anthropic,
  gemini,
  'openai-strict': openai,
  'gemini-openapi': openapi,
  'cerebras-strict': cerebras,
} = schemaDialects;

/** A schema, and values that it allows. */
interface Pair {
  readonly schema: JsonObject;
  readonly value: JsonValue;
}

const name = fc.constantFrom('a', 'b', 'c', 'd', 'constructor', '__proto__');
const words = fc.record(
  {
    title: fc.constant('A title'),
    description: fc.constant('Words.'),
    default: fc.constant(1),
    $comment: fc.constant('x'),
  },
  { requiredKeys: [] },
);

function leaf(schema: JsonObject, values: fc.Arbitrary<JsonValue>): fc.Arbitrary<Pair> {
  return fc.tuple(words, values).map(([words, value]) => ({ schema: { ...words, ...schema }, value }));
}

const leaves = fc.oneof(
  leaf({ type: 'string', minLength: 1, maxLength: 5 }, fc.string({ minLength: 1, maxLength: 2 })),
  leaf({ type: 'string', pattern: '^(?!x)[a-c]+$' }, fc.constantFrom('a', 'abc')),
  leaf({ type: 'string', format: 'uri' }, fc.constant('https://example.com/')),
  leaf({ type: 'string', format: 'date' }, fc.constant('2026-11-03')),
  leaf({ type: 'integer', minimum: 0, exclusiveMaximum: 10 }, fc.integer({ min: 0, max: 9 })),
  leaf({ type: 'number', multipleOf: 0.5 }, fc.constantFrom(0.5, 1, -3)),
  leaf({ type: ['string', 'null'] }, fc.constantFrom('a', null)),
  leaf({ type: 'null' }, fc.constant(null)),
  leaf({ type: 'boolean' }, fc.boolean()),
  leaf({ enum: ['a', 1, true, null] }, fc.constantFrom('a', 1, true, null)),
  leaf({ enum: ['a', { b: 1 }], type: ['string', 'object'] }, fc.constantFrom<JsonValue>('a', { b: 1 })),
  leaf({ const: 'fixed' }, fc.constant('fixed')),
  leaf(
    { $ref: '#/$defs/tree' },
    fc.constantFrom<JsonValue>({ size: 1 }, { size: 2, left: { size: 3 }, right: { size: 1, right: { size: 0 } } }),
  ),
  leaf({ allOf: [{ $ref: '#/$defs/tree' }], description: 'Of before.' }, fc.constant({ size: 4 })),
);

const definitions = {
  tree: {
    type: 'object',
    properties: {
      size: { type: 'integer', minimum: 0 },
      left: { $ref: '#/$defs/tree' },
      right: { $ref: '#/$defs/tree' },
    },
    required: ['size'],
  },
};

const { pair } = fc.letrec<{ pair: Pair; object: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    tie('object'),
    fc.array(tie('pair'), { minLength: 1, maxLength: 3 }).map((pairs) => ({
      schema: { type: 'array', items: { anyOf: pairs.map(({ schema }) => schema) }, minItems: 1, uniqueItems: false },
      value: pairs.map(({ value }) => value),
    })),
    fc.array(tie('pair'), { minLength: 1, maxLength: 3 }).map((pairs) => ({
      schema: { type: 'array', prefixItems: pairs.map(({ schema }) => schema), items: false },
      value: pairs.map(({ value }) => value),
    })),
    fc.tuple(fc.constantFrom('anyOf', 'oneOf'), tie('pair'), tie('pair')).map(([union, one, other]) => ({
      schema: { [union]: [one.schema, other.schema] },
      value: one.value,
    })),
    fc.tuple(tie('object'), tie('object')).map(([one, other]) => ({
      schema: { allOf: [one.schema, other.schema] },
      value: { ...asObject(other.value), ...asObject(one.value) },
    })),
    fc.tuple(tie('object'), tie('object')).map(([one, other]) => ({
      schema: { ...one.schema, anyOf: [other.schema, { type: 'object', minProperties: 1 }] },
      value: { ...asObject(other.value), ...asObject(one.value) },
    })),
  ),
  object: fc
    .tuple(
      fc.uniqueArray(fc.tuple(name, tie('pair'), fc.boolean(), fc.boolean()), {
        selector: ([name]) => name,
        minLength: 1,
        maxLength: 3,
      }),
      fc.boolean(),
    )
    .map(([members, closed]) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
        required: members.filter(([, , required]) => required).map(([name]) => name),
        ...(closed ? { additionalProperties: false } : {}),
      },
      value: Object.fromEntries(
        members.filter(([, , required, given]) => required || given).map(([name, { value }]) => [name, value]),
      ),
    })),
}));

/** The documented mapping: what is left out is given as null, and what is no object is put under `value`. */
function mapped(compiled: Compiled, value: JsonValue): JsonValue {
  const outer = compiled.wrapper === undefined ? value : { [compiled.wrapper]: value };
  return compiled.dialect.allRequired === true ? fill(compiled.schema, compiled.schema, outer) : outer;
}

function fill(root: JsonSchema, schema: JsonSchema, value: JsonValue): JsonValue {
  if (typeof schema === 'boolean' || typeof value !== 'object' || value === null) return value;
  if (typeof schema.$ref === 'string') return fill(root, resolveReference(root, schema.$ref), value);
  for (const option of schemaList(schema.anyOf)) {
    const filled = fill(root, option, value);
    if (fits(option, filled, root)) return filled;
  }
  if (isArray(value)) return value.map((item) => fill(root, asSchema(schema.items), item));
  if (!isObject(value)) return value;
  const members = new Map(Object.entries(value));
  for (const [name, inner] of schemasOf(schema.properties)) {
    const given = members.get(name);
    members.set(name, given === undefined ? null : fill(root, inner, given));
  }
  return Object.fromEntries(members);
}

/** What Google's notation says, in JSON Schema. */
function fromOpenapi(schema: JsonObject): JsonObject {
  const { type, nullable, ...rest } = schema;
  const inner = (value: JsonValue | undefined): JsonValue | undefined => (isObject(value) ? fromOpenapi(value) : value);
  const plain = {
    ...rest,
    ...(typeof type === 'string' ? { type: type.toLowerCase() } : {}),
    ...(isArray(rest.anyOf) ? { anyOf: rest.anyOf.map((option) => inner(option) ?? true) } : {}),
    ...(isObject(rest.properties)
      ? { properties: Object.fromEntries(Object.entries(rest.properties).map(([name, value]) => [name, inner(value)])) }
      : {}),
    ...(isObject(rest.items) ? { items: inner(rest.items) } : {}),
  };
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

for (const dialect of [openai, cerebras, anthropic, gemini, openapi]) {
  test(`what the schema allows, its ${dialect.title} form allows, and it comes back as it was`, () => {
    let held = 0;
    fc.assert(
      fc.property(pair, ({ schema, value }) => {
        const original: JsonObject = { ...schema, $defs: definitions };
        fc.pre(validate(original, value).length === 0);
        const compiled = compile(original, dialect);
        const isUnion = /anyOf|oneOf|allOf/.test(JSON.stringify(schema));
        // An object that is closed in one of several forms no longer has what another form, or another part, let through.
        if (!canHold(compiled) || (isUnion && compiled.dropped.some(({ effect }) => effect === 'closed'))) return;
        held += 1;
        const sent = mapped(compiled, value);
        const whole = dialect.notation === 'openapi' ? fromOpenapi(compiled.schema) : compiled.schema;
        expect(describeIssues(validate(whole, sent)), JSON.stringify(whole)).toBe('');
        const restored = restore(compiled, sent);
        // Of what is loosened, another form may be meant than the one that was.
        const isLoose = mustCheck(compiled) && /prefixItems|oneOf/.test(JSON.stringify(schema));
        if (isLoose) return;
        expect(describeIssues(validate(original, restored))).toBe('');
        if (!isUnion && !JSON.stringify(original).includes('null')) expect(restored).toEqual(value);
      }),
      { numRuns: 500 },
    );
    expect(held).toBeGreaterThan(100);
  });

  test(`the ${dialect.title} form has only keywords that the dialect takes, and what is missing is listed`, () => {
    fc.assert(
      fc.property(pair, ({ schema }) => {
        const compiled = compile({ ...schema, $defs: definitions }, dialect);
        const whole = dialect.notation === 'openapi' ? fromOpenapi(compiled.schema) : compiled.schema;
        for (const inner of schemasIn(whole)) {
          for (const [keyword, value] of Object.entries(inner)) {
            if (value !== undefined) expect(dialect.keywords?.has(keyword), keyword).toBe(true);
          }
          if (dialect.closed === true && inner.properties !== undefined) expect(inner.additionalProperties).toBe(false);
          if (dialect.allRequired === true && isObject(inner.properties)) {
            expect(new Set(asArray(inner.required))).toEqual(new Set(Object.keys(inner.properties)));
          }
          if (dialect.oneType === true) expect(isArray(inner.type)).toBe(false);
        }
        const text = JSON.stringify(compiled.schema);
        for (const keyword of ['"minLength":', '"pattern":', '"uniqueItems":', '"multipleOf":']) {
          const told = compiled.dropped.some(
            ({ path, detail }) => path.endsWith(keyword.slice(1, -2)) || detail.includes('allOf'),
          );
          if (
            JSON.stringify(schema).includes(keyword) &&
            !text.includes(keyword) &&
            !text.includes(keyword.replaceAll('"', '\\"'))
          )
            expect(told).toBe(true);
        }
      }),
    );
  });
}

function schemasIn(schema: JsonObject): JsonObject[] {
  const inner = [
    schema.items,
    schema.additionalProperties,
    ...schemaList(schema.anyOf),
    ...schemaList(schema.prefixItems),
  ];
  const named = [...schemasOf(schema.properties), ...schemasOf(schema.$defs)].map(([, inner]) => inner);
  return [schema, ...[...inner, ...named].flatMap((value) => (isObject(value) ? schemasIn(value) : []))];
}

function effects(compiled: Compiled): string[] {
  return compiled.dropped.map(({ path, effect }) => `${effect} ${path}`);
}

test('a schema that is in the form already goes through unchanged', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Where.' },
      days: { type: ['integer', 'null'] },
      mood: { type: 'string', enum: ['good', 'bad'] },
    },
    required: ['city', 'days', 'mood'],
    additionalProperties: false,
  };
  for (const dialect of [openai, anthropic, gemini]) {
    const compiled = compile(schema, dialect);
    expect(compiled.schema).toEqual(schema);
    expect(compiled.dropped).toEqual([]);
    expect(mustCheck(compiled)).toBe(false);
  }
});

test('a schema of zod becomes what OpenAI takes', () => {
  const schema = z.object({
    name: z.string().min(2),
    age: z.int().min(0).max(150).optional(),
    tags: z.array(z.string()).max(3).default([]),
    site: z.url().nullable(),
  });
  const compiled = compile(asObject(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))), openai);
  expect(compiled.schema).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      name: { type: 'string', description: '{"minLength":2}' },
      age: { type: ['integer', 'null'], minimum: 0, maximum: 150 },
      tags: { type: ['array', 'null'], items: { type: 'string' }, maxItems: 3, description: '{"default":[]}' },
      site: { anyOf: [{ type: 'string', description: '{"format":"uri"}' }, { type: 'null' }] },
    },
    required: ['name', 'site', 'age', 'tags'],
    additionalProperties: false,
  });
  expect(effects(compiled)).toEqual([
    'loosened properties.name.minLength',
    'rewritten properties.age',
    'rewritten properties.tags.default',
    'rewritten properties.tags',
    'loosened properties.site.anyOf[0].format',
    'closed additionalProperties',
  ]);
  const restored = restore(compiled, { name: 'Al', age: null, tags: null, site: null });
  expect(restored).toEqual({ name: 'Al', site: null });
  expect(schema.parse(restored)).toEqual({ name: 'Al', tags: [], site: null });
});

test('what a dialect cannot say at all is said to be so', () => {
  const map = { type: 'object', additionalProperties: { type: 'number' } };
  const anything = { type: 'object', properties: { what: {} } };
  const endless = { type: 'object', properties: { next: { $ref: '#' } } };
  const unknown = { type: 'object', properties: { a: { type: 'string' } }, required: ['b'] };
  const object = { type: 'object' };
  for (const schema of [map, anything, unknown, object]) expect(canHold(compile(schema, openai))).toBe(false);
  expect(canHold(compile({ ...object, properties: {} }, openai))).toBe(true);
  expect(canHold(compile(endless, openai))).toBe(true);
  expect(canHold(compile(endless, anthropic))).toBe(false);
  for (const schema of [map, anything, endless, unknown]) expect(canHold(compile(schema, gemini))).toBe(true);
  expect(compile(map, openai).dropped.map(({ detail }) => detail)).toEqual([
    'OpenAI strict has no objects with properties that are not named.',
  ]);
});

test('limits are counted, and which of them is passed is said', () => {
  const properties = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`p${index}`, { type: 'string' }]));
  const optional = compile({ type: 'object', properties, additionalProperties: false }, anthropic);
  expect(optional.dropped).toEqual([
    {
      path: '',
      effect: 'unsayable',
      detail: 'It has 25 properties that may be left out, and Anthropic takes at most 24.',
    },
  ]);
  const unions = Object.fromEntries(
    Array.from({ length: 17 }, (_, index) => [`p${index}`, { type: ['string', 'null'] }]),
  );
  expect(
    compile(
      { type: 'object', properties: unions, required: Object.keys(unions), additionalProperties: false },
      anthropic,
    ).dropped[0]?.detail,
  ).toContain('17 properties of more than one type, and Anthropic takes at most 16');
  let deep: JsonObject = { type: 'string' };
  for (let level = 0; level < 11; level += 1)
    deep = { type: 'object', properties: { deep }, required: ['deep'], additionalProperties: false };
  expect(compile(deep, openai).dropped[0]?.detail).toContain('It has 11 objects inside each other');
  const many = {
    type: 'object',
    properties: { a: { type: 'string', enum: Array.from({ length: 1_001 }, String) } },
    required: ['a'],
    additionalProperties: false,
  };
  expect(canHold(compile(many, openai))).toBe(false);
});

test('what is no object is put under one, and taken out again', () => {
  const compiled = compile({ type: 'array', items: { type: 'string' } }, openai);
  expect(compiled.schema).toMatchObject({
    type: 'object',
    properties: { value: { type: 'array' } },
    required: ['value'],
  });
  expect(restore(compiled, { value: ['a'] })).toEqual(['a']);
  const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
  const referring = compile({ $ref: '#/$defs/node', $defs: { node } }, openai);
  expect(referring.wrapper).toBeUndefined();
  expect(referring.schema).toMatchObject({
    type: 'object',
    properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
  });
  expect(restore(referring, { next: { next: { next: null } } })).toEqual({ next: { next: {} } });
});

test('Google has types in capitals, and null is no type', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: ['string', 'null'] },
      b: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      c: { const: 'x' },
    },
    required: ['a'],
  };
  expect(compile(schema, openapi).schema).toEqual({
    type: 'OBJECT',
    properties: {
      a: { type: 'STRING', nullable: true },
      b: { anyOf: [{ type: 'INTEGER' }, { type: 'STRING' }] },
      c: { type: 'STRING', enum: ['x'] },
    },
    required: ['a'],
  });
});

test('hostile schemas are refused in bounded time', () => {
  let nested: JsonObject = { type: 'string' };
  for (let level = 0; level < 40; level += 1)
    nested = { type: 'object', minProperties: level, anyOf: [{ type: 'object', required: ['a'] }, nested, nested] };
  let deep: JsonObject = { type: 'array' };
  for (let level = 0; level < 50_000; level += 1) deep = { type: 'array', items: deep };
  for (const schema of [nested, deep, { type: 'object', allOf: [{ $ref: '#' }] }]) {
    const started = performance.now();
    expect(() => compile(schema, openai)).toThrow(/The JSON Schema can't be used/);
    expect(performance.now() - started).toBeLessThan(10_000);
  }
  expect(() => compile({ $ref: '#/nowhere' }, openai)).toThrow(/leads to no schema/);
});

const corpus = [process.env['STEADFAST_CORPUS'], '../shared/corpus'].find(
  (path) => path !== undefined && isFolder(join(path, 'recordings')),
);

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}

test.skipIf(corpus === undefined)(
  'schemas that people really send are compiled for every dialect (skipped where there are no recordings)',
  () => {
    const folder = join(corpus ?? '', 'recordings');
    const schemas = readdirSync(folder).flatMap((file) =>
      sentSchemas(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    );
    expect(schemas.length).toBeGreaterThan(200);
    for (const schema of schemas) {
      for (const dialect of Object.values(schemaDialects)) {
        const compiled = compile(schema, dialect);
        expect(isObject(compiled.schema)).toBe(true);
      }
    }
  },
);

function sentSchemas(recording: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  const open: JsonValue[] = [asObject(asObject(recording.request).body)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [name, inner] of isObject(at) || isArray(at) ? Object.entries(at) : []) {
      if (!isObject(inner) && !isArray(inner)) continue;
      if (
        ['schema', 'parameters', 'input_schema', 'responseJsonSchema', 'parametersJsonSchema'].includes(name) &&
        isObject(inner)
      )
        found.push(inner);
      else open.push(inner);
    }
  }
  return found;
}
