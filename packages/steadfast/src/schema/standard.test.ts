import { expect, test } from 'vitest';
import { z } from 'zod';
import { check } from './check.ts';
import { describeIssues } from './issue.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import type { StandardSchema } from './standard-schema.ts';

const person = z.object({
  name: z.string(),
  born: z.iso.date().transform((text) => new Date(text)),
  tags: z.array(z.string()).default([]),
});

test('zod says its JSON Schema: of what goes in, not of what comes out', () => {
  const schema = jsonSchemaOf(person);
  expect(schema).toMatchObject({
    type: 'object',
    properties: { name: { type: 'string' }, born: { type: 'string', format: 'date' } },
    required: ['name', 'born'],
  });
  expect(jsonSchemaOf(schema)).toBe(schema);
});

test('zod checks by itself, and gives what it makes of the value', async () => {
  const good = await check(person, { name: 'Ada', born: '1815-12-10' });
  expect(good).toEqual({ value: { name: 'Ada', born: new Date('1815-12-10'), tags: [] } });
  const name: string | undefined = good.issues === undefined ? good.value.name : undefined;
  expect(name).toBe('Ada');
  const bad = await check(person, { name: 'Ada', born: 'long ago', tags: ['a', 2] });
  expect(bad.issues?.map(({ path }) => path)).toEqual([['born'], ['tags', 1]]);
});

test('a JSON Schema is checked here', async () => {
  expect(await check({ type: 'integer' }, 5)).toEqual({ value: 5 });
  expect(await check({ type: 'integer' }, 'x')).toEqual({
    issues: [{ path: [], message: 'must be an integer, but is "x"' }],
  });
});

/** A schema in the manner of ArkType (a function) and of Valibot (keys inside objects). */
function handmade(vendor: string): StandardSchema<number> {
  const validate: StandardSchema<number>['~standard']['validate'] = () => ({
    issues: [{ message: 'is wrong', path: [{ key: 'list' }, { key: 0 }, 'name'] }],
  });
  return Object.assign(() => 1, { '~standard': { version: 1 as const, vendor, validate } });
}

test('paths are read as keys and as objects that hold them, and a schema may be a function', async () => {
  const checked = await check(handmade('valibot'), 1);
  expect(checked.issues).toEqual([{ path: ['list', 0, 'name'], message: 'is wrong' }]);
  expect(describeIssues(checked.issues ?? [])).toBe('list[0].name is wrong');
});

test('a schema that cannot say its JSON Schema gets advice', () => {
  expect(() => jsonSchemaOf(handmade('valibot'))).toThrow(
    /"valibot" does not write JSON Schema by itself\. Use toStandardJsonSchema/,
  );
  expect(() => jsonSchemaOf(handmade('another'))).toThrow(/Give its JSON Schema instead/);
  expect(() => jsonSchemaOf(z.bigint())).toThrow(/this schema of "zod" says: /);
});
