import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { totalBetween, valueAt } from './course.ts';

const halved = [
  { fromMs: 0, value: 100 },
  { fromMs: 10_000, value: 50 },
];

test('a value holds from its time on', () => {
  expect([0, 9_999, 10_000, 50_000].map((ms) => valueAt(halved, ms))).toEqual([100, 100, 50, 50]);
  expect(valueAt(7, 123)).toBe(7);
});

test('the total over two spans is that over both together', () => {
  expect(totalBetween(halved, 0, 20_000)).toBe(1_500);
  const ms = integer({ min: 0, max: 30_000 });
  assert(
    property(ms, ms, ms, (one, two, three) => {
      const [from = 0, between = 0, to = 0] = [one, two, three].toSorted((a, b) => a - b);
      const both = totalBetween(halved, from, between) + totalBetween(halved, between, to);
      expect(both).toBeCloseTo(totalBetween(halved, from, to), 6);
    }),
  );
});
