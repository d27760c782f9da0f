import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSample, newQuantiles, quantileOf } from './quantiles.ts';
import type { Quantiles } from './quantiles.ts';

function learnedFrom(samples: readonly number[]): Quantiles {
  const learned = newQuantiles();
  for (const ms of samples) addSample(learned, ms);
  return learned;
}

test('a quantile is at most a tenth off the one that sorting gives', () => {
  const samples = fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 1_000 });
  fc.assert(
    fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const found = quantileOf(learnedFrom(values), share) ?? Number.NaN;
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
      expect(found).toBeGreaterThan(exact / 1.1 / 1.000_001);
      expect(found).toBeLessThan(exact * 1.1 * 1.000_001);
    }),
  );
});

test('a larger share never takes less time', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const learned = learnedFrom(values);
      const found = Array.from({ length: 101 }, (_, percent) => quantileOf(learned, percent / 100) ?? -1);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    }),
  );
});

test('whatever it is fed, it stays small, and can be saved', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 3_000 }), (values) => {
      const learned = learnedFrom(values);
      expect(learned.counts.length).toBeLessThanOrEqual(160);
      expect(learned.total).toBeLessThan(1_024);
      expect(JSON.parse(JSON.stringify(learned))).toEqual(learned);
    }),
  );
});

test('what was long ago is forgotten', () => {
  const learned = learnedFrom(Array.from({ length: 100_000 }, () => 50));
  for (let sample = 0; sample < 12_000; sample += 1) addSample(learned, 5_000);
  expect(quantileOf(learned, 0.01)).toBeGreaterThan(4_500);
  expect(learned.counts.filter((count) => count > 0)).toHaveLength(1);
});

test('it knows nothing before it has seen enough', () => {
  const learned = newQuantiles();
  expect(quantileOf(learned, 0.5)).toBeUndefined();
  for (let sample = 0; sample < 19; sample += 1) addSample(learned, 100);
  expect(quantileOf(learned, 0.95, 20)).toBeUndefined();
  addSample(learned, 100);
  expect(quantileOf(learned, 0.95, 20)).toBeLessThan(110);
});
