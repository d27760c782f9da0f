import type { Cost, CostBuckets } from '../model/cost.ts';
import { asNumber, asObject } from '../model/json.ts';
import type { Usage } from '../model/usage.ts';
import type { Price, Rates } from './price.ts';

/** What the tokens of one reply cost at these prices; unknown without prices or counts, and never taken for nothing. */
export function costOf(usage: Usage, price: Price | undefined, model: string): Cost {
  const reported = reportedCost(usage);
  if (!usage.reported) return { known: false, reason: `${model} reported no usage.`, reported };
  if (price === undefined) {
    const reason = `No price of ${model} is known; give one with \`prices: { '${model}': { input, output } }\`.`;
    return { known: false, reason, reported };
  }
  const buckets = bucketsOf(usage, ratesFor(price, usage.inputTokens));
  const { uncached, cacheRead, cacheWrite, text, reasoning, fees } = buckets;
  const amount = uncached + cacheRead + cacheWrite + text + reasoning + fees;
  const { source = 'your own', asOf } = price;
  return { known: true, amount, currency: 'USD', buckets, source, asOf, reported };
}

/** The rates for an input of so many tokens. */
function ratesFor(price: Price, inputTokens: number): Rates {
  return price.tiers?.findLast(({ over }) => inputTokens > over) ?? price;
}

function bucketsOf({ input, output, details = {} }: Usage, rates: Rates): CostBuckets {
  const { cacheRead = rates.input, cacheWrite = rates.input, reasoning = rates.output } = rates;
  const heard: Part = [details.audioInput, rates.audioInput];
  const seen: Part = [details.imageInput, rates.imageInput];
  const heardAgain: Part = [details.audioCacheRead, rates.audioCacheRead];
  const seenAgain: Part = [details.imageCacheRead, rates.imageCacheRead];
  const spoken: Part = [details.audioOutput, rates.audioOutput];
  const drawn: Part = [details.imageOutput, rates.imageOutput];
  return {
    uncached: dollars(input.uncached, rates.input, heard, seen),
    cacheRead: dollars(input.cacheRead, cacheRead, heardAgain, seenAgain),
    cacheWrite: dollars(input.cacheWrite, cacheWrite, [details.cacheWriteHour, rates.cacheWriteHour]),
    text: dollars(output.text, rates.output, spoken, drawn),
    reasoning: dollars(output.reasoning, reasoning),
    fees: feesOf(details.searches ?? 0, rates),
  };
}

/** Tokens of a bucket, and their price per million where it is not the bucket's. */
type Part = readonly [tokens: number | undefined, price: number | undefined];

/** What the tokens of a bucket cost at its price per million, with parts that may have prices of their own. */
function dollars(tokens: number, price: number, ...parts: readonly Part[]): number {
  let rest = tokens;
  let sum = 0;
  for (const [part = 0, own = price] of parts) {
    rest -= part;
    sum += part * own;
  }
  return (sum + rest * price) / 1_000_000;
}

function feesOf(searches: number, rates: Rates): number {
  const { searches: each = 0, searchedRequests: once = 0, requests = 0 } = rates;
  return (searches * each + (searches > 0 ? once : 0) + requests) / 1_000;
}

/** How many of xAI's `cost_in_usd_ticks` make a US dollar (docs.x.ai, "Cost tracking"). */
const ticksPerDollar = 1e10;

/** What the provider itself says the reply cost: OpenRouter and Perplexity in dollars, xAI in ticks. */
function reportedCost({ raw }: Usage): number | undefined {
  if (raw === undefined) return undefined;
  const { cost, cost_in_usd_ticks: ticks } = raw;
  const dollars = asNumber(cost) ?? asNumber(asObject(cost).total_cost);
  if (dollars !== undefined) return dollars;
  return typeof ticks === 'number' ? ticks / ticksPerDollar : undefined;
}
