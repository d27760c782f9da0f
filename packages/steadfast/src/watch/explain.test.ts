import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record as recordOf,
} from 'fast-check';
import { expect, test } from 'vitest';
import { errorPolicies } from '../model/error-policy.ts';
import type { ErrorKind, ErrorPhase } from '../model/error-kind.ts';
import type { AttemptStep, DecisionRecord, Step } from './decision-record.ts';
import { attemptsOf, waitsOf } from './decision-record.ts';
import { explain } from './explain.ts';
import { time } from './words.ts';

const answered = { ok: true, model: 'b/two', finishReason: 'stop', toolCalls: 0, characters: 3 } as const;

function recordWith(facts: Partial<DecisionRecord> = {}): DecisionRecord {
  const { steps = [] } = facts;
  return {
    version: 1,
    id: 'id',
    startedAt: 0,
    asked: 'fast',
    streamed: false,
    request: { size: 1, messages: 1, tools: 0 },
    targets: [...new Set(steps.map(({ target }) => target))],
    steps,
    adaptations: [],
    outcome: answered,
    timings: { totalMs: 1_300, waitedMs: 0 },
    ...facts,
  };
}

function attempt(target: string, facts: Partial<AttemptStep> = {}): AttemptStep {
  return { type: 'attempt', atMs: 0, target, durationMs: 1_300, outcome: 'ok', counted: true, ...facts };
}

test('a call that was answered at once is one sentence, and what it cost', () => {
  const record = recordWith({ asked: 'b/two', steps: [attempt('b/two')], cost: { known: true, amount: 0.0031 } });
  expect(explain(record)).toBe('b/two was asked and answered after 1.3 s. It cost $0.0031.');
});

test('a limit that is not waited for, and the next target', () => {
  const limited = { durationMs: 40, outcome: 'error', kind: 'rate-limit', status: 429, retryAfterMs: 12_000 } as const;
  const steps: Step[] = [
    attempt('openai/gpt-6-luna', limited),
    { type: 'leave', atMs: 0, target: 'openai/gpt-6-luna', next: 'b/two', kind: 'rate-limit', retryAfterMs: 12_000 },
    attempt('b/two'),
  ];
  const cost = { known: false, reason: 'No price is known.' } as const;
  expect(explain(recordWith({ steps, cost }))).toBe(
    'The call was for fast. openai/gpt-6-luna was asked first; after 40 ms it was rate limited (429) and asked to wait ' +
      '12 s, longer than is waited while another target is left. So b/two was asked and answered after 1.3 s. Altogether ' +
      'it took 1.3 s and 2 attempts. What it cost is not known: No price is known.',
  );
});

test('a target that was not even asked', () => {
  const leave = {
    type: 'leave',
    atMs: 0,
    target: 'a/one',
    next: 'b/two',
    kind: 'circuit-open',
    retryAfterMs: 8_200,
  } as const;
  expect(explain(recordWith({ targets: ['a/one', 'b/two'], steps: [leave, attempt('b/two')] }))).toBe(
    'The call was for fast. a/one was given up, because it was set aside, because it had been failing, for another 8.2 s, ' +
      'longer than is waited while another target is left. So b/two was asked first and answered after 1.3 s.',
  );
});

test('retries, waits, a stream that broke off and what it was fitted to', () => {
  const steps: Step[] = [
    attempt('b/two', { outcome: 'error', kind: 'timeout', phase: 'first-content', durationMs: 20_000 }),
    { type: 'wait', atMs: 20_000, target: 'b/two', reason: 'backoff', ms: 450 },
    { type: 'wait', atMs: 20_450, target: 'b/two', reason: 'queue', ms: 2_000 },
    attempt('b/two', { outcome: 'error', kind: 'interrupted', durationMs: 3_000 }),
  ];
  const record = recordWith({
    asked: 'b/two',
    streamed: true,
    steps,
    outcome: { ok: false, kind: 'interrupted', model: 'b/two', partialCharacters: 120 },
    adaptations: [{ field: 'temperature', action: 'dropped', detail: 'It takes none.' }],
    timings: { totalMs: 25_460, waitedMs: 2_450, firstContentMs: 24_000 },
  });
  expect(explain(record)).toBe(
    'b/two was asked; after 20 s it did not say anything in time. After waiting 450 ms before trying again and 2 s in line ' +
      'for its limit, b/two was asked again; after 3 s it broke off its reply. The call failed after 25.5 s; 120 characters ' +
      'of the reply had come. Altogether it took 25.5 s and 2 attempts, 2.5 s of them in 2 waits. The request was fitted to ' +
      'its target: temperature was dropped or changed.',
  );
});

test('calls that never reached a provider', () => {
  const none = { steps: [], targets: [] };
  const cached = { ...answered, cached: { from: 'store', ageMs: 90_000 } } as const;
  expect(explain(recordWith({ ...none, outcome: cached }))).toBe(
    'fast was answered by a reply that was kept 90 s ago; no provider was asked.',
  );
  expect(explain(recordWith({ ...none, outcome: { ok: false, kind: 'budget', code: 'money' } }))).toBe(
    'fast was asked. The call ended after 1.3 s, because a budget was used up (money).',
  );
  expect(explain(recordWith({ ...none, outcome: { ok: false, kind: 'aborted' } }))).toBe(
    'fast was asked. Its caller ended the call after 1.3 s.',
  );
  const limited = { ok: false, kind: 'rate-limit', model: 'a/one', retryAfterMs: 30_000 } as const;
  expect(explain(recordWith({ ...none, outcome: limited }))).toBe(
    'fast was asked. The call failed after 1.3 s, because a/one was rate limited. It is worth asking again in 30 s.',
  );
  expect(explain(recordWith({ ...none, outcome: { ...answered, fallback: true } }))).toBe(
    'fast was asked. A fixed reply was given instead of a failure.',
  );
});

test('what was decided is said where it changed something', () => {
  const steps: Step[] = [
    { type: 'decision', atMs: 0, by: 'limit', target: 'b/two', verdict: 'passed', facts: { waiting: 0 } },
    { type: 'decision', atMs: 0, by: 'keys', target: 'b/two', verdict: 'aside', facts: { key: 2, reason: 'auth' } },
    { type: 'decision', atMs: 0, by: 'oracle', target: 'b/two', verdict: 'nodded', facts: { twice: true } },
    attempt('b/two'),
  ];
  expect(explain(recordWith({ asked: 'b/two', steps }))).toBe(
    'Key 2 of b/two was put aside (auth). The oracle of b/two decided: nodded (twice true). b/two was asked and answered ' +
      'after 1.3 s.',
  );
});

test('a hedge, a breaker and a budget have words of their own', () => {
  const decided = (by: string, verdict: string, facts?: Record<string, string | number>): Step => {
    return { type: 'decision', atMs: 0, by, target: 'a/one', verdict, facts };
  };
  const words = (step: Step): string =>
    explain(recordWith({ asked: 'a/one', steps: [step, attempt('a/one')] })).split('. ')[0] ?? '';
  expect(words(decided('hedge', 'hedged', { afterMs: 1_200 }))).toBe(
    'a/one was asked as well, because there was no answer after 1.2 s',
  );
  expect(words(decided('breaker', 'refused', { waitMs: 8_000 }))).toBe(
    'a/one was not asked, because it was set aside as failing for another 8 s',
  );
  expect(words(decided('budget', 'cut', { level: 'run', limit: 'money' }))).toBe(
    'The budget "run" was used up (money), and the reply was cut',
  );
});

const targets = constantFrom('a/one', 'b/two', 'c/three');
const kinds = constantFrom(...Object.keys(errorPolicies).filter((kind): kind is ErrorKind => kind in errorPolicies));
const phases: readonly ErrorPhase[] = ['dns', 'connect', 'tls', 'headers', 'first-content', 'idle', 'body', 'deadline'];

/** Each time is another one, so that it can be found in the text. */
const arbitrarySteps = array(
  oneof(
    recordOf({
      type: constant('attempt' as const),
      target: targets,
      outcome: constantFrom('ok' as const, 'error' as const, 'aborted' as const, 'open' as const),
      kind: option(kinds, { nil: undefined }),
      phase: option(constantFrom(...phases), { nil: undefined }),
      status: option(integer({ min: 400, max: 599 }), { nil: undefined }),
      counted: boolean(),
    }),
    recordOf({
      type: constant('wait' as const),
      target: targets,
      reason: constantFrom(
        'backoff' as const,
        'rate-limit' as const,
        'gate' as const,
        'queue' as const,
        'circuit' as const,
      ),
    }),
    recordOf({
      type: constant('leave' as const),
      target: targets,
      next: targets,
      kind: kinds,
      retryAfterMs: option(integer({ min: 200_000, max: 900_000 }), { nil: undefined }),
    }),
    recordOf({
      type: constant('decision' as const),
      target: targets,
      by: constantFrom('limit', 'breaker', 'budget', 'retry', 'keys', 'fallback', 'hedge', 'survive', 'oracle'),
      verdict: constantFrom(
        'passed',
        'held',
        'refused',
        'cut',
        'hedged',
        'stop',
        'over-budget',
        'aside',
        'too-late',
        'nodded',
      ),
    }),
  ),
  { maxLength: 30 },
).map((drafts): Step[] =>
  drafts.map((draft, index) => {
    const atMs = index * 10;
    const own = 100 + index;
    if (draft.type === 'attempt') return { ...draft, atMs, durationMs: own };
    return draft.type === 'wait' ? { ...draft, atMs, ms: own } : { ...draft, atMs };
  }),
);

const arbitraryOutcome = oneof(
  constant(answered),
  recordOf({
    ok: constant(false as const),
    kind: oneof(kinds, constant('unknown' as const)),
    model: option(targets, { nil: undefined }),
    phase: option(constantFrom(...phases), { nil: undefined }),
    retryAfterMs: option(integer({ min: 0, max: 900_000 }), { nil: undefined }),
    partialCharacters: option(integer({ min: 0, max: 9 }), { nil: undefined }),
  }),
);

test('every attempt and every wait is accounted for, and no word is missing', () => {
  assert(
    property(arbitrarySteps, arbitraryOutcome, boolean(), (steps, outcome, streamed) => {
      const record = recordWith({ steps, outcome, streamed, timings: { totalMs: 5_000_000, waitedMs: 6_000_000 } });
      const text = explain(record);
      expect(text).not.toMatch(/undefined|NaN|null|\[object|Infinity| {2}|\.\./);
      expect(text.match(/ was asked/g)?.length ?? 0).toBeGreaterThanOrEqual(attemptsOf(record).length);
      const closed = attemptsOf(record).filter(({ outcome: end }) => end !== 'open');
      for (const { durationMs } of closed) expect(text).toContain(`after ${time(durationMs)}`);
      for (const { ms } of waitsOf(record)) expect(text).toMatch(new RegExp(`\\b${time(ms)} `));
    }),
    { numRuns: 500 },
  );
});
