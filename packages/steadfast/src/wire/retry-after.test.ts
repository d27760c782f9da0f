import { assert, dictionary, constantFrom, property, string, oneof, double } from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfterMs, retryHintMs } from './retry-after.ts';

const now = Date.UTC(2026, 10, 6, 8, 0, 0);

test('seconds and milliseconds are read, fractions included', () => {
  expect(retryAfterMs({ 'retry-after': '2' }, now)).toBe(2000);
  expect(retryAfterMs({ 'retry-after': '1.5' }, now)).toBe(1500);
  expect(retryAfterMs({ 'retry-after-ms': '340.5' }, now)).toBe(340.5);
  expect(retryAfterMs({ 'x-ms-retry-after-ms': '7' }, now)).toBe(7);
});

test('the longest of several waits holds', () => {
  expect(retryAfterMs({ 'retry-after': '1', 'retry-after-ms': '0' }, now)).toBe(1000);
  expect(retryAfterMs({ 'retry-after': '1', 'retry-after-ms': '1500' }, now)).toBe(1500);
  expect(retryAfterMs({ 'retry-after': '1, 3' }, now)).toBe(3000);
});

test('a date is a wait from the date of the reply, or else from now', () => {
  const after = { 'retry-after': 'Fri, 06 Nov 2026 08:00:30 GMT' };
  expect(retryAfterMs(after, now)).toBe(30_000);
  expect(retryAfterMs({ ...after, date: 'Fri, 06 Nov 2026 08:00:20 GMT' }, now)).toBe(10_000);
  expect(retryAfterMs({ ...after, date: 'nonsense' }, now)).toBe(30_000);
});

test('a date in the past, zero and nonsense ask for no wait', () => {
  for (const value of [
    'Fri, 06 Nov 2026 07:00:00 GMT',
    '0',
    '-5',
    'NaN',
    'Infinity',
    '',
    '0x10',
    '1e3',
    'soon',
    '1 2',
  ]) {
    expect(retryAfterMs({ 'retry-after': value, 'retry-after-ms': '-1' }, now), value).toBeUndefined();
  }
  expect(retryAfterMs({}, now)).toBeUndefined();
});

test('a limit of which nothing remains asks to wait for its reset, one with something left does not', () => {
  const tokens = { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m30s' };
  const requests = { 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '2h0m0s' };
  expect(retryAfterMs({ ...tokens, ...requests }, now)).toBe(90_000);
  expect(retryAfterMs({ ...tokens, ...requests, 'retry-after': '100' }, now)).toBe(100_000);
  expect(retryAfterMs(requests, now)).toBeUndefined();
});

test('whatever the headers say, the wait is a finite number above 0 or none', () => {
  const name = constantFrom('retry-after', 'retry-after-ms', 'date', 'x-ratelimit-remaining', 'x-ratelimit-reset');
  const value = oneof(string(), double().map(String), constantFrom('0', '5', '6m0s', '2026-11-06T08:00:30Z'));
  assert(
    property(dictionary(name, value), (headers) => {
      const wait = retryAfterMs(headers, now) ?? 1;
      expect(wait > 0 && Number.isFinite(wait)).toBe(true);
    }),
  );
});

test('the text of an error tells how long to wait, in the words of each provider', () => {
  expect(retryHintMs('Rate limit reached ... Limit 30000. Please try again in 11.054s. Visit ...')).toBe(11_054);
  expect(retryHintMs('Please try again in 6m0s.')).toBe(360_000);
  expect(retryHintMs('Please try again in 120ms.')).toBe(120);
  expect(retryHintMs('Please retry in 48.939935699s.')).toBe(48_939.935699);
  expect(retryHintMs('Please retry after 26 seconds.')).toBe(26_000);
  expect(retryHintMs('Try again in 2 minutes')).toBe(120_000);
  expect(retryHintMs('{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay": "48s"}')).toBe(48_000);
  expect(retryHintMs(String.raw`{"message":"{\"retryDelay\": \"34.4s\"}"}`)).toBe(34_400);
  expect(retryHintMs('retry in 1s or "retryDelay": "3s"')).toBe(3000);
});

test('a text without a time is no hint', () => {
  expect(retryHintMs('Fix the errors and try again.')).toBeUndefined();
  expect(
    retryHintMs('created the deployment within the last 5 minutes, please wait a moment and try again.'),
  ).toBeUndefined();
  expect(retryHintMs('please try again in a moment')).toBeUndefined();
  expect(retryHintMs('')).toBeUndefined();
});

test('a hostile text takes linear time', () => {
  const started = performance.now();
  retryHintMs(`try again in ${'1'.repeat(65_536)}`);
  retryHintMs('try again in 1s'.repeat(4096));
  retryHintMs(`retryDelay"${' '.repeat(65_536)}`);
  expect(performance.now() - started).toBeLessThan(500);
});
