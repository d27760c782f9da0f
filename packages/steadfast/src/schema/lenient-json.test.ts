import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lenientJson } from './lenient-json.ts';

test.each([
  ['```json\n{"a": 1}\n```', { a: 1 }, ['a code fence']],
  [`{'a': 'it\\'s "so"'}`, { a: 'it\'s "so"' }, ['single quotes']],
  ['{a: 1, b-c: [2]}', { a: 1, 'b-c': [2] }, ['a name without quotes']],
  ['{"a": [1, 2,],}', { a: [1, 2] }, ['a comma too many']],
  [
    '{"a": True, "b": None, "c": False}',
    { a: true, b: null, c: false },
    ["Python's True", "Python's None", "Python's False"],
  ],
  ['{"a": "one\ntwo\tthree"}', { a: 'one\ntwo\tthree' }, ['a line break or control character in a string']],
  ['{"a": 1 /* one */, // more\n"b": 2}', { a: 1, b: 2 }, ['a comment']],
  ['{"__proto__": 1,}', JSON.parse('{"__proto__": 1}'), ['a comma too many']],
])('%s is read, and what was mended is said', (text, value, repairs) => {
  expect(lenientJson(text)).toEqual({ value, repairs });
});

test.each([
  '',
  '{"a": 1',
  '{"a": "cut',
  '{"a": 1}{"a": 2}',
  '{"a": 1} {"b": 2}',
  '{"a" 1}',
  '[1 2]',
  '{"a": NaN}',
  '{"a": .5}',
  'Here it is: {"a": 1}',
  '{"a": undefined}',
  '[,]',
  '```json\n{"a": 1}',
  '['.repeat(100_000),
])('%s is refused', (text) => {
  expect(lenientJson(text)).toBeUndefined();
});

test('JSON is read as what it is, and nothing is mended', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(lenientJson(text)).toEqual({ value: JSON.parse(text), repairs: [] });
    }),
  );
});

test('the same value in single quotes and with a comma too many is the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (value) => {
      const single = (text: string): string =>
        `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
      const members = Object.entries(value).map(([key, text]) => `${single(key)}: ${single(text)},`);
      expect(lenientJson(`{${members.join(' ')}}`)?.value).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('whatever the text, it is read in time that grows with its length', () => {
  for (const text of [
    "{'".repeat(50_000),
    '"\\'.repeat(50_000),
    '/*'.repeat(50_000),
    '{"a":'.repeat(50_000),
    '\n```'.repeat(30_000),
  ]) {
    const started = performance.now();
    lenientJson(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  }
});
