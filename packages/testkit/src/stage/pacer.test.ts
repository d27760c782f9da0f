import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Pace, Pacer } from './pacer.ts';

function times(pace: Pace, tokens: readonly number[]): number[] {
  const pacer = new Pacer(pace, 1000);
  return tokens.map((count) => pacer.dueAfter(count));
}

test('the first token comes at its time, and each further one after its own', () => {
  expect(times({ firstTokenMs: 500, tokensPerSecond: 10 }, [1, 1, 3])).toEqual([1500, 1600, 1900]);
  expect(times({ firstTokenMs: 500, tokensPerSecond: 10 }, [5])).toEqual([1900]);
});

test('without a speed all tokens come at once', () => {
  expect(times({}, [1, 1, 100])).toEqual([1000, 1000, 1000]);
});

test('jitter changes times within its share, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, jitter) => {
      const pace = { firstTokenMs: 100, tokensPerSecond: 100, jitter, seed };
      const due = times(
        pace,
        Array.from({ length: 30 }, () => 1),
      );
      expect(
        times(
          pace,
          Array.from({ length: 30 }, () => 1),
        ),
      ).toEqual(due);
      const gaps = due.map((time, index) => time - (due[index - 1] ?? 1000));
      gaps.forEach((gap, index) => {
        const planned = index === 0 ? 100 : 10;
        expect(Math.abs(gap - planned)).toBeLessThanOrEqual(planned * jitter + 1e-6);
      });
    }),
  );
});
