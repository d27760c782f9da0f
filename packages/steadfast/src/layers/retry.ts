import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { sleep } from '../time/sleep.ts';
import { around } from './around.ts';
import { countCall, defaultRetryBudget, freshRetryBudget, takeRetry } from './retry-budget.ts';
import type { RetryBudgetRules, RetryBudgetState } from './retry-budget.ts';
import { defaultPatience, patience } from './patience.ts';
import type { PatienceRules, PatienceState } from './patience.ts';

/** The retries that all callers of one target share. */
export interface RetryBudget {
  readonly rules: RetryBudgetRules;
  state: RetryBudgetState;
}

/** Makes a budget that nobody has drawn on. */
export function newRetryBudget(rules: Partial<RetryBudgetRules> = {}): RetryBudget {
  return { rules: { ...defaultRetryBudget, ...rules }, state: freshRetryBudget };
}

/** Settings of `retry`. */
export interface RetryOptions extends Partial<PatienceRules> {
  /** Shared by all who ask the same target. Default: one of its own, see `defaultRetryBudget`. */
  readonly budget?: RetryBudget;
  readonly clock?: Clock;
  /** Gives numbers from 0 to 1, for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Tries the model again after failures that may pass, and waits for rate limits, which use up no retry. No wait is begun
 * that would pass the call's deadline: the error comes at once then, with the time after which it would have been worth it.
 * All callers of a target share a budget of retries, so that a failing target is not buried under them.
 */
export function retry(options: RetryOptions = {}): Layer {
  const { clock = systemClock, random = Math.random, budget = newRetryBudget(), ...rules } = options;
  const known = { ...defaultPatience, ...rules };
  return around(async (next, request, call) => {
    budget.state = countCall(budget.rules, budget.state, clock.now());
    let state: PatienceState = { failures: 0, limits: 0 };
    for (;;) {
      try {
        return await next(request, call);
      } catch (error) {
        if (!isModelError(error)) throw error;
        const { deadline = Infinity, patienceMs = Infinity, journal, signal } = call;
        const verdict = patience(known, state, error, { leftMs: deadline - clock.now(), patienceMs }, random());
        const again = verdict.again && (verdict.reason === 'rate-limit' || drawn(budget, clock, call, error));
        if (!again) throw error.with({ attempts: journal.attempts });
        state = verdict.state;
        journal.wait(error.model ?? 'model', { reason: verdict.reason, ms: verdict.waitMs });
        await sleep(clock, verdict.waitMs, signal);
      }
    }
  }, clock);
}

/** Takes a retry out of the budget, if one is left. */
function drawn(
  budget: RetryBudget,
  clock: Clock,
  { journal }: OpenCall,
  { model = 'model', kind }: ModelError,
): boolean {
  const state = takeRetry(budget.rules, budget.state, clock.now());
  if (state === undefined) {
    journal.decide(() => ({ by: 'retry', target: model, verdict: 'over-budget', facts: { kind } }));
    return false;
  }
  budget.state = state;
  return true;
}
