/** A timer that can be put off. */
export interface Timer {
  cancel(): void;
}

/** Time, injected, so that a test can hold it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back after so many milliseconds (0 or more). */
  after(ms: number, callback: () => void): Timer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const handle = setTimeout(callback, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};
