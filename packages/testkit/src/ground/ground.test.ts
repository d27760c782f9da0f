import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { seededRandom } from './random.ts';
import { countTokens, firstTokens, tokensOf } from './tokens.ts';

test('tokens put together are the text, and their number is the count', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, count) => {
      expect(tokensOf(text).join('')).toBe(text);
      expect(tokensOf(text).length).toBe(countTokens(text));
      expect(firstTokens(text, count)).toBe(tokensOf(text).slice(0, count).join(''));
    }),
  );
});

test('a seed gives the same numbers again, evenly spread from 0 to 1', () => {
  const numbers = (seed: number): number[] => Array.from({ length: 10_000 }, seededRandom(seed));
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  expect(numbers(7).every((number) => number >= 0 && number < 1)).toBe(true);
  const mean = numbers(7).reduce((sum, number) => sum + number, 0) / 10_000;
  expect(mean).toBeGreaterThan(0.48);
  expect(mean).toBeLessThan(0.52);
});

test('a manual clock calls timers in the order of their times, also those that timers set', () => {
  const clock = new ManualClock(0);
  const seen: string[] = [];
  clock.after(20, () => seen.push(`b ${clock.now()}`));
  clock.after(10, () => {
    seen.push(`a ${clock.now()}`);
    clock.after(5, () => seen.push(`c ${clock.now()}`));
  });
  clock.after(12, () => seen.push('never')).cancel();
  clock.pass(20);
  expect(seen).toEqual(['a 10', 'c 15', 'b 20']);
  expect(clock.pending).toBe(0);
});
