import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../simulation/seeded-random.ts';
import { addPair, newContest } from './contest.ts';
import { addEvidence, betsFor, newEvidence, reaches, strengthOf } from './evidence.ts';
import { meanInterval } from './mean-interval.ts';

const bets = betsFor(0.05);

test('without values the mean may lie anywhere, and with many it lies near that of the values', () => {
  expect(meanInterval([], [0, 1], bets, 0.05)).toEqual([0, 1]);
  const values = Array.from({ length: 2_000 }, (_, index) => (index % 4 === 0 ? 1 : 0));
  const [low, high] = meanInterval(values, [0, 1], bets, 0.05);
  expect(low).toBeGreaterThan(0.2);
  expect(low).toBeLessThan(0.25);
  expect(high).toBeGreaterThan(0.25);
  expect(high).toBeLessThan(0.3);
});

test('what scatters less is known sooner', () => {
  const wide = Array.from({ length: 100 }, (_, index) => index % 2);
  const narrow = Array.from({ length: 100 }, (_, index) => 0.45 + 0.1 * (index % 2));
  const widthOf = (values: readonly number[]): number => {
    const [low, high] = meanInterval(values, [0, 1], bets, 0.05);
    return high - low;
  };
  expect(widthOf(narrow)).toBeLessThan(widthOf(wide) / 3);
});

test('an interval mirrors and scales with its values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (values) => {
      const [low, high] = meanInterval(values, [0, 1], bets, 0.05);
      const mirrored = meanInterval(
        values.map((value) => 1 - value),
        [0, 1],
        bets,
        0.05,
      );
      const scaled = meanInterval(
        values.map((value) => 2 * value - 1),
        [-1, 1],
        bets,
        0.05,
      );
      expect(mirrored[0]).toBeCloseTo(1 - high, 5);
      expect(mirrored[1]).toBeCloseTo(1 - low, 5);
      expect(scaled[0]).toBeCloseTo(2 * low - 1, 5);
      expect(scaled[1]).toBeCloseTo(2 * high - 1, 5);
      const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
      if (values.length > 0) expect(low <= mean && mean <= high).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a contest is decided exactly when the interval of the difference leaves 0 out', () => {
  const enough = Math.log(2 / 0.05);
  for (let seed = 0; seed < 20; seed += 1) {
    const random = seededRandom(seed);
    const contest = newContest(bets);
    const differences: number[] = [];
    for (let pair = 0; pair < 150; pair += 1) {
      const difference = Number(random() < 0.7) - Number(random() < 0.4);
      differences.push(difference);
      addPair(contest, bets, difference, 0.05);
      if (pair % 10 !== 0) continue;
      const [low] = meanInterval(differences, [-1, 1], bets, 0.05);
      expect(low > 0).toBe(reaches(contest.ahead, enough));
    }
  }
});

test('no bet can win on average where the hypothesis holds', () => {
  // All sequences of 10 outcomes of a fair coin: the mean wealth is what it was in the beginning.
  let wealth = 0;
  for (let sequence = 0; sequence < 1_024; sequence += 1) {
    const evidence = newEvidence(bets);
    for (let toss = 0; toss < 10; toss += 1) addEvidence(evidence, bets, (sequence >> toss) % 2 === 0 ? 1 : -1);
    wealth += Math.exp(strengthOf(evidence)) / 1_024;
  }
  expect(wealth).toBeCloseTo(1, 9);
});

test('means far away are refuted without numbers that overflow', () => {
  const evidence = newEvidence(bets);
  for (let index = 0; index < 100_000; index += 1) addEvidence(evidence, bets, 1);
  expect(strengthOf(evidence)).toBeGreaterThan(50_000);
  expect(Number.isFinite(strengthOf(evidence))).toBe(true);
});
