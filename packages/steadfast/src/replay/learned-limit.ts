import type { Sample } from './sample.ts';

/** A rate limit as it shows in what was refused: a bucket that fills evenly. */
export interface LearnedLimit {
  /** Requests a second, about each time (milliseconds since the first call). */
  readonly perSecond: readonly { readonly aboutMs: number; readonly value: number }[];
  /** How many requests it takes at once. */
  readonly burst: number;
  /** Whether refusals say how long to wait. */
  readonly hints: boolean;
}

/** What was let through and refused in one of many equal spans of time. */
interface Bin {
  admitted: number;
  refused: number;
}

/** A rate is read off spans in which about so many requests are let through, of 1 to 30 seconds. */
const requestsPerBin = 20;

/** So many spans say together what the rate was about then. */
const binsPerRate = 10;

/**
 * A bucket lets nearly the same number through in each span in which it is empty; what is refused by chance leaves numbers
 * that vary as chance does (Poisson: the variance is the mean). Between them lies this ratio of the two.
 */
const mostDispersion = 0.5;

/** With fewer spans beside each other than this, how much they vary is not known. */
const leastPairs = 5;

/**
 * Learns a rate limit from what was let through while others were refused.
 * @param samples in the order of time
 * @returns `undefined` where nothing was refused, or refusals came whatever the rate was
 */
export function learnLimit(samples: readonly Sample[]): LearnedLimit | undefined {
  const refused = samples.filter(isRefusal);
  if (refused.length === 0) return undefined;
  const binMs = binWidth(samples, refused);
  const bins = binsOf(samples, binMs);
  if (dispersionOf(bins) > mostDispersion) return undefined;
  const perSecond = ratesOf(bins, binMs);
  const hinted = refused.filter(({ error }) => error?.retryAfterMs !== undefined).length;
  return { perSecond, burst: burstOf(samples, perSecond), hints: hinted * 2 > refused.length };
}

/** Whether the target said that requests come too fast. */
export function isRefusal({ error }: Sample): boolean {
  return error?.kind === 'rate-limit';
}

/** The rate about a time. */
export function rateAt(perSecond: LearnedLimit['perSecond'], ms: number): number {
  let nearest = perSecond[0];
  for (const rate of perSecond) {
    if (nearest === undefined || Math.abs(rate.aboutMs - ms) < Math.abs(nearest.aboutMs - ms)) nearest = rate;
  }
  return nearest?.value ?? Infinity;
}

/** By the seconds in which something was refused. */
function binWidth(samples: readonly Sample[], refused: readonly Sample[]): number {
  const seconds = new Set(refused.map(({ ms }) => Math.floor(ms / 1_000)));
  const admitted = samples.filter((sample) => !isRefusal(sample) && seconds.has(Math.floor(sample.ms / 1_000))).length;
  const perSecond = Math.max(admitted, 1) / seconds.size;
  return Math.min(30, Math.max(1, requestsPerBin / perSecond)) * 1_000;
}

function binsOf(samples: readonly Sample[], binMs: number): Bin[] {
  const count = Math.floor((samples.at(-1)?.ms ?? 0) / binMs) + 1;
  const bins = Array.from({ length: count }, (): Bin => ({ admitted: 0, refused: 0 }));
  for (const sample of samples) {
    const bin = bins[Math.floor(sample.ms / binMs)];
    if (bin === undefined) continue;
    if (isRefusal(sample)) bin.refused += 1;
    else bin.admitted += 1;
  }
  return bins;
}

/** The variance between neighbours in which something was refused, by their mean; 0 where there are too few of them. */
function dispersionOf(bins: readonly Bin[]): number {
  let pairs = 0;
  let squares = 0;
  let total = 0;
  for (const [index, bin] of bins.entries()) {
    const before = bins[index - 1];
    if (before === undefined || before.refused === 0 || bin.refused === 0) continue;
    pairs += 1;
    squares += (bin.admitted - before.admitted) ** 2 / 2;
    total += bin.admitted;
  }
  return pairs < leastPairs || total === 0 ? 0 : squares / total;
}

/** What is let through while something is refused; the first such span is left out, because a burst is let through in it. */
function ratesOf(bins: readonly Bin[], binMs: number): LearnedLimit['perSecond'] {
  const empty = [...bins.entries()].filter(([, bin]) => bin.refused > 0);
  const later = empty.filter(([index]) => (bins[index - 1]?.refused ?? 0) > 0);
  const telling = later.length === 0 ? empty : later;
  const rates: { aboutMs: number; value: number }[] = [];
  for (let first = 0; first < telling.length; first += binsPerRate) {
    const group = telling.slice(first, first + binsPerRate);
    const admitted = group.reduce((total, [, bin]) => total + bin.admitted, 0);
    const middle = group[group.length >>> 1]?.[0] ?? 0;
    rates.push({ aboutMs: (middle + 0.5) * binMs, value: (Math.max(1, admitted) * 1_000) / (group.length * binMs) });
  }
  return rates;
}

/** How full the bucket was at the first refusal after it had been unused: the median of all such times. */
function burstOf(samples: readonly Sample[], perSecond: LearnedLimit['perSecond']): number {
  const levels: number[] = [];
  let level = 0;
  let at = 0;
  let fresh = true;
  for (const sample of samples) {
    level = Math.max(0, level - ((sample.ms - at) * rateAt(perSecond, sample.ms)) / 1_000);
    at = sample.ms;
    if (level === 0) fresh = true;
    if (!isRefusal(sample)) level += 1;
    else if (fresh) {
      levels.push(level);
      fresh = false;
    }
  }
  const sorted = Float64Array.from(levels).toSorted();
  return Math.max(1, sorted[sorted.length >>> 1] ?? 1);
}
