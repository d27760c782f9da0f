import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const numbers = (seed: number, name?: string): number[] => {
  const random = seededRandom(seed, name);
  return Array.from({ length: 1_000 }, random);
};

test('the same seed and name give the same numbers, others give others', () => {
  expect(numbers(7, 'a')).toEqual(numbers(7, 'a'));
  const several = [numbers(7), numbers(8), numbers(7, 'a'), numbers(7, 'b'), numbers(7 + 2 ** 32)];
  expect(new Set(several.map((list) => list[0])).size).toBe(several.length);
});

test('the numbers are spread evenly from 0 to 1', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  const random = seededRandom(1);
  for (let draws = 0; draws < 100_000; draws += 1) {
    const number = random();
    expect(number >= 0 && number < 1).toBe(true);
    const tenth = Math.floor(number * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});
