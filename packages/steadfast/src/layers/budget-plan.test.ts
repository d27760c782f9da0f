import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstHabit, learned, planOutput } from './budget-plan.ts';

const tokens = fc.integer({ min: 1, max: 200_000 });

test('what is reserved is never more than is asked for, than the model writes, or than can be paid beyond the least', () => {
  const facts = fc.record({
    asked: fc.option(tokens, { nil: undefined }),
    most: fc.option(tokens, { nil: undefined }),
    payable: fc.oneof(fc.integer({ min: 0, max: 3_000_000 }), fc.constant(Infinity)),
    streaming: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, (facts) => {
      const plan = planOutput(facts, firstHabit);
      const { asked = Infinity, most = Infinity, payable } = facts;
      expect(plan.tokens).toBeLessThanOrEqual(Math.min(asked, most));
      expect(plan.tokens).toBeLessThanOrEqual(Math.max(16, payable));
      if (plan.cap !== undefined) expect(plan.cap).toBeLessThanOrEqual(Math.max(16, payable));
      // A whole reply that may come out longer than what is reserved is told where to end, or its model ends it.
      if (!facts.streaming && plan.cap === undefined)
        expect(plan.tokens).toBeGreaterThanOrEqual(Math.min(asked, most, 4_096));
    }),
  );
});

test('a roomy budget tells the model nothing, and leaves room for others', () => {
  expect(planOutput({ most: 128_000, payable: 2_000_000, streaming: false }, firstHabit)).toEqual({ tokens: 128_000 });
  expect(planOutput({ asked: 300, payable: Infinity, streaming: false }, firstHabit)).toEqual({ tokens: 300 });
  expect(planOutput({ most: 128_000, payable: 80_000, streaming: false }, firstHabit)).toEqual({
    tokens: 10_000,
    cap: 10_000,
  });
  expect(planOutput({ most: 128_000, payable: 80_000, streaming: true }, firstHabit)).toEqual({
    tokens: 1_280,
    cap: 80_000,
  });
});

test('a model that thinks unseen shows fewer characters for its tokens, and that is learned', () => {
  let habit = firstHabit;
  for (let turn = 0; turn < 60; turn += 1) habit = learned(habit, 2_000, 1_000);
  expect(habit.charactersPerToken).toBeCloseTo(1, 1);
  expect(habit.long).toBe(2_000);
  expect(learned(habit, 0, 100)).toBe(habit);
});
