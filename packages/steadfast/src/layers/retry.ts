import { isModelError } from '../model/error.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { sleep } from '../time/sleep.ts';
import { around } from './around.ts';
import { defaultPatience, patience } from './patience.ts';
import type { PatienceRules, PatienceState } from './patience.ts';

/** Settings of `retry`. */
export interface RetryOptions extends Partial<PatienceRules> {
  readonly clock?: Clock;
  /** Gives numbers from 0 to 1, for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Tries the model again after failures that may pass, and waits for rate limits, which use up no retry. No wait is begun
 * that would pass the call's deadline: the error comes at once then, with the time after which it would have been worth it.
 */
export function retry(options: RetryOptions = {}): Layer {
  const { clock = systemClock, random = Math.random, ...rules } = options;
  const known = { ...defaultPatience, ...rules };
  return around(async (next, request, call) => {
    let state: PatienceState = { failures: 0, limits: 0 };
    for (;;) {
      try {
        return await next(request, call);
      } catch (error) {
        if (!isModelError(error)) throw error;
        const { deadline = Infinity, patienceMs = Infinity, journal, signal } = call;
        const verdict = patience(known, state, error, { leftMs: deadline - clock.now(), patienceMs }, random());
        if (!verdict.again) throw error.with({ attempts: journal.attempts });
        state = verdict.state;
        journal.wait(error.model ?? 'model', { reason: verdict.reason, ms: verdict.waitMs });
        await sleep(clock, verdict.waitMs, signal);
      }
    }
  }, clock);
}
