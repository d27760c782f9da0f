import { longestDelay } from './clock.ts';
import type { Clock, Timer } from './clock.ts';
import { SharedTimer } from './shared-timer.ts';

class SystemTimer implements Timer {
  readonly #handle: NodeJS.Timeout;

  constructor(ms: number, callback: () => void) {
    this.#handle = setTimeout(callback, Math.min(Math.max(0, ms), longestDelay));
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }
}

/** From so many milliseconds on timers share one of the machine's: most of these are cancelled long before they are due. */
const sharedFrom = 1_000;

/** Unlike the time of day this one never jumps. */
const shared = new SharedTimer({
  now: () => performance.now(),
  after: (ms, callback) => new SystemTimer(ms, callback),
});

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => (ms < sharedFrom ? new SystemTimer(ms, callback) : shared.after(ms, callback)),
};
