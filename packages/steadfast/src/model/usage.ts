import type { JsonObject } from './json.ts';

/** Tokens by disjoint buckets: `input` adds up to `inputTokens`, `output` to `outputTokens`, both to `totalTokens`. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly input: { readonly uncached: number; readonly cacheRead: number; readonly cacheWrite: number };
  readonly output: { readonly text: number; readonly reasoning: number };
  /** False when the provider said nothing of usage: all counts are 0 and mean "not known". */
  readonly reported: boolean;
  /** The provider's own usage object, as it came. */
  readonly raw?: JsonObject;
}

/** Counts per bucket; what is missing counts 0. */
export interface UsageBuckets {
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
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, input, output, reported: true, raw };
}

/** The usage of a reply whose provider reported none. */
export const unreportedUsage: Usage = { ...usageOf({}), reported: false };
