import { expect, test } from 'vitest';
import { draw } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import { seededRandom } from './seeded-random.ts';

function sorted(distribution: Distribution): number[] {
  const random = seededRandom(3);
  return Array.from({ length: 100_000 }, () => draw(distribution, random)).toSorted((one, other) => one - other);
}

const at = (values: readonly number[], share: number): number => values[Math.floor(values.length * share)] ?? NaN;

test('a number does not vary', () => {
  expect(draw(5, () => 0.9)).toBe(5);
});

test('the drawn values have the quantiles of their distribution', () => {
  const uniform = sorted({ type: 'uniform', least: 10, most: 20 });
  expect([at(uniform, 0), at(uniform, 0.5)].map(Math.round)).toEqual([10, 15]);
  const exponential = sorted({ type: 'exponential', mean: 100 });
  expect(at(exponential, 0.5) / (100 * Math.LN2)).toBeCloseTo(1, 1);
  expect(at(exponential, 0.95) / (100 * Math.log(20))).toBeCloseTo(1, 1);
  const lognormal = sorted({ type: 'lognormal', median: 100, sigma: 0.5 });
  expect(at(lognormal, 0.5) / 100).toBeCloseTo(1, 1);
  expect(at(lognormal, 0.95) / (100 * Math.exp(0.5 * 1.6449))).toBeCloseTo(1, 1);
  const pareto = sorted({ type: 'pareto', least: 100, shape: 1.5 });
  expect(at(pareto, 0)).toBeGreaterThanOrEqual(100);
  expect(at(pareto, 0.99) / (100 * 0.01 ** (-1 / 1.5))).toBeCloseTo(1, 1);
  expect(sorted({ type: 'pareto', least: 1, shape: 1, most: 5 }).at(-1)).toBe(5);
});
