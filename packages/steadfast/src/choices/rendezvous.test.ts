import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf, drawn, preference } from './rendezvous.ts';

const weights = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });

test('each is the first choice of its share of the keys', () => {
  fc.assert(
    fc.property(weights, (given) => {
      const names = given.map((_, index) => `sim/model-${index}`);
      const firsts = given.map(() => 0);
      for (let key = 0; key < 2_000; key += 1) {
        const [first = -1] = preference(names, given, `session-${key}`);
        firsts[first] = (firsts[first] ?? 0) + 1;
      }
      const total = given.reduce((sum, weight) => sum + weight, 0);
      for (const [index, weight] of given.entries()) {
        expect(Math.abs((firsts[index] ?? 0) / 2_000 - weight / total)).toBeLessThan(0.06);
      }
    }),
    { numRuns: 10 },
  );
});

test('when a weight grows, keys move only to it, and all others keep their order', () => {
  fc.assert(
    fc.property(weights, fc.nat(5), fc.double({ min: 1, max: 10, noNaN: true }), fc.string(), (given, at, by, key) => {
      const names = given.map((_, index) => `sim/${index}`);
      const grown = at % given.length;
      const before = preference(names, given, key);
      const after = preference(
        names,
        given.map((weight, index) => (index === grown ? weight * by : weight)),
        key,
      );
      expect(after.filter((index) => index !== grown)).toEqual(before.filter((index) => index !== grown));
      expect(after.indexOf(grown)).toBeLessThanOrEqual(before.indexOf(grown));
    }),
  );
});

test('what has no weight is nobody’s first choice, by key and by chance', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (key, number) => {
      expect(preference(['a', 'b', 'c'], [0, 1, 0], key)[0]).toBe(1);
      expect(drawn([0, 1, 0], () => number)).toBe(1);
    }),
  );
});

test('a chance is a number between 0 and 1 for whatever text, and the same everywhere', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (key, name) => {
      expect(chanceOf(key, name)).toBeGreaterThan(0);
      expect(chanceOf(key, name)).toBeLessThan(1);
    }),
  );
  expect(chanceOf('session-1', 'openai/gpt-6-luna')).toBe(0.5630980158457533);
});
