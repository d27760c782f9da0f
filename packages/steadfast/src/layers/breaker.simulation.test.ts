import { expect, test } from 'vitest';
import { answerTimes, arrivalTimes, busiest, figuresOf } from '../simulation/figures.ts';
import type { Load } from '../simulation/load.ts';
import { simulate } from '../simulation/simulate.ts';
import type { SimulationResult } from '../simulation/simulate.ts';

const capacity = 150;
const fromMs = 30_000;
const toMs = 60_000;
const forMs = 120_000;

/** Callers come by chance to a provider that refuses all with 503 for 30 s. */
function outage(seed: number, callers: readonly Omit<Load, 'model'>[]): Promise<SimulationResult> {
  const cloud = {
    buckets: [{ scope: 'requests' as const, perSecond: capacity }],
    firstContentMs: { type: 'lognormal' as const, median: 300, sigma: 0.3 },
    outages: [{ fromMs, toMs }],
  };
  return simulate({
    seed,
    forMs,
    upstreams: { cloud },
    loads: (world) => {
      const model = world.models().model('cloud/any');
      return callers.map((load) => ({ ...load, model }));
    },
  });
}

/** Answers in the 5th second after the outage, for each that came in a second before it. */
function fifthSecond(result: SimulationResult): number {
  const answers = answerTimes(result).filter((ms) => ms >= toMs + 4_000 && ms < toMs + 5_000);
  return answers.length / figuresOf(result, 10_000, fromMs).goodput;
}

const leavers = { offered: { perSecond: 100 }, leaveAfterMs: 20_000 };

test.each([1, 42, 12_345])(
  'callers who leave after 20 s, and told nobody, are answered soon after an outage of 30 s (seed %i)',
  async (seed) => {
    const result = await outage(seed, [leavers]);
    const later = arrivalTimes(result).filter((ms) => ms >= toMs);
    expect(figuresOf(result, fromMs, toMs).upstreamLoad).toBeLessThanOrEqual(1.2 * 100);
    expect(fifthSecond(result)).toBeGreaterThanOrEqual(0.9);
    expect(busiest(later, 1_000)).toBeLessThanOrEqual(1.5 * capacity);
    expect(figuresOf(result, toMs + 10_000, forMs).failed).toBe(0);
    expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  },
);

test('of callers who leave after a time as many are answered as if they had said their deadline', async () => {
  const unsaid = figuresOf(await outage(7, [leavers]), fromMs, forMs);
  const said = figuresOf(await outage(7, [{ offered: { perSecond: 100 }, deadlineMs: 20_000 }]), fromMs, forMs);
  expect(unsaid.answered).toBeGreaterThan(0.99 * said.answered);
});

test('who has patience is not put off for good by those who have none', async () => {
  const patient = { offered: { perSecond: 10 }, caller: { id: 'patient' } };
  const others = [
    { offered: { perSecond: 60 }, leaveAfterMs: 20_000 },
    { offered: { perSecond: 30 }, leaveAfterMs: { type: 'lognormal' as const, median: 12_000, sigma: 0.6 } },
  ];
  const result = await outage(3, [patient, ...others]);
  const calls = result.calls.filter(({ caller }) => caller === 'patient');
  expect(calls.length).toBeGreaterThan(1_000);
  // Those that tried the provider while it was away fail; of the others none waits much longer than the outage.
  expect(calls.filter(({ outcome }) => outcome !== 'ok').length).toBeLessThan(10);
  const waited = calls.filter(({ ms }) => ms >= fromMs).map(({ ms, endMs }) => endMs - ms);
  expect(Math.max(...waited)).toBeLessThan(40_000);
  expect(fifthSecond(result)).toBeGreaterThanOrEqual(0.9);
});
