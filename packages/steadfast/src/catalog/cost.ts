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

function bucketsOf({ input, output, details = {} }: Usage, given: Rates): CostBuckets {
  const rates = completed(given);
  const { cacheWriteHour: hour = 0, audioInput: heard = 0, audioOutput: spoken = 0, searches = 0 } = details;
  return {
    uncached: perMillion(input.uncached - heard, rates.input) + perMillion(heard, rates.audioInput),
    cacheRead: perMillion(input.cacheRead, rates.cacheRead),
    cacheWrite: perMillion(input.cacheWrite - hour, rates.cacheWrite) + perMillion(hour, rates.cacheWriteHour),
    text: perMillion(output.text - spoken, rates.output) + perMillion(spoken, rates.audioOutput),
    reasoning: perMillion(output.reasoning, rates.reasoning),
    fees: (searches * rates.searches + rates.requests) / 1_000,
  };
}

/** Tokens without a price of their own have that of what they are a part of. */
function completed({ input, output, cacheWrite = input, ...others }: Rates): Required<Rates> {
  const { cacheRead = input, cacheWriteHour = cacheWrite, audioInput = input } = others;
  const { audioOutput = output, reasoning = output, searches = 0, requests = 0 } = others;
  const cached = { cacheRead, cacheWrite, cacheWriteHour };
  return { input, output, ...cached, reasoning, audioInput, audioOutput, searches, requests };
}

function perMillion(tokens: number, price: number): number {
  return (tokens * price) / 1_000_000;
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
