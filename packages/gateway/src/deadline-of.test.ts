import { expect, test } from 'vitest';
import { deadlineOf } from './deadline-of.ts';

const now = 1_000_000;

test('a client’s own timeout is the deadline of its call, with the part of a second that it does not say', () => {
  expect(deadlineOf({ 'x-stainless-timeout': '20' }, false, now)).toBe(now + 21_000);
  expect(deadlineOf({ 'x-stainless-read-timeout': '0.5' }, false, now)).toBe(now + 1_500);
  expect(deadlineOf({ 'x-stainless-timeout': '5', 'x-stainless-read-timeout': '600.0' }, false, now)).toBe(now + 6_000);
});

test('a stream has no such deadline, nor has a call whose client says nothing of use', () => {
  expect(deadlineOf({ 'x-stainless-timeout': '20' }, true, now)).toBeUndefined();
  expect(deadlineOf({}, false, now)).toBeUndefined();
  for (const value of ['0', '-3', '', 'soon', 'NaN']) {
    expect(deadlineOf({ 'x-stainless-timeout': value }, false, now)).toBeUndefined();
  }
});
