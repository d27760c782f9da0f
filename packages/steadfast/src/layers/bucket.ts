/** What may be used at once, and how fast it comes again: a token bucket (RFC 2697 describes the like). */
export interface BucketState {
  /** What may be used now; below 0 after one use that was larger than the bucket. */
  readonly level: number;
  /** When the level was that: epoch milliseconds. */
  readonly at: number;
  /** The most that it holds. */
  readonly size: number;
  /** How much comes in a millisecond. */
  readonly perMs: number;
}

/** A full bucket. */
export function fullBucket(size: number, perMs: number, now: number): BucketState {
  return { level: size, at: now, size, perMs };
}

/** What may be used now. */
export function bucketLevel({ level, at, size, perMs }: BucketState, now: number): number {
  return Math.min(size, level + Math.max(0, now - at) * perMs);
}

/** Uses so much; a negative amount is given back. */
export function useBucket(state: BucketState, amount: number, now: number): BucketState {
  const { at, size, perMs } = state;
  return { level: Math.min(size, bucketLevel(state, now) - amount), at: Math.max(at, now), size, perMs };
}

/** Sums of fractions may fall short of a whole by a hair. */
const hair = 1e-6;

/** Milliseconds until so much may be used, if nobody else uses any; 0 when it may be now. */
export function bucketWait(state: BucketState, amount: number, now: number): number {
  const missing = amount - bucketLevel(state, now);
  return missing <= hair ? 0 : missing / state.perMs;
}
