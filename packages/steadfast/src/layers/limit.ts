import { ModelError, isModelError } from '../model/error.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { sleep } from '../time/sleep.ts';
import { around } from './around.ts';
import { closeGate, gateWait, openGate } from './gate.ts';
import type { GateState } from './gate.ts';

/** The gate that all callers of one provider, key and model share. */
export interface Gate {
  state: GateState;
}

/** Makes a gate that stands open. */
export function newGate(): Gate {
  return { state: openGate };
}

/** Settings of `limit`. */
export interface LimitOptions {
  /** Shared by all models that draw on the same limit. Default: one of its own. */
  readonly gate?: Gate;
  readonly clock?: Clock;
}

/**
 * Holds calls while the provider has asked for a pause: what one caller was told by a rate limit holds for all callers
 * of the gate. A wait that would pass the call's deadline is not begun.
 */
export function limit(options: LimitOptions = {}): Layer {
  const { gate = newGate(), clock = systemClock } = options;
  return (inner) =>
    around(async (next, request, call) => {
      if (gateWait(gate.state, clock.now()) > 0) await pass(gate, clock, call, inner.id);
      try {
        return await next(request, call);
      } catch (error) {
        if (isModelError(error) && errorPolicies[error.kind].slow && error.retryAfterMs !== undefined) {
          gate.state = closeGate(gate.state, clock.now(), error.retryAfterMs);
        }
        throw error;
      }
    }, clock)(inner);
}

async function pass(gate: Gate, clock: Clock, call: OpenCall, target: string): Promise<void> {
  // The gate may be closed anew while a call waits at it.
  for (let ms = gateWait(gate.state, clock.now()); ms > 0; ms = gateWait(gate.state, clock.now())) {
    const { deadline = Infinity, patienceMs = Infinity, journal, signal } = call;
    if (ms >= Math.min(patienceMs, deadline - clock.now())) throw heldError(target, ms);
    journal.wait(target, { reason: 'gate', ms });
    await sleep(clock, ms, signal);
  }
}

function heldError(target: string, ms: number): ModelError {
  const seconds = (ms / 1_000).toFixed(1);
  const message = `${target} is rate limited for another ${seconds} s, longer than this call can wait. Call again then.`;
  const [provider = target] = target.split('/');
  return new ModelError({ kind: 'rate-limit', message, provider, model: target, retryAfterMs: ms });
}
