import type { RateScope, RateWindow } from '../model/rate-window.ts';
import type { BucketState } from './bucket.ts';

/** A bucket, and what is counted in it. */
export interface ScopedBucket {
  readonly scope: RateScope;
  readonly bucket: BucketState;
  /** What the provider reported of it last, if it did. */
  readonly report?: { readonly remaining: number; readonly resetMs: number };
}

/** What requests use; in a report, those that it does not count yet, because they came after the one it answers. */
export interface Draft {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** How long a window is taken to be when nothing tells: most limits are named by the minute. */
const usualWindowMs = 60_000;

/** The most limits of one provider that are kept. */
const mostWindows = 8;

/** What one use takes of a bucket of this scope. */
export function amountOf(scope: RateScope, { requests, inputTokens, outputTokens }: Draft): number {
  if (scope === 'requests') return requests;
  if (scope === 'input-tokens') return inputTokens;
  return scope === 'output-tokens' ? outputTokens : inputTokens + outputTokens;
}

/**
 * The buckets that a provider reports, joined with what was known of them. What it says is left counts, less what has been
 * used since; a limit of which it no longer speaks is dropped when it reports others of the same scope.
 */
export function reportedBuckets(
  known: readonly ScopedBucket[],
  windows: readonly RateWindow[],
  since: Draft,
  now: number,
): ScopedBucket[] {
  const told: ScopedBucket[] = [];
  for (const window of windows.slice(0, mostWindows)) {
    const { scope, limit } = window;
    if (limit === undefined || limit <= 0) continue;
    const before = known.find(({ scope: other, bucket }) => other === scope && bucket.size === limit);
    told.push(reportedBucket(window, limit, before, amountOf(scope, since), now));
  }
  return [...told, ...known.filter(({ scope }) => !told.some((entry) => entry.scope === scope))];
}

function reportedBucket(
  { scope, remaining, resetMs }: RateWindow,
  limit: number,
  before: ScopedBucket | undefined,
  since: number,
  now: number,
): ScopedBucket {
  const usual = before?.bucket.perMs ?? limit / usualWindowMs;
  if (remaining === undefined) {
    const bucket = { level: limit, at: now, size: limit, perMs: usual };
    return before ?? { scope, bucket };
  }
  const level = Math.min(limit, remaining) - since;
  if (resetMs === undefined) return { scope, bucket: { level, at: now, size: limit, perMs: usual } };
  const report = { remaining, resetMs };
  const perMs = perMsOf(report, limit, before) ?? usual;
  return { scope, bucket: { level, at: now, size: limit, perMs }, report };
}

/** Two reports tell of the rate between them only if they lie as far apart, in milliseconds or as a share of the longer. */
const leastApartMs = 50;
const leastApart = 0.1;

/**
 * How fast a bucket fills. The `reset` of OpenAI and Anthropic is the time until it is full, so what is missing comes in that
 * time. Where limit and size of a bucket are not the same, only two reports tell: the more remains, the sooner it is full.
 */
function perMsOf(
  { remaining, resetMs }: NonNullable<ScopedBucket['report']>,
  limit: number,
  before: ScopedBucket | undefined,
): number | undefined {
  const last = before?.report;
  if (last === undefined) return remaining < limit && resetMs > 0 ? (limit - remaining) / resetMs : undefined;
  const sooner = last.resetMs - resetMs;
  const apart = Math.abs(sooner) >= Math.max(leastApartMs, leastApart * Math.max(last.resetMs, resetMs));
  const perMs = (remaining - last.remaining) / sooner;
  return apart && perMs > 0 ? perMs : undefined;
}
