/**
 * What has been learned of how long something takes: a histogram whose buckets grow by a tenth, plain data that can be
 * saved as JSON. It has at most 160 numbers, whatever it is fed. Its functions change it in place: it is fed on every call.
 */
export interface Quantiles {
  /** Weight of the samples by bucket: bucket 0 is up to 1 ms, bucket n from 1.1^(n-1) to 1.1^n ms. */
  readonly counts: number[];
  /** The weight of all buckets together: how many of the last samples they stand for. */
  total: number;
}

/** The width of a bucket: a quantile is off by at most a tenth. */
const growth = 1.1;
const logOfGrowth = Math.log(growth);

/** Bucket 159 ends at 3,800,000 ms, a little over an hour; what is longer counts there. */
const lastBucket = 159;

/** When so many samples have been counted, the old ones lose half of their weight: the last 1,024 outweigh all before. */
const memory = 1_024;

/** What has less weight than this is forgotten, so that old buckets do not shrink for ever. */
const leastWeight = 1 / 16;

/** Begins to learn. */
export function newQuantiles(): Quantiles {
  return { counts: [], total: 0 };
}

/** Adds a sample in milliseconds; what is not a number of 0 or more is left out. Takes constant time but for every 512th. */
export function addSample(learned: Quantiles, ms: number): void {
  if (!(ms >= 0)) return;
  const { counts } = learned;
  const bucket = bucketOf(ms);
  while (counts.length <= bucket) counts.push(0);
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  learned.total += 1;
  if (learned.total >= memory) fade(learned);
}

/**
 * The time in milliseconds within which this share (0 to 1) of the samples lies, at most a tenth off.
 * @returns `undefined` before `least` samples; default: 1
 */
export function quantileOf({ counts, total }: Quantiles, share: number, least: number = 1): number | undefined {
  if (total < least || total <= 0) return undefined;
  const wanted = Math.min(1, Math.max(0, share)) * total;
  let below = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const count = counts[bucket] ?? 0;
    if (count > 0 && below + count >= wanted) return growth ** (bucket - 1 + Math.max(0, (wanted - below) / count));
    below += count;
  }
  // Sums of fractions may fall short of their total by a hair.
  return growth ** (counts.length - 1);
}

function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(lastBucket, Math.ceil(Math.log(ms) / logOfGrowth));
}

function fade(learned: Quantiles): void {
  const { counts } = learned;
  let total = 0;
  for (const [bucket, count] of counts.entries()) {
    const half = count / 2 < leastWeight ? 0 : count / 2;
    counts[bucket] = half;
    total += half;
  }
  learned.total = total;
}
