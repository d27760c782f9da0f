import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCall, defaultRetryBudget, freshRetryBudget, takeRetry } from './retry-budget.ts';

const rules = defaultRetryBudget;

test('within a window no more than a fifth of the calls are tried again, or ten', () => {
  const script = fc.array(fc.record({ after: fc.nat(200), retries: fc.nat(5) }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(script, (steps) => {
      let state = freshRetryBudget;
      let now = 1_000_000;
      const calls: number[] = [];
      const taken: number[] = [];
      for (const { after, retries } of steps) {
        now += after;
        state = countCall(rules, state, now);
        calls.push(now);
        for (let retry = 0; retry < retries; retry += 1) {
          const next = takeRetry(rules, state, now);
          if (next === undefined) break;
          state = next;
          taken.push(now);
        }
        const within = (times: number[], ms: number): number => times.filter((time) => time > now - ms).length;
        // The window slides by a tenth of its length.
        const bound = Math.max(rules.least, rules.share * within(calls, rules.windowMs));
        expect(within(taken, rules.windowMs * 0.9)).toBeLessThanOrEqual(bound);
        expect(state.slices.length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('a lone call may be tried again, however little else there is', () => {
  const state = countCall(rules, freshRetryBudget, 1_000);
  const once = takeRetry(rules, state, 1_000);
  expect(once && takeRetry(rules, once, 1_000)).toBeDefined();
});
