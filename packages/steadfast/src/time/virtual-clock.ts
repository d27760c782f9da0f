import { setImmediate as turn } from 'node:timers/promises';
import { AlarmHeap } from './alarm-heap.ts';
import type { Clock, Timer } from './clock.ts';
import { Settling } from './settling.ts';

/** A clock whose hands the test or the simulation moves; no real time passes. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #alarms = new AlarmHeap();

  /** @param now epoch milliseconds to begin with; default: 1,000,000, a number that is easy to reckon with */
  constructor(now: number = 1_000_000) {
    this.#now = now;
  }

  /** Timers that are set and have not rung. */
  get pending(): number {
    return this.#alarms.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Timer {
    const alarm = this.#alarms.add(this.#now + Math.max(0, ms), callback);
    return { cancel: () => this.#alarms.remove(alarm) };
  }

  /** Moves time on and rings what falls due, timers that ring on the way included. Promises settle only afterwards. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#ringNext(end));
    this.#now = end;
  }

  /**
   * Moves time on like `advance`, but lets all promises settle before each timer and at the end, so that loops which
   * wait, work and wait again run through. Default: until no timer is left.
   */
  async run(ms: number = Number.POSITIVE_INFINITY): Promise<void> {
    const end = this.#now + ms;
    const settling = new Settling();
    // What lies outside of the clock, such as a module that is being loaded, may set timers in a turn of its own.
    for (await turn(); this.#ringNext(end); await turn()) {
      do await settling.settled();
      while (this.#ringNext(end));
    }
    if (Number.isFinite(end)) this.#now = end;
  }

  #ringNext(end: number): boolean {
    const next = this.#alarms.first;
    if (next === undefined || next.dueAt > end) return false;
    this.#alarms.remove(next);
    this.#now = next.dueAt;
    next.callback();
    return true;
  }
}
