/** How full one bucket of a rate limit is. */
export interface Gauge {
  readonly limit: number;
  /** What is left, rounded down; 0 or more. */
  readonly remaining: number;
  /** Milliseconds until the bucket is full again. */
  readonly fullInMs: number;
}

/** A rate limit at one moment. */
export interface RateReading {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly requests?: Gauge;
  readonly tokens?: Gauge;
}
