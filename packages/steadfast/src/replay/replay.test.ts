import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fallback } from '../choices/fallback.ts';
import { breaker } from '../layers/breaker.ts';
import { deadline } from '../layers/deadline.ts';
import { limit } from '../layers/limit.ts';
import { retry } from '../layers/retry.ts';
import { stack } from '../layers/stack.ts';
import type { Model } from '../model/model.ts';
import { simulate } from '../simulation/simulate.ts';
import type { UpstreamPlan } from '../simulation/upstream-plan.ts';
import type { Clock } from '../time/clock.ts';
import type { DecisionRecord } from '../watch/decision-record.ts';
import { watch } from '../watch/watch.ts';
import { figuresOfRecords } from './figures-of-records.ts';
import type { CallFigures } from './figures-of-records.ts';
import { replay } from './replay.ts';

interface Site {
  readonly clock: Clock;
  readonly random: () => number;
  readonly model: (target: string) => Model;
}

type Policy = (site: Site) => Model;

interface Run {
  readonly plans: Readonly<Record<string, UpstreamPlan>>;
  readonly policy: Policy;
  readonly seconds: number;
  readonly perSecond: number;
  readonly streamed?: boolean;
  readonly seed?: number;
}

/** What a policy did in a simulated world whose providers it does not know. */
async function recorded({ plans, policy, seconds, perSecond, streamed, seed = 7 }: Run): Promise<DecisionRecord[]> {
  const records: DecisionRecord[] = [];
  await simulate({
    seed,
    upstreams: plans,
    forMs: seconds * 1_000,
    loads: (world) => {
      const { clock } = world;
      const model = (target: string): Model => world.model(target.replace('/simulated', ''));
      const inner = policy({ clock, random: world.random('policy'), model });
      const watched = watch({ clock, record: (record) => records.push(record) })(inner);
      return [{ model: watched, offered: { perSecond }, deadlineMs: 20_000, streamed }];
    },
  });
  await turn();
  return records;
}

function dressed({ clock, random, model }: Site, target: string, retries: number): Model {
  return stack(model(target), deadline(30_000, clock), retry({ clock, random, retries }), limit({ clock }));
}

const quiet = { onAbsorbed: () => undefined };

/** The share by which a figure was predicted too high or too low. */
function off(predicted: number, actual: readonly number[]): number {
  const mean = actual.reduce((total, value) => total + value, 0) / actual.length;
  return Math.abs(predicted - mean) / mean;
}

function shareOf(figures: CallFigures, target: string): number {
  return (figures.answers[target] ?? 0) / figures.calls;
}

const outages = [{ fromMs: 80_000, toMs: 110_000 }];
const limited: UpstreamPlan = {
  buckets: [{ scope: 'requests', perSecond: 30 }],
  firstContentMs: { type: 'lognormal', median: 400, sigma: 0.4 },
  outages,
};
const faulty: UpstreamPlan = {
  firstContentMs: { type: 'lognormal', median: 900, sigma: 0.3 },
  outages: [{ fromMs: 0, toMs: 200_000, share: 0.1, manner: 'error' }],
};

/** Does not wait, tries nothing again, and knows no breaker. */
const impatient: Policy = (site) => {
  const models = [dressed(site, 'one/simulated', 0), dressed(site, 'two/simulated', 0)];
  return fallback(models, { clock: site.clock, patienceMs: 0, ...quiet });
};

const patient: Policy = (site) => {
  const { clock } = site;
  const guarded = breaker({ clock })(dressed(site, 'one/simulated', 1));
  return fallback([guarded, dressed(site, 'two/simulated', 2)], { clock, patienceMs: 1_500, ...quiet });
};

test('10,000 calls of one policy tell what another one would have come to', { timeout: 120_000 }, async () => {
  const common = { plans: { one: limited, two: faulty }, seconds: 200, perSecond: 50 };
  const records = await recorded({ ...common, policy: impatient });
  const { recorded: before, replayed: predicted, notes } = await replay(records, patient);
  // Two runs of the same policy differ too: their 95th percentiles by up to a third.
  const actual: CallFigures[] = [];
  for (const seed of [7, 8, 9]) actual.push(figuresOfRecords(await recorded({ ...common, policy: patient, seed })));
  const each = (pick: (figures: CallFigures) => number): number[] => actual.map(pick);
  expect(records.length).toBeGreaterThan(9_500);
  expect(predicted.calls).toBe(records.length);
  expect(before.answered / before.calls).toBeLessThan(0.985);
  expect(
    off(
      predicted.answered / predicted.calls,
      each(({ answered, calls }) => answered / calls),
    ),
  ).toBeLessThan(0.005);
  expect(
    off(
      predicted.attemptsPerAnswer,
      each(({ attemptsPerAnswer }) => attemptsPerAnswer),
    ),
  ).toBeLessThan(0.02);
  expect(
    off(
      shareOf(predicted, 'one/simulated'),
      each((one) => shareOf(one, 'one/simulated')),
    ),
  ).toBeLessThan(0.05);
  expect(
    off(
      predicted.latencyMs.p50,
      each(({ latencyMs }) => latencyMs.p50),
    ),
  ).toBeLessThan(0.05);
  expect(
    off(
      predicted.latencyMs.p95,
      each(({ latencyMs }) => latencyMs.p95),
    ),
  ).toBeLessThan(0.35);
  expect(
    off(
      predicted.waitedMs.mean,
      each(({ waitedMs }) => waitedMs.mean),
    ),
  ).toBeLessThan(0.25);
  expect(notes.join(' ')).toContain('Replies are not judged');
});

test('a rate limit is found in what was refused, also one that is halved', async () => {
  const perSecond = [
    { fromMs: 0, value: 40 },
    { fromMs: 100_000, value: 20 },
  ];
  const plans = { one: { ...limited, outages: [], buckets: [{ scope: 'requests', perSecond } as const] }, two: faulty };
  const bare: Policy = ({ clock, random, model }) =>
    fallback([model('one/simulated'), model('two/simulated')], { clock, random, patienceMs: 0, ...quiet });
  const { limits } = await replay(await recorded({ plans, policy: bare, seconds: 200, perSecond: 60 }), bare);
  const found = limits['one/simulated'];
  const about = (fromMs: number, toMs: number): number[] =>
    found?.perSecond.filter(({ aboutMs }) => aboutMs > fromMs && aboutMs < toMs).map(({ value }) => value) ?? [];
  expect(about(0, 90_000).length).toBeGreaterThan(3);
  for (const rate of about(0, 90_000)) expect(Math.abs(rate - 40)).toBeLessThan(2);
  for (const rate of about(110_000, 200_000)) expect(Math.abs(rate - 20)).toBeLessThan(1);
  expect(found?.burst).toBeGreaterThan(25);
  expect(found?.burst).toBeLessThan(55);
  expect(Object.keys(limits)).toEqual(['one/simulated']);
});

test('refusals by chance are no rate limit, and come again by chance', async () => {
  const plans = { one: { noise: { share: 0.3 } } };
  const once: Policy = ({ model }) => model('one/simulated');
  const records = await recorded({ plans, policy: once, seconds: 60, perSecond: 40 });
  const { limits, recorded: before, replayed } = await replay(records, once);
  expect(limits).toEqual({});
  expect(Math.abs((replayed.failures['rate-limit'] ?? 0) - (before.failures['rate-limit'] ?? 0))).toBeLessThan(100);
});

test('streams take as long again as they took, and what answers cost is added up', async () => {
  const plans = { one: { firstContentMs: 300, parts: 5, gapMs: 100 } };
  const once: Policy = ({ model }) => model('one/simulated');
  const seen = await recorded({ plans, policy: once, seconds: 20, perSecond: 10, streamed: true });
  const records = seen.map((record): DecisionRecord => ({ ...record, cost: { known: true, amount: 0.01 } }));
  const { recorded: before, replayed, records: again } = await replay(records, once);
  expect(before.latencyMs.p50).toBeCloseTo(700);
  expect(replayed.latencyMs).toEqual(before.latencyMs);
  expect(again[0]?.timings.firstContentMs).toBeCloseTo(300);
  expect(replayed.cost.known).toBeCloseTo(0.01 * records.length);
});

test('callers who left leave again, and the same seed gives the same again', async () => {
  const plans = { one: { firstContentMs: 300 } };
  const once: Policy = ({ model }) => model('one/simulated');
  const seen = await recorded({ plans, policy: once, seconds: 20, perSecond: 10 });
  const outcome = { ok: false, kind: 'aborted' } as const;
  const records = seen.map((record, index): DecisionRecord => {
    return index % 2 === 0 ? record : { ...record, outcome, timings: { totalMs: 100, waitedMs: 0 } };
  });
  const first = await replay(records, once, 5);
  const second = await replay(records, once, 5);
  expect(first.replayed.failures).toEqual({ aborted: Math.floor(records.length / 2) });
  expect(second.replayed).toEqual(first.replayed);
});

test('a target of which nothing was recorded is refused, and one of which little was is named', async () => {
  const plans = { one: {} };
  const once: Policy = ({ model }) => model('one/simulated');
  const records = await recorded({ plans, policy: once, seconds: 2, perSecond: 5 });
  await expect(replay(records, ({ model }) => model('three/simulated'))).rejects.toThrow(
    'Nothing was recorded of "three/simulated", so it can\'t be replayed. Recorded: one/simulated.',
  );
  const { notes } = await replay(records, once);
  expect(notes).toContain(`Of one/simulated only ${records.length} attempts were recorded.`);
  expect(await replay([], ({ clock }) => fallback([], { clock })).catch(String)).toContain('at least one model');
});
