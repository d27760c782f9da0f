import type { Clock, Timer } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';

/** A call's leave to go to its target. */
export interface Place {
  /** It tries a target that was set aside. */
  readonly probe: boolean;
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

interface Waiting {
  readonly alone: boolean;
  answer(answer: Place | Refusal): void;
}

/** Callers who wait at a breaker, in the order in which they came. */
export class BreakerLine {
  readonly #clock: Clock;
  readonly #ask: (alone: boolean) => Place | Refusal;
  readonly #waiting = new Set<Waiting>();
  #timer: Timer | undefined;

  /** `ask` decides for one who stands in the line, and counts whoever is let through. */
  constructor(clock: Clock, ask: (alone: boolean) => Place | Refusal) {
    this.#clock = clock;
    this.#ask = ask;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /**
   * Waits until the line has moved so far, at most so many milliseconds: then the answer may be a refusal.
   * @throws ModelError of kind `aborted` as soon as the signal says so
   */
  join(alone: boolean, longestMs: number, signal: AbortSignal | undefined): Promise<Place | Refusal> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortedError(signal));
        return;
      }
      const waiting: Waiting = {
        alone,
        answer: (answer) => {
          leave();
          resolve(answer);
        },
      };
      const limit = this.#clock.after(longestMs, () => waiting.answer(this.#ask(alone)));
      const unlisten =
        signal &&
        onAbort(signal, () => {
          leave();
          reject(abortedError(signal));
        });
      const leave = (): void => {
        this.#waiting.delete(waiting);
        limit.cancel();
        unlisten?.();
        if (this.#waiting.size === 0) this.#stop();
      };
      this.#waiting.add(waiting);
      if (this.#timer === undefined) this.move();
    });
  }

  /** Lets through whoever may go now. */
  move(): void {
    if (this.#waiting.size === 0) return;
    this.#stop();
    for (const waiting of this.#waiting) {
      const answer = this.#ask(waiting.alone);
      if ('waitMs' in answer && (waiting.alone || answer.brief)) {
        this.#timer = this.#clock.after(answer.waitMs, () => this.move());
        return;
      }
      waiting.answer(answer);
    }
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
