import type { Attempt, Wait } from '../model/attempt.ts';
import type { CallEvent, Decision } from '../model/journal.ts';
import type { Clock } from '../time/clock.ts';
import type { AttemptStep, Step, WaitStep } from './decision-record.ts';

/** The most steps of one call that are kept: a call may wait for a limit again and again. */
const mostSteps = 500;

/** What is filled in when the record is written: how attempts end is known only then, and how long waits were. */
type Noted =
  | Exclude<Step, AttemptStep | WaitStep>
  | { readonly type: 'attempt'; readonly atMs: number; readonly target: string }
  | { readonly type: 'wait'; readonly atMs: number; readonly target: string; readonly wait: Wait };

/** Takes down what happens in a call, in order. */
export class StepLog {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #noted: Noted[] = [];
  #omitted = 0;

  /** @param startedAt epoch milliseconds */
  constructor(clock: Clock, startedAt: number) {
    this.#clock = clock;
    this.#startedAt = startedAt;
  }

  /** Steps that were not kept. */
  get omitted(): number {
    return this.#omitted;
  }

  note(event: CallEvent): void {
    if (event.type === 'attempt-end') return;
    if (this.#noted.length >= mostSteps) {
      this.#omitted += 1;
      return;
    }
    const atMs = this.#clock.now() - this.#startedAt;
    switch (event.type) {
      case 'attempt-start':
        this.#noted.push({ type: 'attempt', atMs, target: event.target });
        break;
      case 'wait-start':
        this.#noted.push({ type: 'wait', atMs, target: event.target, wait: event.wait });
        break;
      case 'target-leave': {
        const { target, next, error } = event;
        this.#noted.push({ type: 'leave', atMs, target, next, kind: error.kind, retryAfterMs: error.retryAfterMs });
        break;
      }
      default: {
        const { by, target, verdict, facts } = event.decision;
        this.#noted.push({ type: 'decision', atMs, by, target, verdict, facts: facts && sayable(facts) });
      }
    }
  }

  /** The steps, with what became of the attempts. */
  steps(attempts: readonly Attempt[], contents: boolean): Step[] {
    const left = attempts.toSorted((one, other) => one.startedAt - other.startedAt);
    return this.#noted.map((noted) => {
      if (noted.type === 'wait') {
        const { atMs, target, wait } = noted;
        return { type: 'wait', atMs, target, reason: wait.reason, ms: wait.ms };
      }
      if (noted.type !== 'attempt') return noted;
      const index = left.findIndex(({ target }) => target === noted.target);
      const [attempt] = index < 0 ? [] : left.splice(index, 1);
      return attempt === undefined ? openStep(noted) : attemptStep(noted.atMs, attempt, contents);
    });
  }
}

/** JSON has no word for infinite: such figures are left out. */
function sayable(facts: NonNullable<Decision['facts']>): Decision['facts'] {
  if (!Object.values(facts).some(isInfinite)) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => !isInfinite(value)));
}

function isInfinite(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

function openStep({ atMs, target }: { readonly atMs: number; readonly target: string }): AttemptStep {
  return { type: 'attempt', atMs, target, durationMs: 0, outcome: 'open', counted: false };
}

function attemptStep(atMs: number, attempt: Attempt, contents: boolean): AttemptStep {
  const { target, protocol, durationMs, outcome, kind, status, phase, retryAfterMs, counted, message } = attempt;
  const step: AttemptStep = {
    type: 'attempt',
    atMs,
    target,
    protocol,
    durationMs,
    outcome,
    kind,
    status,
    phase,
    retryAfterMs,
    counted,
  };
  return contents && message !== undefined ? { ...step, message } : step;
}
