import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spliceModel } from './splice-model.ts';

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

test('only the value of the top-level model changes, whatever else the object holds', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('model', '"model"', 'messages', '\\'));
  const object = fc.dictionary(key, fc.jsonValue());
  fc.assert(
    fc.property(
      object,
      object,
      fc.string(),
      fc.string(),
      fc.constantFrom(0, 1, '\t'),
      (before, after, old, next, indent) => {
        const value = { ...before, model: old, ...after, nested: { model: 'stays' } };
        const had = value.model === old;
        const spliced = spliceModel(Buffer.from(JSON.stringify(value, null, indent)), old, next);
        if (!had) expect(spliced).toBeUndefined();
        else expect(text(spliced)).toBe(JSON.stringify({ ...value, model: next }, null, indent));
      },
    ),
  );
});

test('an object without a model of its own has nothing to replace', () => {
  for (const json of ['{}', '{"a":{"model":"x"}}', '{"a":"model"}', '{"model":7}', '{"model":["x"]}']) {
    expect(spliceModel(Buffer.from(json), 'x', 'y')).toBeUndefined();
  }
});

test('two models in one object are not told apart by guessing', () => {
  expect(spliceModel(Buffer.from('{"model":"a","model":"b"}'), 'b', 'c')).toBeUndefined();
  expect(spliceModel(Buffer.from('{"model":"a","mod\\u0065l":"b"}'), 'b', 'c')).toBeUndefined();
  expect(text(spliceModel(Buffer.from('{"model":"a","b":{"model":"a"}}'), 'a', 'c'))).toBe(
    '{"model":"c","b":{"model":"a"}}',
  );
});
