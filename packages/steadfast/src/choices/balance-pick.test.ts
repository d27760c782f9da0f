import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../simulation/seeded-random.ts';
import { pickTarget } from './balance-pick.ts';
import type { Candidate } from './balance-pick.ts';
import { answerLoad, failLoad, healthAt, latencyAt, newTargetLoad } from './target-load.ts';

const now = 1_000_000;
const usual = { now, streamed: false, costWeight: 1 };
const candidates = fc.array(
  fc.record({
    underWay: fc.nat(50),
    wholeMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
    streamedMs: fc.constant(0),
    health: fc.double({ min: 1 / 64, max: 1, noNaN: true }),
    heardAt: fc.integer({ min: now - 100_000, max: now }),
    asideUntil: fc.integer({ min: now - 5_000, max: now + 5_000 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function named(loads: readonly Candidate['load'][]): Candidate[] {
  return loads.map((load, index) => ({ id: `sim/${index}`, load }));
}

test('nobody who is limited or set aside is chosen while another stands, else the first to recover is', () => {
  const session = fc.option(fc.string(), { nil: undefined });
  fc.assert(
    fc.property(candidates, session, fc.integer(), (loads, sticky, seed) => {
      const picked = pickTarget(named(loads), { ...usual, session: sticky }, seededRandom(seed));
      const times = loads.map(({ asideUntil }) => asideUntil);
      const chosen = times[picked?.index ?? -1] ?? Number.NaN;
      if (times.some((until) => until <= now)) expect(chosen).toBeLessThanOrEqual(now);
      else expect(chosen).toBe(Math.min(...times));
    }),
  );
});

test('of two, the one that is worse in every way is not chosen', () => {
  const good = { ...newTargetLoad(), underWay: 2, wholeMs: 500, heardAt: now };
  for (const worse of [{ underWay: 3 }, { wholeMs: 600 }, { health: 0.5 }]) {
    for (let seed = 0; seed < 50; seed += 1) {
      const picked = pickTarget(named([good, { ...good, ...worse }]), usual, seededRandom(seed));
      expect(picked).toEqual({ index: 0, verdict: 'least-loaded' });
    }
  }
});

test('twice the cost counts like twice the time, and a cost that is not known like the dearest', () => {
  const load = { ...newTargetLoad(), wholeMs: 500, heardAt: now };
  const cheap = { id: 'cheap', load, cost: 1 };
  const choose = (others: readonly Candidate[], costWeight = 1): number | undefined =>
    pickTarget([cheap, ...others], { ...usual, costWeight }, seededRandom(1))?.index;
  expect(choose([{ id: 'dear', load: { ...load, wholeMs: 300 }, cost: 2 }])).toBe(0);
  expect(choose([{ id: 'dear', load: { ...load, wholeMs: 200 }, cost: 2 }])).toBe(1);
  expect(choose([{ id: 'dear', load: { ...load, wholeMs: 490 }, cost: 20 }], 0)).toBe(1);
  const three = [
    { id: 'dear', load: { ...load, underWay: 99 }, cost: 4 },
    { id: 'unknown', load: { ...load, wholeMs: 200 } },
  ];
  for (let seed = 0; seed < 50; seed += 1) {
    expect(pickTarget([cheap, ...three], usual, seededRandom(seed))?.index).not.toBe(1);
  }
});

test('a session keeps its target until that is set aside, failing or overloaded, then always goes to the same other', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 2, max: 6 }), (session, count) => {
      const loads = Array.from({ length: count }, () => newTargetLoad());
      const pick = (seed: number) => pickTarget(named(loads), { ...usual, session }, seededRandom(seed));
      const own = pick(1);
      expect(own?.verdict).toBe('sticky');
      const load = loads[own?.index ?? -1] ?? newTargetLoad();
      load.underWay = 7;
      expect(pick(2)).toEqual(own);
      load.underWay = 100;
      const other = pick(3);
      expect(other?.index).not.toBe(own?.index);
      load.underWay = 0;
      expect(pick(4)).toEqual(own);
      load.asideUntil = now + 1;
      expect(pick(5)?.index).toBe(other?.index);
      load.asideUntil = 0;
      for (let failure = 0; failure < 3; failure += 1) failLoad(load, now, { kind: 'server', retryAfterMs: undefined });
      expect(pick(6)?.index).toBe(other?.index);
    }),
  );
});

test('what is known fades: a target that did badly is tried again, and the next sample counts for more', () => {
  const load = newTargetLoad();
  answerLoad(load, now, 10_000, false);
  expect(latencyAt(load, now, false)).toBe(10_000);
  expect(latencyAt(load, now + 90_000, false)).toBeLessThan(500);
  expect(latencyAt(load, now, true, 123)).toBe(123);
  answerLoad(load, now, 2_000, false);
  expect(latencyAt(load, now, false)).toBe(9_000);
  answerLoad(load, now + 300_000, 2_000, false);
  expect(latencyAt(load, now + 300_000, false)).toBeLessThan(2_010);
});

test('only failures of the provider mark its health, which answers and time restore', () => {
  const load = newTargetLoad();
  for (const kind of ['invalid-request', 'aborted', 'rate-limit', 'auth'] as const) {
    failLoad(load, now, { kind, retryAfterMs: undefined });
    expect(healthAt(load, now)).toBe(1);
  }
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (outcomes) => {
      const fresh = newTargetLoad();
      for (const answered of outcomes) {
        const before = healthAt(fresh, now);
        if (answered) answerLoad(fresh, now, 100, false);
        else failLoad(fresh, now, { kind: 'server', retryAfterMs: undefined });
        const after = healthAt(fresh, now);
        expect(answered ? after >= before : after <= before).toBe(true);
        expect(after).toBeGreaterThan(0);
        expect(after).toBeLessThanOrEqual(1);
      }
      expect(healthAt(fresh, now + 600_000)).toBeGreaterThan(0.99);
    }),
  );
});
