import type { Attempt } from '../model/attempt.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { around } from './around.ts';
import { Circuit } from './breaker-circuit.ts';
import type { CircuitRules } from './circuit.ts';
import { healthSignOf } from './circuit-health.ts';

/** Settings of `breaker`. */
export interface BreakerOptions extends Partial<CircuitRules> {
  /** Shared by all who ask the same target; it has its own rules. Default: one of its own. */
  readonly circuit?: Circuit;
  /** The longest time for which a caller who has nowhere else to go is held, in milliseconds. Default: 60,000. */
  readonly holdMs?: number;
  readonly clock?: Clock;
}

/**
 * Sets a target aside while it is failing, so that calls need not find out one by one. A caller who has somewhere else to
 * go (`patienceMs` is set by choices) fails at once with `circuit-open` and the time of recovery; one who has not waits for
 * the target in line, as far as the deadline allows, and is let through even so while the target answers some of its calls.
 */
export function breaker(options: BreakerOptions = {}): Layer {
  const { clock = systemClock, holdMs = 60_000, circuit: shared, ...rules } = options;
  const circuit = shared ?? new Circuit({ rules, clock });
  return (inner) =>
    around(async (next, request, call) => {
      const entering = circuit.enter(inner.id, call, holdMs);
      const place = entering instanceof Promise ? await entering : entering;
      try {
        const settled = await next(request, call);
        const slow = isSlow(call, inner.id, clock.now() - place.begunAt, circuit.rules.slowMs);
        circuit.settle(inner.id, call, place, { sign: 'answered', slow });
        if ('ended' in settled) {
          void settled.ended.then(() => {
            if (brokeOff(call, inner.id, clock.now())) circuit.settle(inner.id, call, place, { sign: 'broken' });
          });
        }
        return settled;
      } catch (error) {
        circuit.settle(inner.id, call, place, { sign: healthSignOf(error), error });
        throw error;
      }
    }, clock)(inner);
}

/** Time that the call stood in a queue of ours is not the target's: where its own time was written down, that counts. */
function isSlow(call: OpenCall, target: string, tookMs: number, slowMs: number): boolean {
  return tookMs > slowMs && (newestAttempt(call, target)?.durationMs ?? tookMs) > slowMs;
}

/** Whether a reply broke off after it had begun; a model tells so in the journal, where its attempt stands failed then. */
function brokeOff(call: OpenCall, target: string, now: number): boolean {
  const kind = newestAttempt(call, target)?.kind;
  return kind !== undefined && errorPolicies[kind].health && now < (call.deadline ?? Infinity);
}

function newestAttempt({ journal }: OpenCall, target: string): Attempt | undefined {
  return journal.attempts.findLast((attempt) => attempt.target === target);
}
