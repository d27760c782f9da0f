import { expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import type { Usage } from '../model/usage.ts';
import { readUsage as readChat } from '../protocols/chat/usage.ts';
import { readUsage as readGemini } from '../protocols/gemini/usage.ts';
import { readUsage as readMessages } from '../protocols/messages/usage.ts';
import { readUsage as readResponses } from '../protocols/responses/usage.ts';
import { costOf } from './cost.ts';
import { listPrice } from './price-table.ts';

/** A time at which no prices of the night hold. */
const noon = Date.parse('2026-11-22T12:00:00Z');

const responses = (usage: JsonObject, searches = 0): Usage =>
  readResponses({ usage, tool_usage: { web_search: { num_requests: searches } } });

/** What providers report, and what a person with the price page in hand makes of it, in US dollars per million tokens. */
interface Example {
  readonly name: string;
  /** The provider's page that says the prices. */
  readonly source: string;
  readonly usage: Usage;
  readonly dollars: number;
  /** What the provider itself says the reply cost. */
  readonly reported?: number;
}

const examples: readonly Example[] = [
  {
    // $2 a million, cached $0.20, output and reasoning $10
    name: 'openai/gpt-6-sol',
    source: 'https://developers.openai.com/api/docs/pricing',
    usage: readChat({
      prompt_tokens: 12_000,
      completion_tokens: 1_500,
      total_tokens: 13_500,
      prompt_tokens_details: { cached_tokens: 10_000 },
      completion_tokens_details: { reasoning_tokens: 1_000 },
    }),
    dollars: (2_000 * 2 + 10_000 * 0.2 + 500 * 10 + 1_000 * 10) / 1_000_000,
  },
  {
    // More than 272,000 of input: $4, cached $0.20, written to the cache $5, output $15; a search is $10 a thousand
    name: 'openai/gpt-6.1-sol',
    source: 'https://developers.openai.com/api/docs/models/gpt-6.1-sol.md',
    usage: responses(
      {
        input_tokens: 300_000,
        input_tokens_details: { cached_tokens: 250_000, cache_write_tokens: 40_000 },
        output_tokens: 2_000,
        output_tokens_details: { reasoning_tokens: 500 },
        total_tokens: 302_000,
      },
      3,
    ),
    dollars: (10_000 * 4 + 250_000 * 0.2 + 40_000 * 5 + 2_000 * 15) / 1_000_000 + (3 * 10) / 1_000,
  },
  {
    // Text $2.50 and $10, audio $32 and $64
    name: 'openai/gpt-audio',
    source: 'https://developers.openai.com/api/docs/pricing',
    usage: readChat({
      prompt_tokens: 700,
      completion_tokens: 900,
      total_tokens: 1_600,
      prompt_tokens_details: { audio_tokens: 600 },
      completion_tokens_details: { audio_tokens: 800 },
    }),
    dollars: (100 * 2.5 + 600 * 32 + 100 * 10 + 800 * 64) / 1_000_000,
  },
  {
    // $4, read from the cache $0.20, written for five minutes $5 and for an hour $8, output $20
    name: 'anthropic/claude-opus-5-5',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing',
    usage: readMessages({
      input_tokens: 20,
      cache_read_input_tokens: 5_000,
      cache_creation_input_tokens: 3_000,
      cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 2_000 },
      output_tokens: 300,
      output_tokens_details: { thinking_tokens: 200 },
    }),
    dollars: (20 * 4 + 5_000 * 0.2 + 1_000 * 5 + 2_000 * 8 + 300 * 20) / 1_000_000,
  },
  {
    // $1 and $5, searches $10 a thousand, pages fetched for nothing
    name: 'anthropic/claude-haiku-4-5',
    source: 'https://platform.claude.com/docs/en/about-claude/pricing',
    usage: readMessages({
      input_tokens: 22_397,
      output_tokens: 637,
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
    }),
    dollars: (22_397 * 1 + 637 * 5) / 1_000_000 + (2 * 10) / 1_000,
  },
  {
    // Text and video $0.30, audio $1, cached $0.03 and $0.10, output and thoughts $2.50, a grounded prompt $35 a thousand
    name: 'google/gemini-2.5-flash',
    source: 'https://ai.google.dev/gemini-api/docs/pricing',
    usage: readGemini(
      {
        promptTokenCount: 17_713,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 16 },
          { modality: 'VIDEO', tokenCount: 15_780 },
          { modality: 'AUDIO', tokenCount: 1_917 },
        ],
        cachedContentTokenCount: 17_379,
        cacheTokensDetails: [
          { modality: 'AUDIO', tokenCount: 1_881 },
          { modality: 'TEXT', tokenCount: 15 },
          { modality: 'VIDEO', tokenCount: 15_483 },
        ],
        toolUsePromptTokenCount: 1_000,
        candidatesTokenCount: 68,
        thoughtsTokenCount: 821,
        totalTokenCount: 19_602,
      },
      2,
    ),
    dollars: (298 * 0.3 + 36 * 1 + 1_000 * 0.3 + 15_498 * 0.03 + 1_881 * 0.1 + 889 * 2.5) / 1_000_000 + 35 / 1_000,
  },
  {
    // $0.30, an image of 1,290 tokens at $30
    name: 'google/gemini-2.5-flash-image',
    source: 'https://ai.google.dev/gemini-api/docs/pricing',
    usage: readGemini({
      promptTokenCount: 9,
      candidatesTokenCount: 1_300,
      candidatesTokensDetails: [
        { modality: 'TEXT', tokenCount: 10 },
        { modality: 'IMAGE', tokenCount: 1_290 },
      ],
      totalTokenCount: 1_309,
    }),
    dollars: (9 * 0.3 + 10 * 2.5 + 1_290 * 30) / 1_000_000,
  },
  {
    // Outside the dear hours $0.66, cache hits $0.022, output $1.98
    name: 'deepseek/deepseek-v4-pro',
    source: 'https://api-docs.deepseek.com/quick_start/pricing',
    usage: readChat({
      prompt_tokens: 10_000,
      completion_tokens: 2_000,
      total_tokens: 12_000,
      prompt_cache_hit_tokens: 9_000,
      prompt_cache_miss_tokens: 1_000,
      completion_tokens_details: { reasoning_tokens: 1_200 },
    }),
    dollars: (1_000 * 0.66 + 9_000 * 0.022 + 2_000 * 1.98) / 1_000_000,
  },
  {
    // As recorded: $1.25, cached $0.20, output $2.50, searches $5 a thousand; 10,000,000,000 ticks are a dollar
    name: 'xai/grok-4.3',
    source: 'https://docs.x.ai/developers/pricing',
    usage: responses({
      input_tokens: 5_913,
      input_tokens_details: { cached_tokens: 2_048 },
      output_tokens: 364,
      output_tokens_details: { reasoning_tokens: 263 },
      total_tokens: 6_277,
      cost_in_usd_ticks: 161_508_500,
      server_side_tool_usage_details: { web_search_calls: 2, x_search_calls: 0 },
    }),
    dollars: (3_865 * 1.25 + 2_048 * 0.2 + 364 * 2.5) / 1_000_000 + (2 * 5) / 1_000,
    reported: 0.016_150_85,
  },
  {
    // $0.10 and $0.40, as recorded with the broker's own word
    name: 'openrouter/openai/gpt-4.1-nano',
    source: 'https://openrouter.ai/openai/gpt-4.1-nano',
    usage: readChat({
      prompt_tokens: 34,
      completion_tokens: 5,
      total_tokens: 39,
      cost: 0.000_005_4,
      cost_details: { upstream_inference_cost: 0.000_005_4 },
    }),
    dollars: (34 * 0.1 + 5 * 0.4) / 1_000_000,
    reported: 0.000_005_4,
  },
  {
    // $3 and $15, and $14 for a thousand requests with much search context; Perplexity counts this one as one of little
    name: 'perplexity/sonar-pro',
    source: 'https://docs.perplexity.ai/getting-started/pricing',
    usage: readChat({
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      search_context_size: 'low',
      cost: { input_tokens_cost: 0.000_3, output_tokens_cost: 0.000_75, request_cost: 0.006, total_cost: 0.007_05 },
    }),
    dollars: (100 * 3 + 50 * 15) / 1_000_000 + 14 / 1_000,
    reported: 0.007_05,
  },
];

test.each(examples)('$name costs what a person reckons from $source', ({ name, usage, dollars, reported }) => {
  const [provider = '', model = ''] = name.split(/\/(.*)/);
  const cost = costOf(usage, listPrice(provider, model, noon), name);
  expect(cost).toMatchObject({ known: true, currency: 'USD', reported });
  // A hundredth of a cent is 0.0001 dollars; what is reckoned is the same to a millionth of that.
  expect(cost.known && cost.amount).toBeCloseTo(dollars, 10);
});

test('the examples are of at least six providers', () => {
  expect(examples.length).toBeGreaterThanOrEqual(10);
  expect(new Set(examples.map(({ name }) => name.split('/')[0])).size).toBeGreaterThanOrEqual(6);
});
