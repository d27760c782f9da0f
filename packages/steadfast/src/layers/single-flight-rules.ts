import type { AttemptLimits, Call } from '../model/call.ts';

/** The share of the time a call has left that a flight must have as well. */
const enoughTime = 0.9;

/**
 * Whether a call may be answered by the request that another one began. That request lives by the circumstances of the call
 * that began it, and may end for their sake alone: so it must have at least nine tenths of the time, the same limits and as
 * much patience, and draw on no budget that this call does not draw on too.
 */
export function mayShare(first: Call, other: Call, now: number): boolean {
  return (
    leftAt(first, now) >= leftAt(other, now) * enoughTime &&
    (first.patienceMs ?? Infinity) >= (other.patienceMs ?? Infinity) &&
    sameLimits(first.limits, other.limits) &&
    sameBudget(first, other)
  );
}

function leftAt({ deadline = Infinity }: Call, now: number): number {
  return Math.max(0, deadline - now);
}

function sameLimits(one: Partial<AttemptLimits> = {}, other: Partial<AttemptLimits> = {}): boolean {
  return (
    one === other ||
    (one.headersMs === other.headersMs &&
      one.firstContentMs === other.firstContentMs &&
      one.idleMs === other.idleMs &&
      one.bodyMs === other.bodyMs)
  );
}

function sameBudget({ budget: first }: Call, { budget: other }: Call): boolean {
  if (first === undefined || first === other) return true;
  return first.purses.every((purse) => other?.purses.includes(purse) === true);
}
