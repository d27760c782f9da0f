import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noAmounts } from '../layers/purse.ts';
import { errorPolicies } from '../model/error-policy.ts';
import { failurePolicies } from './failure-policy.ts';
import { nextStep } from './next-step.ts';
import type { StopRules } from './next-step.ts';
import { isAgreed, ranked } from './ranking.ts';
import type { Failure, RefineEvent } from './refine-entry.ts';
import { elapsedIn, runOf, spentBy } from './run-state.ts';
import type { RefineAttempt, RunState } from './run-state.ts';
import { inOrderOf, shownAttempts } from './shown-attempts.ts';

const attempt = (facts: Partial<RefineAttempt>): RefineAttempt => ({
  expert: 'a',
  number: 1,
  text: '',
  feedback: '',
  score: 0,
  passed: false,
  ...facts,
});

test('answers that failed never vote, however many gave them and however high they score', () => {
  const [best, second] = ranked([
    attempt({ expert: 'a', answer: 'wrong', score: 0.99 }),
    attempt({ expert: 'b', answer: 'wrong', score: 0.99 }),
    attempt({ expert: 'c', answer: 'right', score: 0.5, passed: true }),
  ]);
  expect(best).toEqual({ answer: 'right', passed: true, votes: 1, score: 0.5, experts: ['c'] });
  expect(second).toEqual({ answer: 'wrong', passed: false, votes: 0, score: 0.99, experts: ['a', 'b'] });
});

test('answers are ranked by passing, votes and score, and those that vote for the same are one', () => {
  const answers = ranked([
    attempt({ expert: 'a', answer: 1, vote: { x: 1, y: 2 }, passed: true, score: 1 }),
    attempt({ expert: 'b', answer: 2, vote: 'other', passed: true, score: 1 }),
    attempt({ expert: 'c', answer: 3, vote: { y: 2, x: 1 }, passed: true, score: 1 }),
    attempt({ expert: 'c', number: 2, answer: 4, score: 0.2 }),
    attempt({ expert: 'd', answer: 5, score: 0.3 }),
    attempt({ expert: 'd', number: 2 }),
  ]);
  expect(answers.map(({ answer, votes }) => [answer, votes])).toEqual([
    [1, 2],
    [2, 1],
    [5, 0],
    [4, 0],
  ]);
});

test('one expert has one vote for an answer', () => {
  const twice = [1, 2].map((number) => attempt({ number, answer: 'x', passed: true }));
  expect(isAgreed(twice, 2)).toBe(false);
  expect(isAgreed([...twice, attempt({ expert: 'b', answer: 'x', passed: true })], 2)).toBe(true);
});

test('whatever votes, an answer that passed stands before all that failed, and nobody votes for a failure', () => {
  const any = fc.record({
    expert: fc.constantFrom('a', 'b', 'c', 'd'),
    answer: fc.integer({ min: 0, max: 3 }),
    passed: fc.boolean(),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(any), (facts) => {
      const candidates = ranked(facts.map(attempt));
      const failed = candidates.findIndex(({ passed }) => !passed);
      if (failed >= 0) expect(candidates.slice(failed).every(({ passed, votes }) => !passed && votes === 0)).toBe(true);
      for (const { answer, votes } of candidates) {
        const voters = facts.filter((fact) => fact.passed && fact.answer === answer).map(({ expert }) => expert);
        expect(votes).toBe(new Set(voters).size);
      }
    }),
  );
});

test('the best attempts are shown, the best last, and the same ones are drawn again', () => {
  const attempts = [0.5, 0.1, 0.9, 0.5, 0].map((score, index) => attempt({ number: index + 1, score }));
  const numbers = (shown: readonly RefineAttempt[]): readonly number[] => shown.map(({ number }) => number);
  expect(numbers(shownAttempts(attempts, { best: 3 }, 'x'))).toEqual([1, 4, 3]);
  expect(shownAttempts(attempts, { best: 0 }, 'x')).toEqual([]);
  expect(shownAttempts(attempts, { chance: 0 }, 'x')).toEqual([]);
  const many = Array.from({ length: 400 }, (_, index) => attempt({ number: index + 1 }));
  const drawn = shownAttempts(many, { best: 400, chance: 0.5 }, 'x');
  expect(drawn.length).toBeGreaterThan(150);
  expect(drawn.length).toBeLessThan(250);
  expect(shownAttempts(many, { best: 400, chance: 0.5 }, 'x')).toEqual(drawn);
  expect(shownAttempts(many, { best: 400, chance: 0.5 }, 'y')).not.toEqual(drawn);
});

test('an order is a permutation, the same for the same key', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (items, key) => {
      const order = inOrderOf(items, key);
      const rising = (one: number, other: number): number => one - other;
      expect(order.toSorted(rising)).toEqual(items.toSorted(rising));
      expect(inOrderOf(items, key)).toEqual(order);
    }),
  );
  const orders = new Set(Array.from({ length: 50 }, (_, seed) => inOrderOf([1, 2, 3], `${seed}`).join('')));
  expect(orders.size).toBe(6);
});

const place = { expert: 'a', number: 1 };
const reply = { text: 'x', toolCalls: [], finishReason: 'stop', model: 'sim/a' } as const;
const failed = (kind: Failure['kind'], retryAfterMs?: number): RefineEvent => ({
  ...place,
  type: 'failed',
  failure: { kind, message: kind, retryAfterMs },
  spent: noAmounts,
});
const replied: RefineEvent = { ...place, type: 'replied', reply, spent: { ...noAmounts, tokens: 10 } };
const judged = (score: number): RefineEvent => ({
  ...place,
  type: 'judged',
  judgement: { feedback: '', score, passed: score === 1 },
});
const run = (...events: readonly RefineEvent[]): RunState => runOf(events.map((event, at) => ({ ...event, at })));
const next = (events: readonly RefineEvent[], rules: StopRules = {}): unknown => nextStep(run(...events), 'a', rules);

test('an expert asks, judges what was replied, and ends when it passes', () => {
  expect(next([])).toEqual({ type: 'ask', number: 1, waitMs: 0 });
  expect(next([replied])).toEqual({ type: 'judge', number: 1 });
  expect(next([replied, judged(0.5)])).toEqual({ type: 'ask', number: 2, waitMs: 0 });
  expect(next([replied, judged(1)])).toEqual({ type: 'end', reason: 'passed' });
});

test('an expert ends after its attempts, without progress, or when it is told to', () => {
  const two = [replied, judged(0.5), replied, judged(0.5)];
  expect(next(two, { attempts: 2 })).toMatchObject({ reason: 'attempts' });
  expect(next(two, { patience: 1 })).toMatchObject({ reason: 'patience' });
  expect(next(two, { patience: 2 })).toMatchObject({ type: 'ask' });
  expect(next(two, { stop: (attempts) => attempts.length === 2 })).toMatchObject({ reason: 'stopped' });
});

test('a rate limit waits and counts for nothing, a failure is asked again so many times', () => {
  const limited = failed('rate-limit', 700);
  expect(next([limited, limited, limited, limited])).toEqual({ type: 'ask', number: 1, waitMs: 700 });
  expect(next([failed('rate-limit')])).toMatchObject({ waitMs: 5_000 });
  const down = failed('overloaded');
  expect(next([down, limited, down])).toMatchObject({ type: 'ask' });
  expect(next([down, down, down])).toEqual({ type: 'end', reason: 'failed' });
  expect(next([down, down, replied, judged(0), down])).toMatchObject({ type: 'ask', number: 2 });
  expect(next([failed('context-length')])).toMatchObject({ reason: 'failed' });
  expect(next([failed('budget')])).toMatchObject({ reason: 'budget' });
});

test('an error that would be the same for every call ends all experts, until the run is taken up', () => {
  for (const kind of ['quota', 'auth', 'permission', 'not-found', 'invalid-request'] as const) {
    const events = [failed(kind)];
    expect(nextStep(run(...events), 'b', {})).toEqual({ type: 'end', reason: 'over' });
    expect(next([...events, { type: 'begun' }])).toMatchObject({ type: 'ask' });
  }
});

test('no error that may pass ends a run, and each that is fatal would not be tried again by any layer', () => {
  for (const [kind, { retry }] of Object.entries(errorPolicies)) {
    const policy = Object.entries(failurePolicies).find(([name]) => name === kind)?.[1];
    if (retry !== 'no') expect([kind, policy]).toEqual([kind, retry === 'wait' ? 'wait' : 'again']);
  }
});

test('a call that nobody saw the end of has spent what it had reserved', () => {
  const asked: RefineEvent = { ...place, type: 'asked', tokens: 100 };
  expect(spentBy(run(asked))).toEqual({ ...noAmounts, calls: 1, tokens: 100 });
  const reserved: RefineEvent = { ...place, type: 'reserved', tokens: 70, nanodollars: 9 };
  expect(spentBy(run(asked, reserved))).toEqual({ calls: 1, timeouts: 0, tokens: 70, nanodollars: 9 });
  expect(spentBy(run(asked, reserved, { type: 'begun' }, asked, replied))).toEqual({
    calls: 1,
    timeouts: 0,
    tokens: 80,
    nanodollars: 9,
  });
});

test('time counts while the run is worked on', () => {
  const entries = [
    { type: 'begun', at: 0 } as const,
    { ...replied, at: 30 },
    { type: 'begun', at: 1_000 } as const,
    { ...replied, at: 1_005 },
  ];
  expect(elapsedIn(runOf(entries))).toBe(35);
});
