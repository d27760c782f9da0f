import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chargeHedge,
  defaultHedge,
  earnHedge,
  hedgeDelay,
  learnHedge,
  newHedgeState,
  offersEffects,
  refundHedge,
  takeHedge,
} from './hedge-plan.ts';

test('however calls come, second requests and what is tried again are never more than their share of them', () => {
  const rules = fc.record({
    extraLoad: fc.double({ min: 0, max: 1, noNaN: true }),
    burst: fc.integer({ min: 1, max: 20 }),
  });
  // A call may want a second request at any time after it came; one that never went out is given back.
  const events = fc.array(fc.constantFrom('call', 'call', 'call', 'want', 'refused', 'again'), { maxLength: 500 });
  fc.assert(
    fc.property(rules, events, (given, order) => {
      const known = { ...defaultHedge, ...given };
      const state = newHedgeState(2);
      let calls = 0;
      let seconds = 0;
      let again = 0;
      for (const event of order) {
        if (event === 'call') {
          calls += 1;
          earnHedge(known, state);
        } else if (event === 'again') {
          if (state.tokens < 1 - known.burst) continue;
          again += 1;
          chargeHedge(known, state, 1);
        } else if (takeHedge(state, 0).hedges) {
          if (event === 'refused') refundHedge(known, state);
          else seconds += 1;
        }
        expect(seconds + again - Math.max(0, -state.tokens)).toBeLessThanOrEqual(known.extraLoad * calls + 1e-6);
        expect(state.tokens).toBeLessThanOrEqual(known.burst);
      }
    }),
  );
});

test('nobody is asked a second time who is limited or set aside, and the first only where it is alone', () => {
  const now = 1_000;
  const times = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(times, (asides) => {
      const state = newHedgeState(asides.length);
      state.tokens = 1;
      for (const [index, until] of asides.entries()) {
        const target = state.targets[index];
        if (target !== undefined) target.asideUntil = until;
      }
      const verdict = takeHedge(state, now);
      const free = asides.flatMap((until, index) =>
        until <= now && (index > 0 || asides.length === 1) ? [index] : [],
      );
      expect(verdict).toEqual(free.length > 0 ? { hedges: true, index: free[0] } : { hedges: false, why: 'limited' });
      expect(state.tokens).toBe(free.length > 0 ? 0 : 1);
    }),
  );
});

test('nothing is due before enough has been learned, unless a time is set, and streams are learned apart', () => {
  const [target] = newHedgeState(1).targets;
  if (target === undefined) throw new Error('There is one target.');
  expect(hedgeDelay(defaultHedge, target, false)).toBeUndefined();
  expect(hedgeDelay({ ...defaultHedge, delayMs: 700 }, target, false)).toBe(700);
  for (let sample = 1; sample <= 100; sample += 1) learnHedge(defaultHedge, target, true, sample * 10, true);
  expect(hedgeDelay(defaultHedge, target, false)).toBeUndefined();
  expect(hedgeDelay({ ...defaultHedge, delayMs: 700 }, target, true)).toBeGreaterThan(950 / 1.1);
  expect(hedgeDelay(defaultHedge, target, true)).toBeLessThan(950 * 1.1);
});

test('requests that were given up do not shorten what was learned', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (givenUp) => {
      const [target] = newHedgeState(1).targets;
      if (target === undefined) throw new Error('There is one target.');
      for (let sample = 1; sample <= 100; sample += 1) learnHedge(defaultHedge, target, false, sample * 10, true);
      const before = hedgeDelay(defaultHedge, target, false) ?? Infinity;
      for (const ms of givenUp) learnHedge(defaultHedge, target, false, ms, false);
      expect(hedgeDelay(defaultHedge, target, false)).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('a tool has effects unless it says that it has none, and a request that may call none has none', () => {
  const look = { name: 'look', effects: 'none' as const };
  expect(offersEffects({})).toBe(false);
  expect(offersEffects({ tools: [look] })).toBe(false);
  expect(offersEffects({ tools: [look, { name: 'pay' }] })).toBe(true);
  expect(offersEffects({ tools: [{ name: 'pay' }], toolChoice: 'none' })).toBe(false);
});
