import { setImmediate as turn } from 'node:timers/promises';
import type { Clock, Timer } from './clock.ts';

interface Alarm {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock whose hands the test or the simulation moves; no real time passes. */
export class VirtualClock implements Clock {
  #now: number;
  /** In the order in which they will ring: by time, and at the same time as they were set. */
  readonly #alarms: Alarm[] = [];

  /** @param now epoch milliseconds to begin with; default: 1,000,000, a number that is easy to reckon with */
  constructor(now: number = 1_000_000) {
    this.#now = now;
  }

  /** Timers that are set and have not rung. */
  get pending(): number {
    return this.#alarms.length;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Timer {
    const alarm = { dueAt: this.#now + Math.max(0, ms), callback };
    this.#alarms.splice(this.#placeOf(alarm.dueAt), 0, alarm);
    return {
      cancel: () => {
        const index = this.#alarms.indexOf(alarm);
        if (index >= 0) this.#alarms.splice(index, 1);
      },
    };
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
    do await turn();
    while (this.#ringNext(end));
    if (Number.isFinite(end)) this.#now = end;
  }

  #ringNext(end: number): boolean {
    const next = this.#alarms[0];
    if (next === undefined || next.dueAt > end) return false;
    this.#alarms.shift();
    this.#now = next.dueAt;
    next.callback();
    return true;
  }

  #placeOf(dueAt: number): number {
    let low = 0;
    let high = this.#alarms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const alarm = this.#alarms[middle];
      if (alarm !== undefined && alarm.dueAt <= dueAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
