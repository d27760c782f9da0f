import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isArray, isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { PartialJson, partialJson } from './partial-json.ts';

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, true, false, 0, -1.5, 1e21, 1e-7, 120, '\ud83d', 'a"b\\c\n\u0001😀é', '__proto__'),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string({ maxLength: 4 })), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

/** Says whether one value is what may be known of another while it comes. */
function isPrefix(known: JsonValue | undefined, whole: JsonValue): boolean {
  if (known === undefined) return true;
  if (typeof known === 'string') return typeof whole === 'string' && whole.startsWith(known);
  if (isArray(known)) {
    return (
      isArray(whole) &&
      known.every((item, index) => index < whole.length && isPrefixOf(item, whole[index], index === known.length - 1))
    );
  }
  if (!isObject(known)) return known === whole;
  if (!isObject(whole)) return false;
  const names = Object.keys(known);
  const last = names.at(-1);
  return names.every(
    (name) => Object.hasOwn(whole, name) && isPrefixOf(known[name], whole[name], name === last || isIndex(name)),
  );
}

/** Members whose names are numbers are put first by the language, whenever they came. */
function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}

function isPrefixOf(known: JsonValue | undefined, whole: JsonValue | undefined, isLast: boolean): boolean {
  if (known === undefined || whole === undefined) return false;
  return isLast ? isPrefix(known, whole) : JSON.stringify(known) === JSON.stringify(whole) || isPrefix(known, whole);
}

test('every cut of a text says a part of what the whole says, and nothing else', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      let before: JsonValue | undefined;
      for (let end = 0; end <= text.length; end += 1) {
        const known = partialJson(text.slice(0, end));
        expect(isPrefix(known, value), text.slice(0, end)).toBe(true);
        if (before !== undefined && known !== undefined) expect(isPrefix(before, known)).toBe(true);
        before = known;
      }
      expect(partialJson(`${text} `)).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test('the pieces in which a text comes make no difference', () => {
  fc.assert(
    fc.property(value, fc.array(fc.nat(60)), (value, cuts) => {
      const text = `${JSON.stringify(value)}\n`;
      const places = [
        0,
        ...cuts.map((cut) => cut % (text.length + 1)).toSorted((one, other) => one - other),
        text.length,
      ];
      const reader = new PartialJson();
      for (const [index, place] of places.entries()) {
        reader.push(text.slice(places[index - 1] ?? 0, place));
        expect(reader.value).toEqual(partialJson(text.slice(0, place)));
      }
      expect(reader.value).toEqual(value);
      expect(reader.complete).toBe(true);
      expect(reader.broken).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('numbers and literals that may go on are left out, texts are given', () => {
  expect(partialJson('')).toBeUndefined();
  expect(partialJson('12')).toBeUndefined();
  expect(partialJson('[1, 2')).toEqual([1]);
  expect(partialJson('[1, 2,')).toEqual([1, 2]);
  expect(partialJson('[tru')).toEqual([]);
  expect(partialJson('[true')).toEqual([true]);
  expect(partialJson('{"a": "hel')).toEqual({ a: 'hel' });
  expect(partialJson('{"a": "x\\u00e')).toEqual({ a: 'x' });
  expect(partialJson('{"a": "\\ud83d')).toEqual({ a: '' });
  expect(partialJson('{"a": "\\ud83d\\ude00')).toEqual({ a: '😀' });
  expect(partialJson('{"a": 1, "b')).toEqual({ a: 1 });
  expect(partialJson('{"a": 1, "b":')).toEqual({ a: 1 });
  expect(partialJson('{"a": {"b": [')).toEqual({ a: { b: [] } });
});

test('what is not JSON ends the reading, and what was read before stays', () => {
  for (const text of [
    '[1, x',
    '[1,]',
    '[1 2',
    '{"a" 1',
    '{a',
    '[01',
    '[1.x',
    '["a\nb',
    '["\\x',
    '["\\u00g',
    '[tra',
    '{"a":1,}',
    '[-x',
    '[}',
    '{]',
    '[1][',
    'nulll',
    '[1ee',
    '[+1',
  ]) {
    const reader = new PartialJson().push(text);
    expect(reader.broken, text).toBe(true);
    expect(reader.push(' 1, 2]').broken).toBe(true);
  }
  expect(partialJson('[1, x')).toEqual([1]);
  expect(partialJson('{"a": "b", c')).toEqual({ a: 'b' });
});

test('a text of any depth and length is read once', () => {
  const deep = '['.repeat(200_000);
  const reader = new PartialJson();
  for (let at = 0; at < deep.length; at += 100) reader.push(deep.slice(at, at + 100));
  expect(reader.broken).toBe(false);
  const long = new PartialJson().push('{"text": "');
  const piece = 'word '.repeat(2);
  for (let count = 0; count < 200_000; count += 1) long.push(piece);
  expect(JSON.stringify(long.push('"}').value)).toHaveLength(2_000_011);
  expect(long.complete).toBe(true);
});
