import { expect, test } from 'vitest';
import { seededRandom } from '../simulation/seeded-random.ts';
import type { ExperimentRules } from './experiment-rules.ts';
import { meanInterval } from './mean-interval.ts';
import { addOutcome, brokenBy, newTally } from './tally.ts';
import type { Tally } from './tally.ts';
import { thompson } from './thompson.ts';

const rules: ExperimentRules = {
  variants: ['a', 'b'],
  metric: 'score',
  alpha: 0.05,
  effect: 0.1,
  max: 300,
  guardrails: [],
};

type Draw = (variant: number, random: () => number) => number;

/** Runs an experiment to its end, looking after each outcome. */
function run(seed: number, adaptive: boolean, draw: Draw, given: ExperimentRules = rules): Tally {
  const random = seededRandom(seed);
  const tally = newTally(given);
  while (tally.ending === undefined) {
    const variant = adaptive ? thompson(tally.arms, 0.2, random) : Math.floor(random() * tally.arms.length);
    addOutcome(tally, variant, { score: draw(variant, random) });
  }
  return tally;
}

const fair: Draw = (_, random) => Number(random() < 0.5);

test.each([
  ['by weights', false],
  ['adaptively', true],
])(
  'of 10,000 experiments without a difference, chosen %s and looked at all the time, at most 5 % have a winner',
  (_, adaptive) => {
    let winners = 0;
    for (let seed = 0; seed < 10_000; seed += 1) if (run(seed, adaptive, fair).ending?.type === 'winner') winners += 1;
    expect(winners).toBeLessThanOrEqual(500);
  },
);

test('of five variants of which none is better, hardly ever one wins', () => {
  let winners = 0;
  const five = { ...rules, variants: ['a', 'b', 'c', 'd', 'e'], max: 600 };
  for (let seed = 0; seed < 300; seed += 1) if (run(seed, false, fair, five).ending?.type === 'winner') winners += 1;
  expect(winners).toBeLessThanOrEqual(15);
});

test('a difference that is there is found, and none that matters is called none', () => {
  const better: Draw = (variant, random) => Number(random() < 0.5 + 0.2 * variant);
  const graded: Draw = (_, random) => 0.4 + 0.2 * random();
  for (let seed = 0; seed < 100; seed += 1) {
    expect(run(seed, false, better, { ...rules, max: 5_000 }).ending).toEqual({ type: 'winner', variant: 1 });
    expect(run(seed, false, graded, { ...rules, max: 5_000 }).ending).toEqual({ type: 'no-difference' });
  }
});

test('adaptive choices go to the better one, and the worse one goes on being compared', () => {
  const better: Draw = (variant, random) => Number(random() < 0.3 + 0.4 * variant);
  let worse = 0;
  for (let seed = 0; seed < 50; seed += 1) {
    const random = seededRandom(seed);
    const tally = newTally({ ...rules, alpha: 1e-12, effect: 0.001 });
    for (let index = 0; index < 300; index += 1) {
      const variant = thompson(tally.arms, 0.2, random);
      addOutcome(tally, variant, { score: better(variant, random) });
    }
    worse += (tally.arms[0]?.values.length ?? 0) / 300 / 50;
  }
  expect(worse).toBeGreaterThan(0.1);
  expect(worse).toBeLessThan(0.2);
});

test('the interval of a mean hardly ever leaves it out at any of its looks', () => {
  let left = 0;
  for (let seed = 0; seed < 300; seed += 1) {
    const random = seededRandom(seed);
    const values: number[] = [];
    let out = false;
    for (let index = 0; index < 200 && !out; index += 1) {
      values.push(Number(random() < 0.3));
      if (index % 20 !== 19) continue;
      const [low, high] = meanInterval(values, [0, 1], [0.1, 0.2, 0.4, 0.8], 0.05);
      out = low > 0.3 || high < 0.3;
    }
    if (out) left += 1;
  }
  expect(left).toBeLessThanOrEqual(15);
});

test('a guardrail breaks when a measure is worse than is put up with, and hardly ever when it is not', () => {
  const guarded = {
    ...rules,
    effect: 0.05,
    max: 1_000,
    guardrails: [{ metric: 'latencyMs', worseBy: 0.2, most: 10_000 }] as const,
  };
  const ends = (slower: number): number => {
    let broken = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const random = seededRandom(seed);
      const tally = newTally(guarded);
      while (tally.ending === undefined) {
        const variant = Math.floor(random() * 2);
        const latencyMs = (1_000 + 3_000 * random()) * (variant === 1 ? slower : 1);
        addOutcome(tally, variant, { score: Number(random() < 0.5), latencyMs });
      }
      if (brokenBy(tally, 1).length > 0) broken += 1;
    }
    return broken / 200;
  };
  expect(ends(1.2)).toBeLessThanOrEqual(0.05);
  expect(ends(2)).toBeGreaterThan(0.95);
});
