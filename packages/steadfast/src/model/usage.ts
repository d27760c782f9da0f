import type { JsonObject } from './json.ts';

/** Tokens by disjoint buckets: `input` adds up to `inputTokens`, `output` to `outputTokens`, both to `totalTokens`. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly input: { readonly uncached: number; readonly cacheRead: number; readonly cacheWrite: number };
  readonly output: { readonly text: number; readonly reasoning: number };
  /** What is paid for at prices of its own; absent when there is nothing of it. */
  readonly details?: UsageDetails;
  /** False when the provider said nothing of usage: all counts are 0 and mean "not known". */
  readonly reported: boolean;
  /** The reply broke off on the way and was gone on with: tokens that no provider told of are missing from the counts. */
  readonly atLeast?: true;
  /** The provider's own usage object, as it came. */
  readonly raw?: JsonObject;
}

/**
 * Tokens that are counted in the buckets and tell more of them, and what is no token at all. Parts of one bucket do not
 * overlap; the rest of it is text.
 */
export interface UsageDetails {
  /** Of `input.cacheWrite`, those that are kept for an hour and not for the usual minutes. */
  readonly cacheWriteHour?: number;
  /** Of `input.uncached`, those of audio. */
  readonly audioInput?: number;
  /** Of `input.uncached`, those of images and of the pages of documents, which are read as images. */
  readonly imageInput?: number;
  /** Of `input.uncached`, those of video, without its sound. */
  readonly videoInput?: number;
  /** Of `input.uncached`, those that the provider's own tools put into the prompt. */
  readonly toolInput?: number;
  /** Of `input.cacheRead`, those of audio. */
  readonly audioCacheRead?: number;
  /** Of `input.cacheRead`, those of images and of the pages of documents. */
  readonly imageCacheRead?: number;
  /** Of `input.cacheRead`, those of video. */
  readonly videoCacheRead?: number;
  /** Of `output.text`, those of audio. */
  readonly audioOutput?: number;
  /** Of `output.text`, those of images. */
  readonly imageOutput?: number;
  /** Searches of the web that the provider ran for the reply. */
  readonly searches?: number;
  /** Pages that the provider fetched for the reply. */
  readonly fetches?: number;
}

/** Counts per bucket; what is missing counts 0. */
export interface UsageBuckets extends UsageDetails {
  readonly uncached?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly text?: number;
  readonly reasoning?: number;
}

/** Makes a usage from its buckets, so that the totals always add up; negative counts become 0. */
export function usageOf(buckets: UsageBuckets, raw?: JsonObject): Usage {
  const input = {
    uncached: count(buckets.uncached),
    cacheRead: count(buckets.cacheRead),
    cacheWrite: count(buckets.cacheWrite),
  };
  const output = { text: count(buckets.text), reasoning: count(buckets.reasoning) };
  const inputTokens = input.uncached + input.cacheRead + input.cacheWrite;
  const outputTokens = output.text + output.reasoning;
  const totalTokens = inputTokens + outputTokens;
  const details = hasDetails(buckets) ? detailsOf(buckets, input, output) : undefined;
  return { inputTokens, outputTokens, totalTokens, input, output, details, reported: true, raw };
}

function count(value: number | undefined): number {
  return Math.max(0, value ?? 0);
}

/** Most usages have none, which is found out before any are looked at one by one. */
function hasDetails(given: UsageDetails): boolean {
  return (
    count(given.audioInput) + count(given.imageInput) + count(given.videoInput) + count(given.toolInput) > 0 ||
    count(given.audioCacheRead) + count(given.imageCacheRead) + count(given.videoCacheRead) > 0 ||
    count(given.audioOutput) + count(given.imageOutput) + count(given.cacheWriteHour) > 0 ||
    count(given.searches) + count(given.fetches) > 0
  );
}

/** The usage of so many tokens in and out of which nothing more is to be told. */
export function plainUsage(inputTokens: number, outputTokens: number): Usage {
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    input: { uncached: inputTokens, cacheRead: 0, cacheWrite: 0 },
    output: { text: outputTokens, reasoning: 0 },
    details: undefined,
    reported: true,
    raw: undefined,
  };
}

const uncachedParts = ['audioInput', 'imageInput', 'videoInput', 'toolInput'] as const;
const cachedParts = ['audioCacheRead', 'imageCacheRead', 'videoCacheRead'] as const;

/** The details that are there; the parts of a bucket are together never more than it. */
function detailsOf(
  given: UsageDetails,
  { uncached, cacheRead, cacheWrite }: Usage['input'],
  { text }: Usage['output'],
): UsageDetails | undefined {
  const found: { -readonly [Name in keyof UsageDetails]: number } = {};
  const keep = (bucket: number, names: readonly (keyof UsageDetails)[]): void => {
    let left = bucket;
    for (const name of names) {
      const part = Math.min(left, given[name] ?? 0);
      if (!(part > 0)) continue;
      found[name] = part;
      left -= part;
    }
  };
  keep(uncached, uncachedParts);
  keep(cacheRead, cachedParts);
  keep(cacheWrite, ['cacheWriteHour']);
  keep(text, ['audioOutput', 'imageOutput']);
  keep(Infinity, ['searches']);
  keep(Infinity, ['fetches']);
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The usage of a reply whose provider reported none. */
export const unreportedUsage: Usage = { ...usageOf({}), reported: false };
