import { ModelError, isModelError } from '../model/error.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { slowAnswer } from './breaker-leaving.ts';
import { BreakerLine } from './breaker-line.ts';
import type { Place, Refusal } from './breaker-line.ts';
import { closedCircuit, defaultCircuit, enterCircuit, settleCircuit, triedAgainAt } from './circuit.ts';
import type { CircuitRules, CircuitState, HealthSign } from './circuit.ts';
import { enterRamp, leaveRamp, newRamp, restartRamp } from './circuit-ramp.ts';
import type { RampState } from './circuit-ramp.ts';

/** All that is known of a target's health, as plain data: what `Circuit.saved()` gives and a new one can begin with. */
export interface SavedCircuit {
  readonly health: CircuitState;
  readonly ramp: RampState;
}

/** Settings of a circuit. */
export interface CircuitOptions {
  readonly rules?: Partial<CircuitRules>;
  readonly clock?: Clock;
  /** What was known of the target before; calls that were under way then are forgotten. */
  readonly saved?: SavedCircuit;
}

/** How a call came back that was let through. */
export interface CallOutcome {
  readonly sign: HealthSign;
  readonly slow?: boolean;
  readonly error?: unknown;
}

/** What a caller who cannot wait is told while a target that came back is full, in milliseconds. */
const fullMs = 1_000;

/** The health of one target, shared by all who ask it, and the line of those who wait for it. */
export class Circuit {
  readonly rules: CircuitRules;
  readonly #clock: Clock;
  readonly #line: BreakerLine;
  #health: CircuitState;
  #ramp: RampState;
  #lastError: ModelError | undefined;

  constructor({ rules, clock = systemClock, saved }: CircuitOptions = {}) {
    this.rules = { ...defaultCircuit, ...rules };
    this.#clock = clock;
    this.#line = new BreakerLine(clock, {
      ask: (alone) => this.#place(alone, true),
      answerMs: () => this.#ramp.usualMs,
    });
    this.#health = saved?.health ?? closedCircuit;
    this.#ramp = { ...(saved?.ramp ?? newRamp), underWay: 0 };
  }

  /** What is known of the target now. */
  saved(): SavedCircuit {
    return { health: this.#health, ramp: this.#ramp };
  }

  /**
   * Lets a call through, at once or after a wait; gives when that was.
   * @throws ModelError of kind `circuit-open`, with the true time of recovery
   */
  enter(target: string, call: OpenCall, holdMs: number): Place | Promise<Place> {
    const alone = call.patienceMs === undefined;
    const place = alone && this.#line.length > 0 ? this.#behindOthers() : this.#place(alone, false);
    if (!('waitMs' in place)) return place;
    // Who is let through too late to be answered takes the place of one who is not.
    const lateMs = (call.deadline ?? Infinity) - slowAnswer * this.#ramp.usualMs;
    const longestMs = Math.min(holdMs, lateMs - this.#clock.now());
    if (longestMs <= 0 || (!place.brief && (!alone || place.waitMs >= longestMs)))
      throw this.#refuse(target, call, place.waitMs);
    return this.#wait(target, call, alone, place.waitMs, longestMs);
  }

  /** A call that was let through has come back, or its reply has broken off. */
  settle(target: string, { journal }: OpenCall, place: Place, { sign, slow = false, error }: CallOutcome): void {
    const now = this.#clock.now();
    const before = this.#health;
    if (isModelError(error)) this.#note(error, sign, place.queued, journal.startedAt);
    this.#health = settleCircuit(this.rules, before, now, { ...place, sign, slow });
    if (sign !== 'broken')
      this.#ramp = leaveRamp(this.#ramp, {
        came: cameOf(sign, error),
        beside: place.beside,
        tookMs: now - place.begunAt,
      });
    const { phase, down, streak } = this.#health;
    if (before.down && !down) this.#ramp = restartRamp(this.#ramp, now, this.rules.probes);
    if (before.phase !== phase)
      journal.decide(() => ({ by: 'breaker', target, verdict: phase, facts: { streak, down } }));
    this.#line.move();
  }

  #note(error: ModelError, sign: HealthSign, queued: boolean, startedAt: number): void {
    if (sign === 'failed') this.#lastError = error;
    if (queued && error.kind === 'aborted') this.#line.left(startedAt);
  }

  async #wait(target: string, call: OpenCall, alone: boolean, waitMs: number, longestMs: number): Promise<Place> {
    const { journal, signal } = call;
    const begunAt = this.#clock.now();
    journal.decide(() => ({ by: 'breaker', target, verdict: 'held', facts: { waitMs, ahead: this.#line.length } }));
    // Written down with what is expected of it; the true time replaces that when it is over.
    const wait = { reason: 'circuit' as const, ms: waitMs };
    journal.wait(target, wait);
    try {
      const place = await this.#line.join({
        alone,
        startedAt: journal.startedAt,
        failed: hasFailed(call, target),
        longestMs,
        signal,
      });
      if (!('waitMs' in place)) return place;
      if (place.brief) return this.#entered({ probe: false, queued: true });
      throw this.#refuse(target, call, place.waitMs);
    } finally {
      wait.ms = this.#clock.now() - begunAt;
    }
  }

  #place(alone: boolean, queued: boolean): Place | Refusal {
    const now = this.#clock.now();
    const { state, verdict } = enterCircuit(this.rules, this.#health, now, alone);
    this.#health = state;
    if (!verdict.enters) return { waitMs: verdict.waitMs, brief: false };
    if (verdict.probe) return this.#entered({ probe: true, queued });
    const ramp = enterRamp(this.#ramp, now, queued);
    this.#ramp = ramp.state;
    if (ramp.waitMs === 0) return { probe: false, queued, begunAt: now, beside: this.#ramp.underWay };
    return ramp.waitMs === Infinity ? { waitMs: fullMs, brief: false } : { waitMs: ramp.waitMs, brief: true };
  }

  /** Nobody who comes now is let through before those who wait. */
  #behindOthers(): Refusal {
    if (this.#health.phase === 'closed') return { waitMs: fullMs, brief: !this.#ramp.answered };
    return { waitMs: Math.max(1, triedAgainAt(this.#health) - this.#clock.now()), brief: false };
  }

  #entered(how: Pick<Place, 'probe' | 'queued'>): Place {
    this.#ramp = { ...this.#ramp, underWay: this.#ramp.underWay + 1 };
    return { ...how, begunAt: this.#clock.now(), beside: this.#ramp.underWay };
  }

  #refuse(target: string, { journal }: OpenCall, waitMs: number): ModelError {
    journal.decide(() => ({ by: 'breaker', target, verdict: 'refused', facts: { waitMs, phase: this.#health.phase } }));
    return this.#error(target, waitMs);
  }

  #error(target: string, waitMs: number): ModelError {
    const cause = this.#lastError;
    const status = cause?.status === undefined ? '' : ` (${cause.status})`;
    const reason = cause === undefined ? 'it was failing' : `it was failing, the last time with ${cause.kind}${status}`;
    const seconds = (waitMs / 1_000).toFixed(1);
    const message = `${target} is set aside because ${reason}. It is tried again in ${seconds} s. Call again then.`;
    const [provider = target] = target.split('/');
    return new ModelError({ kind: 'circuit-open', message, provider, model: target, retryAfterMs: waitMs, cause });
  }
}

function cameOf(sign: HealthSign, error: unknown): 'answered' | 'slowed' | 'otherwise' {
  if (sign === 'answered') return 'answered';
  return isModelError(error) && errorPolicies[error.kind].slow ? 'slowed' : 'otherwise';
}

/** Whether the call has tried the target and failed; to be told to come later is no failure. */
function hasFailed({ journal }: OpenCall, target: string): boolean {
  const kind = journal.attempts.findLast((attempt) => attempt.target === target)?.kind;
  return kind !== undefined && kind !== 'rate-limit';
}
