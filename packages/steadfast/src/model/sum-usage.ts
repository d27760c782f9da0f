import type { Usage, UsageBuckets, UsageDetails } from './usage.ts';
import { unreportedUsage, usageOf } from './usage.ts';

/** The usage of several requests together, as far as their providers reported it. */
export function sumUsage(usages: readonly Usage[]): Usage {
  const reported = usages.filter((usage) => usage.reported);
  if (reported.length === 0) return unreportedUsage;
  const atLeast = reported.length < usages.length || usages.some((usage) => usage.atLeast === true);
  return { ...usageOf(bucketsOf(reported)), atLeast: atLeast || undefined };
}

function bucketsOf(usages: readonly Usage[]): UsageBuckets {
  const sum: Record<string, number> = {};
  const buckets = usages.map(({ input, output, details }): UsageBuckets & UsageDetails => ({
    ...details,
    ...input,
    ...output,
  }));
  for (const bucket of buckets) {
    for (const [name, count] of Object.entries(bucket)) sum[name] = (sum[name] ?? 0) + (count ?? 0);
  }
  return sum;
}
