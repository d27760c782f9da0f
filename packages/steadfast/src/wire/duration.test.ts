import { assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { durationMs } from './duration.ts';

test('durations of all providers are read', () => {
  expect(durationMs('1s')).toBe(1000);
  expect(durationMs('0s')).toBe(0);
  expect(durationMs('120ms')).toBe(120);
  expect(durationMs('6m0s')).toBe(360_000);
  expect(durationMs('24m28.8s')).toBe(1_468_800);
  expect(durationMs('1h2m3.5s')).toBe(3_723_500);
  expect(durationMs('17.563999999s')).toBe(17_563.999999);
  expect(durationMs('1d')).toBe(86_400_000);
  expect(durationMs('68940s')).toBe(68_940_000);
  expect(durationMs('1m0.5µs')).toBe(60_000.0005);
});

test('what is no duration is not read as one', () => {
  for (const text of ['', '5', '1.5', '-1s', 's', '1x', '1s ', 'XXX', '1:30', 'Infinitys', '1.s', '1ss']) {
    expect(durationMs(text), text).toBeUndefined();
  }
});

test('what is written as hours, minutes and seconds reads as their sum', () => {
  assert(
    property(nat(99), nat(59), nat(59_999), (hours, minutes, ms) => {
      expect(durationMs(`${hours}h${minutes}m${ms / 1000}s`)).toBe(hours * 3_600_000 + minutes * 60_000 + ms);
    }),
  );
});

test('hostile text takes linear time', () => {
  const started = performance.now();
  expect(durationMs(`${'1'.repeat(100_000)}x`)).toBeUndefined();
  expect(durationMs(`${'1s'.repeat(50_000)}x`)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});
