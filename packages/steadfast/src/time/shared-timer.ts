import { AlarmHeap } from './alarm-heap.ts';
import type { Alarm } from './alarm-heap.ts';
import type { Clock, Timer } from './clock.ts';

/**
 * Any number of timers behind one timer of a clock, that of the first which was due when it was set. A call has some that
 * hardly ever ring: to begin and to cancel them costs a step in a heap here, and no timer of the machine's.
 */
export class SharedTimer {
  readonly #clock: Clock;
  readonly #heap = new AlarmHeap();
  #timer: Timer | undefined;
  #timerAt = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls back after so many milliseconds. */
  after(ms: number, callback: () => void): Timer {
    const alarm = this.#heap.add(this.#clock.now() + ms, callback);
    if (alarm.dueAt < this.#timerAt) this.#set(alarm.dueAt, ms);
    return new Place(this, alarm);
  }

  /** Takes one out. The timer is left to run out as long as there are others: it looks then for the one that is due first. */
  cancel(alarm: Alarm): void {
    this.#heap.remove(alarm);
    if (this.#heap.size === 0) this.#stop();
  }

  #set(dueAt: number, ms: number): void {
    this.#timer?.cancel();
    this.#timerAt = dueAt;
    this.#timer = this.#clock.after(ms, () => this.#ring());
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerAt = Infinity;
  }

  #ring(): void {
    this.#timer = undefined;
    this.#timerAt = Infinity;
    const { first } = this.#heap;
    if (first === undefined) return;
    const leftMs = first.dueAt - this.#clock.now();
    if (leftMs > 0) {
      this.#set(first.dueAt, leftMs);
      return;
    }
    this.#heap.remove(first);
    try {
      first.callback();
    } finally {
      // What the callback throws is nobody's here: the others ring all the same.
      const next = this.#heap.first;
      if (next !== undefined && next.dueAt < this.#timerAt) this.#set(next.dueAt, next.dueAt - this.#clock.now());
    }
  }
}

class Place implements Timer {
  readonly #timers: SharedTimer;
  readonly #alarm: Alarm;

  constructor(timers: SharedTimer, alarm: Alarm) {
    this.#timers = timers;
    this.#alarm = alarm;
  }

  cancel(): void {
    this.#timers.cancel(this.#alarm);
  }
}
