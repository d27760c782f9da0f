import type { Cost, CostBuckets } from '../model/cost.ts';
import { asNumber, asObject } from '../model/json.ts';
import type { Usage, UsageDetails } from '../model/usage.ts';
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

const noDetails: UsageDetails = {};

function bucketsOf({ input, output, details = noDetails }: Usage, rates: Rates): CostBuckets {
  const { cacheRead = rates.input, cacheWrite = rates.input, reasoning = rates.output } = rates;
  const { audioInput, imageInput, audioCacheRead, imageCacheRead, cacheWriteHour, audioOutput, imageOutput } = details;
  return {
    uncached: dollars(input.uncached, rates.input, audioInput, rates.audioInput, imageInput, rates.imageInput),
    cacheRead: dollars(
      input.cacheRead,
      cacheRead,
      audioCacheRead,
      rates.audioCacheRead,
      imageCacheRead,
      rates.imageCacheRead,
    ),
    cacheWrite: dollars(input.cacheWrite, cacheWrite, cacheWriteHour, rates.cacheWriteHour),
    text: dollars(output.text, rates.output, audioOutput, rates.audioOutput, imageOutput, rates.imageOutput),
    reasoning: dollars(output.reasoning, reasoning),
    fees: feesOf(details.searches ?? 0, rates),
  };
}

/** What the tokens of a bucket cost at its price per million, with up to two parts that may have prices of their own. */
function dollars(tokens: number, price: number, part = 0, own = price, other = 0, others = price): number {
  const rest = tokens - part - other;
  return (part * own + other * others + rest * price) / 1_000_000;
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
