import { expect, test } from 'vitest';
import { httpDateMs } from './http-date.ts';

test('all three forms of an HTTP date are read, in GMT', () => {
  const expected = Date.UTC(1994, 10, 6, 8, 49, 37);
  expect(httpDateMs('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(expected);
  expect(httpDateMs('Sunday, 06-Nov-94 08:49:37 GMT')).toBe(expected);
  expect(httpDateMs('Sun Nov  6 08:49:37 1994')).toBe(expected);
});

test('what is no HTTP date is not read as one', () => {
  for (const text of ['', '1', '1, 1', '2026', 'Sun', 'Sun, 99 Foo 1994 08:49:37 GMT', 'tomorrow']) {
    expect(httpDateMs(text), text).toBeUndefined();
  }
});
