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
  /** The provider's own usage object, as it came. */
  readonly raw?: JsonObject;
}

/** Tokens that are counted in the buckets and have prices of their own, and what is no token at all. */
export interface UsageDetails {
  /** Of `input.cacheWrite`, those that are kept for an hour and not for the usual minutes. */
  readonly cacheWriteHour?: number;
  /** Of `input.uncached`, those of audio. */
  readonly audioInput?: number;
  /** Of `output.text`, those of audio. */
  readonly audioOutput?: number;
  /** Web searches that the provider ran for the reply. */
  readonly searches?: number;
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
  const count = (value: number | undefined): number => Math.max(0, value ?? 0);
  const input = {
    uncached: count(buckets.uncached),
    cacheRead: count(buckets.cacheRead),
    cacheWrite: count(buckets.cacheWrite),
  };
  const output = { text: count(buckets.text), reasoning: count(buckets.reasoning) };
  const inputTokens = input.uncached + input.cacheRead + input.cacheWrite;
  const outputTokens = output.text + output.reasoning;
  const totalTokens = inputTokens + outputTokens;
  const details = detailsOf(buckets, input, output);
  return { inputTokens, outputTokens, totalTokens, input, output, details, reported: true, raw };
}

/** The details that are there; a part is never more than its bucket. */
function detailsOf(
  { cacheWriteHour = 0, audioInput = 0, audioOutput = 0, searches = 0 }: UsageDetails,
  input: Usage['input'],
  output: Usage['output'],
): UsageDetails | undefined {
  if (!(cacheWriteHour > 0 || audioInput > 0 || audioOutput > 0 || searches > 0)) return undefined;
  const partOf = (bucket: number, part: number): number | undefined => (part > 0 ? Math.min(bucket, part) : undefined);
  return {
    cacheWriteHour: partOf(input.cacheWrite, cacheWriteHour),
    audioInput: partOf(input.uncached, audioInput),
    audioOutput: partOf(output.text, audioOutput),
    searches: partOf(searches, searches),
  };
}

/** The usage of a reply whose provider reported none. */
export const unreportedUsage: Usage = { ...usageOf({}), reported: false };
