import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recoveryStep, setbackOf } from './recovery.ts';
import type { Setback } from './recovery.ts';

const now = 1_000_000;

const setback = fc.record({
  kind: fc.constantFrom('rate-limit', 'overloaded', 'circuit-open'),
  recoversAt: fc.integer({ min: now - 5_000, max: now + 100_000 }),
  told: fc.boolean(),
  hasLine: fc.boolean(),
  count: fc.integer({ min: 1, max: 20 }),
  overloads: fc.integer({ min: 0, max: 2 }),
});
const setbacks = fc.array(fc.option(setback, { nil: undefined }), { maxLength: 6 });
const bounds = fc.record({ leftMs: fc.integer({ min: -10, max: 120_000 }), patienceMs: fc.constant(2_000) });
const random = fc.double({ min: 0, max: 1, noNaN: true });

test('the target that recovers first is the one that is waited for, never less than it says nor past the bound', () => {
  fc.assert(
    fc.property(setbacks, bounds, random, (all, bound, chance) => {
      const step = recoveryStep(all, now, bound, chance);
      const earliest = Math.min(...all.flatMap((each) => each?.recoversAt ?? []));
      if (step.type === 'stop') {
        const none = all.every((each) => each === undefined);
        expect(none || Math.max(1_000, earliest - now) * 1.1 + 1 >= bound.leftMs).toBe(true);
        return;
      }
      const chosen = all[step.index];
      expect(chosen?.recoversAt).toBe(earliest);
      expect(step.waitMs).toBeLessThan(bound.leftMs);
      if (step.waitMs > 0) expect(step.waitMs).toBeGreaterThanOrEqual(earliest - now);
      else expect(chosen).toMatchObject({ hasLine: true, count: 1 });
    }),
  );
});

test('whoever is alone, or set aside as all others are, is waited for without end, and nobody else', () => {
  fc.assert(
    fc.property(setbacks, random, (all, chance) => {
      const step = recoveryStep(all, now, { leftMs: Infinity, patienceMs: 2_000 }, chance);
      const known = all.filter((each) => each !== undefined);
      if (step.type === 'stop') return;
      const allOpen = known.every(({ kind }) => kind === 'circuit-open');
      expect(step.patienceMs === undefined).toBe(known.length === 1 || (allOpen && step.waitMs === 0));
      if (step.patienceMs !== undefined) expect(step.patienceMs).toBeGreaterThanOrEqual(2_000);
    }),
  );
});

test('a limit that names no time is guessed at, longer each time', () => {
  let known: Setback | undefined;
  const guesses = Array.from({ length: 7 }, () => {
    known = setbackOf({ kind: 'rate-limit', status: 429, retryAfterMs: undefined }, known, now);
    return (known?.recoversAt ?? 0) - now;
  });
  expect(guesses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
});

test('what is no setback is a failure: no time, no limit, or overloaded for the third time', () => {
  for (const kind of ['overloaded', 'circuit-open', 'server', 'auth'] as const) {
    expect(setbackOf({ kind, status: 500, retryAfterMs: undefined }, undefined, now)).toBeUndefined();
  }
  expect(setbackOf({ kind: 'server', status: 500, retryAfterMs: 1_000 }, undefined, now)).toBeUndefined();
  let known: Setback | undefined;
  const overloaded = { kind: 'overloaded' as const, status: 503, retryAfterMs: 1_000 };
  const passes = Array.from({ length: 3 }, () => (known = setbackOf(overloaded, known, now)) !== undefined);
  expect(passes).toEqual([true, true, false]);
});
