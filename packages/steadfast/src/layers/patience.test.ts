import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ErrorKind } from '../model/error-kind.ts';
import { errorPolicies } from '../model/error-policy.ts';
import { defaultPatience, patience } from './patience.ts';
import type { PatienceVerdict } from './patience.ts';

const start = { failures: 0, limits: 0 };
const endless = { leftMs: Infinity, patienceMs: Infinity };
const kinds = fc.constantFrom<ErrorKind>(
  'rate-limit',
  'quota',
  'auth',
  'permission',
  'not-found',
  'invalid-request',
  'context-length',
  'content-filter',
  'too-large',
  'overloaded',
  'server',
  'timeout',
  'connection',
  'redirect',
  'invalid-reply',
  'interrupted',
  'aborted',
  'budget',
  'circuit-open',
);
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const hint = fc.option(fc.double({ min: 0, max: 200_000, noNaN: true }), { nil: undefined });

function waitOf(verdict: PatienceVerdict): number {
  return verdict.again ? verdict.waitMs : Infinity;
}

test('a wait never ends after the deadline, and never before the time that the provider asked for', () => {
  const facts = fc.record({ kind: kinds, retryAfterMs: hint });
  const bounds = fc.record({
    leftMs: fc.double({ min: 0, max: 300_000, noNaN: true }),
    patienceMs: fc.constant(Infinity),
  });
  fc.assert(
    fc.property(facts, bounds, unit, fc.nat(6), (error, bound, random, limits) => {
      const verdict = patience(defaultPatience, { failures: 0, limits }, error, bound, random);
      if (!verdict.again) return;
      expect(verdict.waitMs).toBeLessThan(bound.leftMs);
      expect(verdict.waitMs).toBeGreaterThanOrEqual(error.retryAfterMs ?? 0);
    }),
  );
});

test('a rate limit uses up no retry, and everything else does', () => {
  fc.assert(
    fc.property(kinds, unit, fc.nat(50), (kind, random, limits) => {
      const verdict = patience(defaultPatience, { failures: 1, limits }, { kind }, endless, random);
      if (!verdict.again) return;
      const limited = kind === 'rate-limit';
      expect(verdict.state).toEqual(limited ? { failures: 1, limits: limits + 1 } : { failures: 2, limits });
      expect(verdict.reason).toBe(limited ? 'rate-limit' : 'backoff');
    }),
  );
});

test('failures are followed by at most so many retries, whatever happens in between', () => {
  fc.assert(
    fc.property(fc.array(kinds, { maxLength: 40 }), unit, fc.nat(5), (errors, random, retries) => {
      let state = start;
      let failures = 0;
      for (const kind of errors) {
        const verdict = patience({ ...defaultPatience, retries }, state, { kind }, endless, random);
        if (!verdict.again) return;
        if (kind !== 'rate-limit') failures += 1;
        state = verdict.state;
        expect(failures).toBeLessThanOrEqual(retries);
      }
    }),
  );
});

test('an error that cannot pass is not tried again, unless the provider says that it should be', () => {
  fc.assert(
    fc.property(kinds, unit, (kind, random) => {
      const may = errorPolicies[kind].retry !== 'no';
      expect(patience(defaultPatience, start, { kind }, endless, random).again).toBe(may);
      expect(patience(defaultPatience, start, { kind, shouldRetry: false }, endless, random).again).toBe(false);
      expect(patience(defaultPatience, start, { kind, shouldRetry: true }, endless, random).again).toBe(true);
    }),
  );
});

test('pauses after failures double up to their cap and are never nothing', () => {
  const at = (failures: number, random: number): number =>
    waitOf(patience({ ...defaultPatience, retries: 99 }, { failures, limits: 0 }, { kind: 'server' }, endless, random));
  expect([0, 1, 2, 3, 4, 5].map((failures) => at(failures, 1))).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  expect(at(0, 0)).toBe(50);
});

test('a wait longer than the patience is left to another target', () => {
  const bounds = { leftMs: Infinity, patienceMs: 2_000 };
  const limited = { kind: 'rate-limit' as const, retryAfterMs: 5_000 };
  expect(patience(defaultPatience, start, limited, bounds, 0.5).again).toBe(false);
  expect(patience(defaultPatience, start, limited, endless, 0.5).again).toBe(true);
});

test('a name that does not resolve is tried once more, not twice', () => {
  const facts = { kind: 'connection' as const, code: 'ENOTFOUND' };
  expect(patience(defaultPatience, { failures: 0, limits: 0 }, facts, endless, 0).again).toBe(true);
  expect(patience(defaultPatience, { failures: 1, limits: 0 }, facts, endless, 0).again).toBe(false);
});
