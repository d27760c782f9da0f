import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unreportedUsage, usageOf } from '../model/usage.ts';
import type { UsageBuckets } from '../model/usage.ts';
import { readUsage as readChat } from '../protocols/chat/usage.ts';
import { readUsage as readMessages } from '../protocols/messages/usage.ts';
import { costOf } from './cost.ts';
import { listPrice } from './price-table.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

function priced(name: string, buckets: UsageBuckets): unknown {
  const [provider = '', model = ''] = name.split(/\/(.*)/);
  return costOf(usageOf(buckets), listPrice(provider, model, noon), name);
}

/** Reckoned by hand from the providers' price pages, in US dollars; `hand-priced.test.ts` has more, as they are reported. */
const examples: readonly (readonly [string, UsageBuckets, number])[] = [
  // 1,000 × $2 + 500 × $10 per million
  ['openai/gpt-6-sol', { uncached: 1_000, text: 500 }, 0.002 + 0.005],
  // 300,000 of input are more than 272,000: 200,000 × $4 + 100,000 × $0.40 + 2,000 × $15, reasoning being output
  ['openai/gpt-6-sol', { uncached: 200_000, cacheRead: 100_000, text: 500, reasoning: 1_500 }, 0.8 + 0.04 + 0.03],
  // 10 × $2.50 + 2,048 × $1.25 + 100 × $10
  ['openai/gpt-4o', { uncached: 10, cacheRead: 2_048, text: 100 }, 0.000_025 + 0.002_56 + 0.001],
  // 20 × $4 + 5,000 × $0.20 + 1,000 × $5 (kept for minutes) + 2,000 × $8 (for an hour) + 300 × $20
  [
    'anthropic/claude-opus-5-5',
    { uncached: 20, cacheRead: 5_000, cacheWrite: 3_000, cacheWriteHour: 2_000, text: 300 },
    0.000_08 + 0.001 + 0.005 + 0.016 + 0.006,
  ],
  // 120,000 are more than 100,000: 120,000 × $0.50 + 1,000 × $2.50, and two searches at $10 a thousand
  ['anthropic/claude-haiku-5-5', { uncached: 120_000, text: 1_000, searches: 2 }, 0.06 + 0.002_5 + 0.02],
  // 100 × $0.30 + 400 of audio × $1 + 50 × $2.50 + 1,000 of thoughts × $2.50
  [
    'google/gemini-2.5-flash',
    { uncached: 500, audioInput: 400, text: 50, reasoning: 1_000 },
    0.000_03 + 0.000_4 + 0.000_125 + 0.002_5,
  ],
  // 250,000 are more than 200,000: × $2.50, + 10,000 × $15
  ['google/gemini-2.5-pro', { uncached: 250_000, text: 10_000 }, 0.625 + 0.15],
  // outside the peak hours: 1,000 × $0.66 + 9,000 × $0.022 + 2,000 × $1.98
  ['deepseek/deepseek-v4-pro', { uncached: 1_000, cacheRead: 9_000, text: 2_000 }, 0.000_66 + 0.000_198 + 0.003_96],
  // 1,000 × $0.15 + 1,000 cached × $0.075 + 200 × $0.60
  ['groq/openai/gpt-oss-120b', { uncached: 1_000, cacheRead: 1_000, text: 200 }, 0.000_15 + 0.000_075 + 0.000_12],
  // 100 × $3 + 50 × $15, and $14 a thousand requests
  ['perplexity/sonar-pro', { uncached: 100, text: 50 }, 0.000_3 + 0.000_75 + 0.014],
];

test.each(examples)('%s: %o', (name, buckets, dollars) => {
  expect(priced(name, buckets)).toMatchObject({ known: true, currency: 'USD', amount: expect.closeTo(dollars, 12) });
});

test('what xAI says a recorded reply cost is what we reckon', () => {
  const usage = readChat({
    prompt_tokens: 331,
    completion_tokens: 11,
    total_tokens: 674,
    prompt_tokens_details: { text_tokens: 331, audio_tokens: 0, image_tokens: 0, cached_tokens: 283 },
    completion_tokens_details: { reasoning_tokens: 332, audio_tokens: 0 },
    cost_in_usd_ticks: 2_071_250,
  });
  const cost = costOf(usage, listPrice('xai', 'grok-3-mini', noon), 'xai/grok-3-mini');
  expect(cost).toMatchObject({ known: true, amount: expect.closeTo(0.000_207_125, 12), reported: 0.000_207_125 });
});

test('tokens that are kept for an hour, and searches, are read from what Anthropic reports', () => {
  const usage = readMessages({
    input_tokens: 10,
    cache_creation_input_tokens: 3_000,
    cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 2_000 },
    output_tokens: 1,
    server_tool_use: { web_search_requests: 3, web_fetch_requests: 0 },
  });
  expect(usage.input).toEqual({ uncached: 10, cacheRead: 0, cacheWrite: 3_000 });
  expect(usage.details).toMatchObject({ cacheWriteHour: 2_000, searches: 3 });
});

test('an unknown price is not 0, and says how to give one; the provider’s own word stands beside it', () => {
  const usage = usageOf({ uncached: 1, text: 1 }, { cost: 0.001_191 });
  const reason = "No price of openai/gpt-99 is known; give one with `prices: { 'openai/gpt-99': { input, output } }`.";
  expect(costOf(usage, undefined, 'openai/gpt-99')).toEqual({ known: false, reason, reported: 0.001_191 });
  const silent = costOf(unreportedUsage, listPrice('openai', 'gpt-4o', noon), 'openai/gpt-4o');
  expect(silent).toEqual({ known: false, reason: 'openai/gpt-4o reported no usage.', reported: undefined });
});

test('the buckets add up to the amount', () => {
  const tokens = fc.nat({ max: 2_000_000 });
  const buckets = fc.record({
    uncached: tokens,
    cacheRead: tokens,
    cacheWrite: tokens,
    cacheWriteHour: tokens,
    audioInput: tokens,
    text: tokens,
    audioOutput: tokens,
    audioCacheRead: tokens,
    imageInput: tokens,
    imageOutput: tokens,
    toolInput: tokens,
    reasoning: tokens,
    searches: fc.nat({ max: 20 }),
  });
  const names = fc.constantFrom('openai/gpt-6-sol', 'anthropic/claude-haiku-5-5', 'google/gemini-2.5-pro');
  fc.assert(
    fc.property(buckets, names, (counts, name) => {
      const [provider = '', model = ''] = name.split('/');
      const cost = costOf(usageOf(counts), listPrice(provider, model, noon), name);
      if (!cost.known) throw new Error('the price is known');
      const sum = Object.values(cost.buckets).reduce((total, part) => total + part, 0);
      expect(cost.amount).toBeCloseTo(sum, 9);
      for (const part of Object.values(cost.buckets)) expect(part).toBeGreaterThanOrEqual(0);
    }),
  );
});
