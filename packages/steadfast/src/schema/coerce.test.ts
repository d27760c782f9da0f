import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coerce } from './coerce.ts';
import { validate } from './validate.ts';

test('types are mended where nothing is lost, and each change is listed', () => {
  const schema = {
    type: 'object',
    properties: {
      count: { type: 'integer' },
      ratio: { type: 'number' },
      dry: { type: 'boolean' },
      code: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      place: { type: 'object', properties: { floor: { type: 'integer' } }, required: ['floor'] },
      note: { type: 'string' },
    },
    required: ['count'],
  };
  const value = { count: '5', ratio: ' 0.5', dry: 'true', code: 17, tags: 'a', place: '{"floor":"2"}', note: null };
  const coerced = coerce(schema, value);
  const mended = { count: 5, ratio: 0.5, dry: true, code: '17', tags: ['a'], place: { floor: 2 } };
  expect(coerced.value).toEqual(mended);
  expect(validate(schema, coerced.value)).toEqual([]);
  expect(coerced.coercions).toEqual([
    { path: ['count'], from: '5', to: 5 },
    { path: ['ratio'], from: ' 0.5', to: 0.5 },
    { path: ['dry'], from: 'true', to: true },
    { path: ['code'], from: 17, to: '17' },
    { path: ['tags'], from: 'a', to: ['a'] },
    { path: ['place'], from: '{"floor":"2"}', to: { floor: '2' } },
    { path: ['place', 'floor'], from: '2', to: 2 },
    { path: ['note'], from: null },
  ]);
});

test.each([
  ['integer', '5.5'],
  ['integer', 'five'],
  ['integer', ''],
  ['number', '12345678901234567890'],
  ['number', true],
  ['boolean', 'yes'],
  ['boolean', 1],
  ['string', { a: 1 }],
  ['string', null],
  ['object', '[1]'],
  ['object', 'text'],
  ['array', { a: 1 }],
  ['null', 'null'],
])('what is no %s stays as it is: %j', (type, value) => {
  expect(coerce({ type }, value)).toEqual({ value, coercions: [] });
});

test('references are followed, and of several options the first that can be made to fit is taken', () => {
  const schema = {
    $defs: { amount: { type: 'number', minimum: 1 } },
    anyOf: [{ $ref: '#/$defs/amount' }, { type: 'object', properties: { amount: { $ref: '#/$defs/amount' } } }],
  };
  expect(coerce(schema, '7')).toEqual({ value: 7, coercions: [{ path: [], from: '7', to: 7 }] });
  expect(coerce(schema, { amount: '7' }).coercions).toEqual([{ path: ['amount'], from: '7', to: 7 }]);
  expect(coerce({ anyOf: [{ type: 'boolean' }, { type: 'integer' }] }, '0').value).toBe(0);
  expect(coerce({ anyOf: [{ type: 'boolean' }, { type: 'integer' }] }, 'x')).toEqual({ value: 'x', coercions: [] });
});

test('no arguments at all, as some models write them, are an object without members', () => {
  const inner = { type: 'object', properties: { a: { type: 'object' } }, required: ['a'] };
  expect(coerce(inner, null)).toEqual({ value: {}, coercions: [{ path: [], from: null, to: {} }] });
  expect(coerce(inner, { a: null }).coercions).toEqual([]);
});

test('what fits is not touched', () => {
  const schema = { type: ['string', 'number', 'boolean', 'null', 'array', 'object'] };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(coerce(schema, json)).toEqual({ value: json, coercions: [] });
      expect(coerce(true, json)).toEqual({ value: json, coercions: [] });
    }),
  );
});
