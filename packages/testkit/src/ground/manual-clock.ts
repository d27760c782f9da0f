import type { Clock, Timer } from './clock.ts';

interface PendingTimer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #timers = new Set<PendingTimer>();
  #now: number;

  /** @param now where it begins, in epoch milliseconds; default: the start of 2026 */
  constructor(now: number = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** Moves the clock on; timers that come due are called in their order, each at its own time. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }

  #due(end: number): PendingTimer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((first, second) => first.at - second.at)[0];
  }
}
