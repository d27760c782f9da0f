import type { Attempt, Wait } from './attempt.ts';
import type { ProtocolId } from './completion-request.ts';
import type { Adaptation } from './completion.ts';
import type { ModelError } from './error.ts';

/** What a layer or a choice decided, and the figures that it decided by. */
export interface Decision {
  /** The layer or choice: `limit`, `breaker`, `hedge`, … */
  readonly by: string;
  /** The model that it is about. */
  readonly target: string;
  /** What was decided, in a word: `reserved`, `open`, `hedged`, … */
  readonly verdict: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** Something that happened in a call, told as it happens. */
export type CallEvent =
  | { readonly type: 'attempt-start'; readonly target: string }
  | { readonly type: 'attempt-end'; readonly attempt: Attempt }
  | { readonly type: 'wait-start'; readonly target: string; readonly wait: Wait }
  | { readonly type: 'target-leave'; readonly target: string; readonly next: string; readonly error: ModelError }
  | { readonly type: 'decision'; readonly decision: Decision };

/** An attempt that is under way. */
export interface OpenAttempt {
  /** Ends the attempt well; called at the commit point. */
  succeed(now: number): void;
  /** Ends the attempt with an error, also one that came after the commit point. */
  fail(now: number, error: ModelError): void;
}

const none: readonly never[] = [];

/** The written record of one call, shared by all its layers. */
export class Journal {
  /** Epoch milliseconds at which the call began. */
  readonly startedAt: number;
  #tell: ((event: CallEvent) => void) | undefined;
  // Replaced as a whole, never changed: whoever has been given one keeps what it said then.
  #attempts: readonly Attempt[] = none;
  #adaptations: readonly Adaptation[] = none;
  #waits: Wait[] = [];

  constructor(startedAt: number, tell?: (event: CallEvent) => void) {
    this.startedAt = startedAt;
    this.#tell = tell;
  }

  /** All attempts so far, the newest last. */
  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  /** What targets could not be told as asked, without repeats. */
  get adaptations(): readonly Adaptation[] {
    return this.#adaptations;
  }

  /** Milliseconds waited so far. */
  get waitedMs(): number {
    let total = 0;
    for (const attempt of this.#attempts) for (const wait of attempt.waits) total += wait.ms;
    for (const wait of this.#waits) total += wait.ms;
    return total;
  }

  /** Notes a wait that now begins; it is counted to the next attempt. */
  wait(target: string, wait: Wait): void {
    this.#waits.push(wait);
    this.#tell?.({ type: 'wait-start', target, wait });
  }

  /** Tells a listener more of what happens from now on, besides those that there are. */
  listen(listener: (event: CallEvent) => void): void {
    const before = this.#tell;
    this.#tell =
      before === undefined
        ? listener
        : (event) => {
            before(event);
            listener(event);
          };
  }

  /** Tells those who listen what was decided; made only for them, because it is asked for on every call. */
  decide(decision: () => Decision): void {
    this.#tell?.({ type: 'decision', decision: decision() });
  }

  /** Notes that a target is given up for the next one. */
  leave(target: string, next: string, error: ModelError): void {
    this.#tell?.({ type: 'target-leave', target, next, error });
  }

  /** Notes what a target could not be told. */
  adapt(adaptations: readonly Adaptation[]): void {
    for (const adaptation of adaptations) {
      const known = this.#adaptations.some(
        ({ field, target, detail }) =>
          field === adaptation.field && target === adaptation.target && detail === adaptation.detail,
      );
      if (!known) this.#adaptations = [...this.#adaptations, adaptation];
    }
  }

  /** Notes that the reply of the newest attempt at a target, which went well, will not do: it was looked at since. */
  reject(target: string, error: ModelError): void {
    const index = this.#attempts.findLastIndex((attempt) => attempt.target === target);
    const attempt = this.#attempts[index];
    if (attempt?.outcome !== 'ok') return;
    const { kind, message } = error;
    const rejected: Attempt = { ...attempt, outcome: 'error', kind, message };
    this.#attempts = this.#attempts.with(index, rejected);
    this.#tell?.({ type: 'attempt-end', attempt: rejected });
  }

  /** Notes that the newest attempt at a target used up no retry: it failed for its key, and another key is tried. */
  uncount(target: string): void {
    const index = this.#attempts.findLastIndex((attempt) => attempt.target === target);
    const attempt = this.#attempts[index];
    if (attempt !== undefined) this.#attempts = this.#attempts.with(index, { ...attempt, counted: false });
  }

  /** Notes that an attempt begins, and in which wire language it asks. */
  open(target: string, startedAt: number, protocol?: ProtocolId): OpenAttempt {
    const waits = this.#waits;
    this.#waits = [];
    this.#tell?.({ type: 'attempt-start', target });
    let index = -1;
    const write = (attempt: Attempt): void => {
      if (index < 0) {
        index = this.#attempts.length;
        this.#attempts = [...this.#attempts, attempt];
      } else this.#attempts = this.#attempts.with(index, attempt);
      this.#tell?.({ type: 'attempt-end', attempt });
    };
    return {
      succeed: (now) => {
        write({ target, protocol, startedAt, durationMs: now - startedAt, outcome: 'ok', counted: true, waits });
      },
      fail: (now, error) => {
        write({
          target,
          protocol,
          startedAt,
          durationMs: now - startedAt,
          outcome: error.kind === 'aborted' ? 'aborted' : 'error',
          kind: error.kind,
          status: error.status,
          phase: error.phase,
          retryAfterMs: error.retryAfterMs,
          message: error.message,
          counted: error.kind !== 'rate-limit',
          waits,
        });
      },
    };
  }
}
