import type { Clock, Timer } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';
import { isAboutToLeave } from './breaker-leaving.ts';
import { Heap } from './queue-heap.ts';
import type { HeapItem } from './queue-heap.ts';

/** A call's leave to go to its target. */
export interface Place {
  /** It tries a target that was set aside. */
  readonly probe: boolean;
  /** It stood in line before. */
  readonly queued: boolean;
  /** When it was let through, in epoch milliseconds. */
  readonly begunAt: number;
  /** How many were under way then, itself counted. */
  readonly beside: number;
}

/** A call is not let through now. */
export interface Refusal {
  /** The time after which it is worth asking again. */
  readonly waitMs: number;
  /** It is over in a moment: whoever it is waits. */
  readonly brief: boolean;
}

/** Somebody who comes to the line. */
export interface Comer {
  /** Has nowhere else to go. */
  readonly alone: boolean;
  /** When the call began, in epoch milliseconds. */
  readonly startedAt: number;
  /** It has tried the target and failed: those who have not come first. */
  readonly failed: boolean;
  /** The longest wait that is worth it, in milliseconds. */
  readonly longestMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Who decides for those in the line. */
export interface Keeper {
  /** Whether somebody may go now; counts whoever is let through. */
  ask(alone: boolean): Place | Refusal;
  /** How long an answer usually takes, in milliseconds. */
  answerMs(): number;
}

interface Waiting extends HeapItem {
  readonly alone: boolean;
  readonly startedAt: number;
  /** Since when it has a claim to go. */
  readonly since: number;
  readonly arrival: number;
  answer(answer: Place | Refusal): void;
}

const claimedBefore = (one: Waiting, other: Waiting): boolean =>
  one.since < other.since || (one.since === other.since && one.arrival < other.arrival);

/**
 * Callers who wait at a breaker. Whose call began first goes first, if it has not tried already; only those who would leave before they are answered, by
 * what callers were seen to bear, stand back until nobody else waits or they have borne more than that.
 */
export class BreakerLine {
  readonly #clock: Clock;
  readonly #keeper: Keeper;
  readonly #waiting = new Heap<Waiting>(claimedBefore);
  /** Those who stand back. */
  readonly #leaving = new Heap<Waiting>(claimedBefore);
  #arrivals = 0;
  #leftAfterMs = Infinity;
  #timer: Timer | undefined;

  constructor(clock: Clock, keeper: Keeper) {
    this.#clock = clock;
    this.#keeper = keeper;
  }

  get length(): number {
    return this.#waiting.size + this.#leaving.size;
  }

  /**
   * Waits until it is one's turn, or not worth it any longer: then the answer may be a refusal.
   * @throws ModelError of kind `aborted` as soon as the signal says so
   */
  join({ alone, startedAt, failed, longestMs, signal }: Comer): Promise<Place | Refusal> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortedError(signal));
        return;
      }
      this.#arrivals += 1;
      const waiting: Waiting = {
        place: -1,
        alone,
        startedAt,
        since: failed ? this.#clock.now() : startedAt,
        arrival: this.#arrivals,
        answer: (answer) => {
          leave();
          resolve(answer);
        },
      };
      const limit = this.#clock.after(longestMs, () => waiting.answer(this.#keeper.ask(alone)));
      const unlisten =
        signal &&
        onAbort(signal, () => {
          if (waiting === this.#oldest) this.left(startedAt);
          leave();
          reject(abortedError(signal));
        });
      const leave = (): void => {
        this.#waiting.remove(waiting);
        this.#leaving.remove(waiting);
        limit.cancel();
        unlisten?.();
        if (this.length === 0) this.#stop();
      };
      this.#waiting.add(waiting);
      if (this.#timer === undefined) this.move();
    });
  }

  /** Lets through whoever may go now. */
  move(): void {
    if (this.length === 0) return;
    this.#stop();
    for (let waiting = this.#next(); waiting !== undefined; waiting = this.#next()) {
      const answer = this.#keeper.ask(waiting.alone);
      if ('waitMs' in answer && (waiting.alone || answer.brief)) {
        this.#timer = this.#clock.after(answer.waitMs, () => this.move());
        return;
      }
      waiting.answer(answer);
    }
  }

  /** A caller from the front of the line has left unanswered, whose call began at that time, in epoch milliseconds. */
  left(startedAt: number): void {
    this.#leftAfterMs = this.#clock.now() - startedAt;
  }

  get #oldest(): Waiting | undefined {
    return this.#leaving.first ?? this.#waiting.first;
  }

  #next(): Waiting | undefined {
    const oldest = this.#leaving.first;
    if (oldest !== undefined && !this.#isLeaving(oldest)) return oldest;
    for (let first = this.#waiting.first; first !== undefined; first = this.#waiting.first) {
      if (!this.#isLeaving(first)) return first;
      this.#waiting.remove(first);
      this.#leaving.add(first);
    }
    return this.#leaving.first;
  }

  #isLeaving({ startedAt }: Waiting): boolean {
    return isAboutToLeave(this.#clock.now() - startedAt, this.#leftAfterMs, this.#keeper.answerMs());
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
