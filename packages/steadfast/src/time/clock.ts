/** A timer that can be put off. */
export interface Timer {
  cancel(): void;
}

/** Time, injected, so that a test or a simulation can hold it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back after so many milliseconds (0 or more). */
  after(ms: number, callback: () => void): Timer;
}

/** The longest delay that a Node timer can hold, in milliseconds: 2^31 - 1 (about 24.8 days). */
export const longestDelay = 2_147_483_647;
