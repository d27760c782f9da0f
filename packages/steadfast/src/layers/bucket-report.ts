import type { RateWindow } from '../model/rate-window.ts';
import { bucketLevel } from './bucket.ts';
import type { BucketState } from './bucket.ts';
import type { ScopedBucket } from './limiter-rules.ts';

/** How long a window is taken to be when nothing tells: most limits are named by the minute. */
const usualWindowMs = 60_000;

/** The most limits of one provider that are kept. */
const mostWindows = 8;

/** What was used by requests that a report does not count yet, because they came after the one it answers. */
export interface SpentSince {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * The buckets that a provider reports, joined with what was known of them. What it says is left counts, less what has been
 * used since; a limit of which it no longer speaks is dropped when it reports others of the same scope.
 */
export function reportedBuckets(
  known: readonly ScopedBucket[],
  windows: readonly RateWindow[],
  since: SpentSince,
  now: number,
): ScopedBucket[] {
  const told = windows.slice(0, mostWindows).flatMap((window) => {
    const { scope, limit } = window;
    const before = known.find(({ scope: other, bucket }) => other === scope && bucket.size === limit);
    const bucket = reportedBucket(window, before?.bucket, amountOf(scope, since), now);
    return bucket === undefined ? [] : [{ scope, bucket }];
  });
  const kept = known.filter(({ scope }) => !told.some((entry) => entry.scope === scope));
  return [...told, ...kept];
}

/** What one use takes of a bucket of this scope. */
export function amountOf(scope: RateWindow['scope'], use: SpentSince): number {
  switch (scope) {
    case 'requests':
      return use.requests;
    case 'tokens':
      return use.inputTokens + use.outputTokens;
    case 'input-tokens':
      return use.inputTokens;
    case 'output-tokens':
      return use.outputTokens;
  }
}

/** A window of which only the reset is known, or which allows nothing at all, limits nothing that could be reckoned. */
function reportedBucket(
  { limit, remaining, resetMs }: RateWindow,
  before: BucketState | undefined,
  since: number,
  now: number,
): BucketState | undefined {
  if (limit === undefined || limit <= 0) return undefined;
  const usual = before?.perMs ?? limit / usualWindowMs;
  const used = remaining === undefined ? undefined : limit - remaining;
  // Both OpenAI's and Anthropic's `reset` is the time until the bucket is full again: so much comes in that time.
  const perMs = used !== undefined && used > 0 && resetMs !== undefined && resetMs > 0 ? used / resetMs : usual;
  const left = remaining ?? (before === undefined ? limit : bucketLevel(before, now) + since);
  return { level: Math.min(limit, left) - since, at: now, size: limit, perMs };
}
