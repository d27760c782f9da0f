import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toolCallOf } from '../model/tool-call.ts';
import { readInput } from './read-call.ts';

const read = (inputText: string): ReturnType<typeof readInput> =>
  readInput(toolCallOf({ id: '1', name: 'a', inputText }), false);

test.each([
  ['```json\n{"a": 1}\n```', { a: 1 }, ['text-around']],
  [`{'a': 'it\\'s "so"'}`, { a: 'it\'s "so"' }, ['quotes', 'escape']],
  ['{a: 1, b-c: [2]}', { a: 1, 'b-c': [2] }, ['bare-key']],
  ['{"a": [1, 2,],}', { a: [1, 2] }, ['trailing-comma']],
  ['{"a": True, "b": None}', { a: true, b: null }, ['python-literal']],
  ['{"a": "one\ntwo"}', { a: 'one\ntwo' }, ['control-character']],
  ['{"a": 1, // one\n"b": 2}', { a: 1, b: 2 }, ['comment']],
])('%s can mean one thing, and what was mended is said', (text, value, repairs) => {
  expect(read(text)).toEqual({ value, repairs });
});

test.each([
  '{"a": 1',
  '{"a": [1}',
  '{"a": {"b": 1}',
  '{"a": 1}}',
  '{"a": "cut',
  '{"a": 1}{"a": 2}',
  'Here it is: {"a": 1}',
  '{"a": NaN}',
  '```json\n{"a": ',
  'delete everything',
])('%s was cut or can mean several things, and no tool runs on it', (text) => {
  expect(read(text)).toBeUndefined();
});

test('a call that is cut anywhere is not read, but for the place where it is whole', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, cut) => {
      const text = JSON.stringify(value);
      expect(read(text)).toEqual({ value: JSON.parse(text), repairs: [] });
      expect(read(text.slice(0, 1 + (cut % (text.length - 1))))).toBeUndefined();
    }),
  );
});
