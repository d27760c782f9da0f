import { firstMatch, globOf } from '../model/glob.ts';
import type { RateScope } from '../model/rate-window.ts';
import { fullBucket } from './bucket.ts';
import type { BucketState } from './bucket.ts';
import type { ScopedBucket } from './bucket-report.ts';

/** The most that may be asked of a model. What is left out is not limited, until its provider says so. */
export interface LimitRules {
  readonly requestsPerSecond?: number;
  readonly requestsPerMinute?: number;
  /** Half of it may be used at once; the rest comes in the course of the day. */
  readonly requestsPerDay?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
}

const second = 1_000;
const minute = 60_000;
const day = 86_400_000;

/** How much of a second's or a minute's worth may be used at once. A day's work is rarely spread over the day. */
const burst = 1 / 20;
const dayBurst = 1 / 2;

/** The full buckets that keep to the rules. */
export function bucketsOf(rules: LimitRules, now: number): ScopedBucket[] {
  const kept: ScopedBucket[] = [];
  const keep = (scope: RateScope, most: number | undefined, windowMs: number, share: number): void => {
    if (most !== undefined) kept.push({ scope, bucket: windowBucket(most, windowMs, share, now) });
  };
  keep('requests', rules.requestsPerSecond, second, burst);
  keep('requests', rules.requestsPerMinute, minute, burst);
  keep('requests', rules.requestsPerDay, day, dayBurst);
  keep('tokens', rules.tokensPerMinute, minute, burst);
  keep('input-tokens', rules.inputTokensPerMinute, minute, burst);
  keep('output-tokens', rules.outputTokensPerMinute, minute, burst);
  return kept;
}

/**
 * A bucket by which no window of that length, wherever it begins, holds more than `most` whole uses: what may be used at
 * once is taken off what comes in the course of the window.
 */
function windowBucket(most: number, windowMs: number, share: number, now: number): BucketState {
  const size = Math.max(1, Math.floor(most * share));
  return fullBucket(size, Math.max(most - size + 1, Math.min(most, 1)) / windowMs, now);
}

/**
 * The rules for a model: the first whose glob fits `provider/model` or the model's name alone. `*` last is the default for
 * all others.
 */
export function rulesFor(rules: Readonly<Record<string, LimitRules>>, id: string): LimitRules | undefined {
  const entries = Object.entries(rules).map(([pattern, entry]) => ({ glob: globOf(pattern), entry }));
  const name = id.slice(id.indexOf('/') + 1);
  return firstMatch(
    entries.map(({ glob, entry }) => ({ glob: () => glob(id) || glob(name), entry })),
    id,
  );
}
