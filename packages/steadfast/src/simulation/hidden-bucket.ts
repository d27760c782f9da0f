import type { RateScope, RateWindow } from '../model/rate-window.ts';
import { totalBetween, valueAt } from './course.ts';
import type { Course } from './course.ts';

/** A token bucket, as providers keep their limits. */
export interface BucketPlan {
  readonly scope: RateScope;
  /** How fast it fills. */
  readonly perSecond: Course;
  /** How many seconds' worth it holds. Default: 1. A limit per minute that may be used at once has 60. */
  readonly burstSeconds?: number;
}

/** Sums of fractions may fall short of a whole by a hair. */
const hair = 1e-9;

/** A bucket that stands full at the beginning, at 0 ms, and fills evenly. */
export class HiddenBucket {
  readonly scope: RateScope;
  readonly #perSecond: Course;
  readonly #burstSeconds: number;
  #level: number;
  #at = 0;

  constructor({ scope, perSecond, burstSeconds = 1 }: BucketPlan) {
    this.scope = scope;
    this.#perSecond = perSecond;
    this.#burstSeconds = burstSeconds;
    this.#level = this.#size(0);
  }

  /** Lets time pass, up to so many milliseconds after the beginning. */
  fill(ms: number): void {
    this.#level = Math.min(this.#size(ms), this.#level + totalBetween(this.#perSecond, this.#at, ms));
    this.#at = ms;
  }

  /** Milliseconds until there is so much, if it goes on filling as now; 0 when there is. */
  waitMs(amount: number): number {
    const wanted = Math.min(amount, this.#size(this.#at));
    if (this.#level + hair >= wanted) return 0;
    return ((wanted - this.#level) * 1_000) / valueAt(this.#perSecond, this.#at);
  }

  /** Takes so much; one request may be larger than the bucket and leaves a debt then. */
  take(amount: number): void {
    this.#level -= amount;
  }

  /** What a provider tells of it with its replies: the limit of a full bucket. */
  window(): RateWindow {
    const limit = this.#size(this.#at);
    const missing = limit - this.#level;
    const resetMs = Math.ceil((missing * 1_000) / valueAt(this.#perSecond, this.#at));
    return {
      scope: this.scope,
      limit: Math.floor(limit),
      remaining: Math.max(0, Math.floor(this.#level + hair)),
      resetMs,
    };
  }

  #size(ms: number): number {
    return Math.max(1, valueAt(this.#perSecond, ms) * this.#burstSeconds);
  }
}
