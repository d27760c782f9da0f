import type { Clock, Timer } from '../time/clock.ts';

/**
 * Rings once at a set time, which may be put off as often as one likes at the cost of one assignment: the timer behind it
 * is left to run out, and only then looks for the time that holds.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: Timer | undefined;
  #timerEnd = Number.POSITIVE_INFINITY;
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Sets the time, in epoch milliseconds, in place of the one before; infinity for never. */
  set(dueAt: number): void {
    this.#dueAt = dueAt;
    if (dueAt < this.#timerEnd) this.#wait();
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerEnd = Number.POSITIVE_INFINITY;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  #wait(): void {
    this.#timer?.cancel();
    this.#timerEnd = this.#dueAt;
    this.#timer = this.#clock.after(this.#dueAt - this.#clock.now(), () => this.#onTimer());
  }

  #onTimer(): void {
    this.#timer = undefined;
    this.#timerEnd = Number.POSITIVE_INFINITY;
    if (this.#clock.now() >= this.#dueAt) this.#ring();
    else if (Number.isFinite(this.#dueAt)) this.#wait();
  }
}
