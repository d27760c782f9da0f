import { experiment, template } from 'steadfast/prompts';
import type { Verdict } from 'steadfast/prompts';
import { seededRandom } from 'steadfast/simulation';
import type { Random } from 'steadfast/simulation';
import type { Row, Scenario } from './scenario.ts';

interface Plan {
  readonly runs: number;
  readonly max: number;
  /** How often each variant passes. */
  readonly passes: readonly [number, number];
  readonly allocation?: 'weights' | 'adaptive';
}

interface Outcomes {
  readonly verdict: Verdict;
  readonly outcomes: number;
}

/** The difference that experiments are planned for. */
const effect = 0.1;
const alpha = 0.05;
const variants = ['one', 'other'].map((name) => ({ name, template: template(name) }));

/** Nothing is read again, so nothing is kept. */
const log = { append: () => Promise.resolve(), read: () => Promise.resolve([]) };

/** Runs one experiment to its end, looking after each outcome. */
async function run({ max, passes, allocation }: Plan, random: Random): Promise<Outcomes> {
  const { choose, record } = await experiment({
    id: 'simulated',
    variants,
    allocation,
    alpha,
    effect,
    max,
    log,
    random,
  });
  let outcomes = 0;
  for (;;) {
    const choice = choose();
    const pass = random() < passes[choice.variant === 'one' ? 0 : 1];
    const verdict = await record(choice, { pass });
    outcomes += 1;
    if (verdict.type !== 'not-enough-data') return { verdict, outcomes };
  }
}

/** How often the second variant wins, or any, and after how many outcomes an experiment ends. */
async function results(plan: Plan, seed: number): Promise<{ any: number; other: number; outcomes: number }> {
  let [any, other, total] = [0, 0, 0];
  for (let index = 0; index < plan.runs; index += 1) {
    const { verdict, outcomes } = await run(plan, seededRandom(seed, `${plan.passes.join()} ${index}`));
    total += outcomes;
    if (verdict.type !== 'winner') continue;
    any += 1;
    if (verdict.variant === 'other') other += 1;
  }
  return { any: any / plan.runs, other: other / plan.runs, outcomes: total / plan.runs };
}

/** How often a test that is made for one look finds a difference that is not there, when it is looked at all the time. */
function peeked(runs: number, max: number, seed: number): number {
  let found = 0;
  for (let index = 0; index < runs; index += 1) {
    const random = seededRandom(seed, `peeked ${index}`);
    const [count, passed] = [
      [0, 0],
      [0, 0],
    ];
    for (let outcome = 1; outcome <= max; outcome += 1) {
      const arm = outcome % 2;
      count[arm] = (count[arm] ?? 0) + 1;
      if (random() < 0.5) passed[arm] = (passed[arm] ?? 0) + 1;
      if (outcome < 20 || Math.abs(scoreOf(count, passed)) < 1.96) continue;
      found += 1;
      break;
    }
  }
  return found / runs;
}

/** The z statistic of two proportions. */
function scoreOf([m = 0, n = 0]: readonly number[], [a = 0, b = 0]: readonly number[]): number {
  const both = (a + b) / (m + n);
  return (a / m - b / n) / Math.sqrt(both * (1 - both) * (1 / m + 1 / n));
}

/** How many outcomes a test with one look needs, to find the difference planned for in nine of ten cases. */
function fixedHorizon(one: number, other: number): number {
  const both = (one + other) / 2;
  const root = 1.96 * Math.sqrt(2 * both * (1 - both)) + 1.2816 * Math.sqrt(one * (1 - one) + other * (1 - other));
  return 2 * Math.ceil((root / (other - one)) ** 2);
}

/** Verdicts under continuous looking, and how many outcomes they take beside a test that is planned for one look. */
export const experiments: Scenario = {
  name: 'experiments',
  about: '10,000 experiments without a difference, and 500 with one, are looked at after each outcome',
  run: async (seed) => {
    const none = { runs: 10_000, max: 300, passes: [0.5, 0.5] } as const;
    const rows: Row[] = [];
    for (const allocation of ['weights', 'adaptive'] as const) {
      const { any } = await results({ ...none, allocation }, seed);
      rows.push({ figure: `false winners, ${allocation}`, value: any, bound: { atMost: alpha }, unit: 'share' });
    }
    const peeking = peeked(none.runs, none.max, seed);
    rows.push({ figure: 'false winners, test for one look', value: peeking, bound: { atLeast: 0.2 }, unit: 'share' });
    const fixed = fixedHorizon(0.5, 0.5 + effect);
    for (const { passes, atMost } of [
      { passes: 0.6, atMost: 1 },
      { passes: 0.65, atMost: 0.5 },
      { passes: 0.7, atMost: 0.3 },
    ]) {
      const { other, outcomes } = await results({ runs: 500, max: 20_000, passes: [0.5, passes] }, seed);
      const name = `0.5, ${passes}`;
      rows.push(
        { figure: `right winners, ${name}`, value: other, bound: { atLeast: 0.95 }, unit: 'share' },
        {
          figure: `outcomes, ${name} (fixed: ${fixed})`,
          value: Math.round(outcomes),
          bound: { atMost: Math.round(atMost * fixed) },
        },
      );
    }
    return rows;
  },
};
