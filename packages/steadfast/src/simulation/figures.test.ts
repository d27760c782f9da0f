import { array, assert, double, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { busiest, jainIndex, perSecond, quantile } from './figures.ts';

const values = array(double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });

test('a quantile is one of the values, and so large a share of them does not exceed it', () => {
  assert(
    property(values, double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const found = quantile(list, share);
      expect(list).toContain(found);
      expect(list.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * list.length - 1e-9);
    }),
  );
  expect(quantile([], 0.5)).toBeNaN();
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
});

test('the index of fairness is 1 for equal shares and 1/n when one has all', () => {
  expect(jainIndex([5, 5, 5, 5])).toBeCloseTo(1);
  expect(jainIndex([9, 0, 0, 0])).toBeCloseTo(0.25);
  expect(jainIndex([])).toBe(1);
  assert(
    property(values, (list) => {
      expect(jainIndex(list)).toBeGreaterThanOrEqual(1 / list.length - 1e-9);
      expect(jainIndex(list)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test('every time is counted in its second, up to the end', () => {
  expect(perSecond([0, 999, 1_000, 2_500, 3_000], 3_000)).toEqual([2, 1, 1]);
});

test('the busiest span is at least as busy as any second', () => {
  assert(
    property(array(nat(10_000)), (times) => {
      const seconds = perSecond(times, 10_001);
      expect(busiest(times, 1_000)).toBeGreaterThanOrEqual(Math.max(0, ...seconds));
      expect(busiest(times, 20_000)).toBe(times.length);
    }),
  );
  expect(busiest([0, 500, 999, 1_000, 1_400], 1_000)).toBe(4);
});
