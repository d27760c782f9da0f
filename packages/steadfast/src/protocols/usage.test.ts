import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { unreportedUsage, usageOf } from '../model/usage.ts';
import type { Usage, UsageBuckets } from '../model/usage.ts';
import { readUsage as readChat, writeUsage as writeChat } from './chat/usage.ts';
import { readUsage as readGemini, writeUsage as writeGemini } from './gemini/usage.ts';
import { readUsage as readMessages, writeUsage as writeMessages } from './messages/usage.ts';
import { readUsage as readOllama, writeUsage as writeOllama } from './ollama/usage.ts';
import { readUsage as readResponses, writeUsage as writeResponses } from './responses/usage.ts';

/** What a usage says, without the provider's own object, after it went over the wire. */
const over = (wire: JsonObject | undefined, read: (value: JsonObject) => Usage): Usage => {
  const { raw, ...usage } = read(JSON.parse(JSON.stringify(wire ?? {})));
  expect(raw === undefined).toBe(!usage.reported);
  return usage;
};

const ways: Readonly<Record<string, (usage: Usage) => Usage>> = {
  chat: (usage) => over(writeChat(usage), readChat),
  gemini: (usage) => over(writeGemini(usage), readGemini),
  messages: (usage) => over(writeMessages(usage), readMessages),
  ollama: (usage) => over(writeOllama(usage), readOllama),
  responses: (usage) => over(writeResponses(usage), readResponses),
};

const input = ['uncached', 'audioInput', 'imageInput', 'videoInput'] as const;
const cached = ['cacheRead', 'audioCacheRead', 'imageCacheRead', 'videoCacheRead'] as const;
const output = ['text', 'audioOutput', 'imageOutput', 'reasoning'] as const;

/** The buckets that each protocol has words for. */
const words: Readonly<Record<string, readonly (keyof UsageBuckets)[]>> = {
  chat: [...input, ...cached, ...output, 'cacheWrite', 'cacheWriteHour', 'searches'],
  gemini: [...input, 'toolInput', ...cached, ...output],
  messages: ['uncached', 'cacheRead', 'cacheWrite', 'cacheWriteHour', 'text', 'reasoning', 'searches', 'fetches'],
  ollama: ['uncached', 'text'],
  responses: [...input, ...cached, ...output, 'cacheWrite', 'searches'],
};

const all = [...new Set(Object.values(words).flat())];

/** Any counts, many of them 0. */
function bucketsOf(names: readonly (keyof UsageBuckets)[]): fc.Arbitrary<UsageBuckets> {
  const count = fc.oneof(fc.constant(0), fc.nat({ max: 1000 }));
  return fc.tuple(...names.map(() => count)).map((counts) => {
    const entries = names.map((name, index) => [name, counts[index] ?? 0] as const);
    return Object.fromEntries(entries);
  });
}

test.each(Object.keys(ways))(
  '%s: every count that the protocol has a word for is read back as it was written',
  (id) => {
    fc.assert(
      fc.property(bucketsOf(words[id] ?? []), (buckets) => {
        const usage = usageOf(buckets);
        const { raw: _raw, ...told } = usage;
        expect(ways[id]?.(usage)).toEqual(told);
      }),
    );
  },
);

test.each(Object.keys(ways))('%s: the totals survive, whatever was counted', (id) => {
  fc.assert(
    fc.property(bucketsOf(all), (buckets) => {
      const usage = usageOf(buckets);
      const read = ways[id]?.(usage);
      expect(read).toMatchObject({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
    }),
  );
});

test('the parts of a bucket do not overlap, and together are never more than it', () => {
  fc.assert(
    fc.property(bucketsOf(all), (buckets) => {
      const { input: of, output: said, details = {} } = usageOf(buckets);
      const sum = (...parts: readonly (number | undefined)[]): number =>
        parts.reduce<number>((total, part) => total + (part ?? 0), 0);
      const { audioInput, imageInput, videoInput, toolInput, audioCacheRead, imageCacheRead, videoCacheRead } = details;
      expect(sum(audioInput, imageInput, videoInput, toolInput)).toBeLessThanOrEqual(of.uncached);
      expect(sum(audioCacheRead, imageCacheRead, videoCacheRead)).toBeLessThanOrEqual(of.cacheRead);
      expect(sum(details.cacheWriteHour)).toBeLessThanOrEqual(of.cacheWrite);
      expect(sum(details.audioOutput, details.imageOutput)).toBeLessThanOrEqual(said.text);
    }),
  );
});

test('Gemini: modalities are divided by whether they were cached, and tools stand beside the prompt', () => {
  const usage = readGemini(
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
      toolUsePromptTokenCount: 100,
      candidatesTokenCount: 68,
      thoughtsTokenCount: 821,
      totalTokenCount: 18_702,
    },
    2,
  );
  expect(usage).toMatchObject({
    totalTokens: 18_702,
    input: { uncached: 334 + 100, cacheRead: 17_379, cacheWrite: 0 },
    output: { text: 68, reasoning: 821 },
  });
  const fresh = { audioInput: 36, videoInput: 297, toolInput: 100, searches: 2 };
  expect(usage.details).toEqual({ ...fresh, audioCacheRead: 1_881, videoCacheRead: 15_483 });
});

test('Gemini: modalities may be numbers, pages of documents are images, and thoughts may be in the total only', () => {
  const details = [
    { modality: 1, tokenCount: 6 },
    { modality: 2, tokenCount: 258 },
    { modality: 'DOCUMENT', tokenCount: 10 },
  ];
  const usage = readGemini({
    promptTokenCount: 274,
    promptTokensDetails: details,
    candidatesTokenCount: 1,
    totalTokenCount: 300,
  });
  expect(usage.details).toEqual({ imageInput: 268 });
  expect(usage.output).toEqual({ text: 1, reasoning: 25 });
});

test('Gemini: what was made is told apart from what was said', () => {
  const candidatesTokensDetails = [{ modality: 'IMAGE', tokenCount: 1_290 }];
  const usage = readGemini({ promptTokenCount: 9, candidatesTokenCount: 1_300, candidatesTokensDetails });
  expect(usage.details).toEqual({ imageOutput: 1_290 });
});

test('media whose caching is not told are taken for uncached as far as that can be', () => {
  const of = { cached_tokens: 370, audio_tokens: 0, text_tokens: 248, image_tokens: 256 };
  const usage = readChat({ prompt_tokens: 504, completion_tokens: 91, total_tokens: 595, prompt_tokens_details: of });
  expect(usage.details).toEqual({ imageInput: 134, imageCacheRead: 122 });
  const split = { ...of, cached_tokens_details: { text_tokens: 248, image_tokens: 122 } };
  const told = readResponses({ usage: { input_tokens: 504, output_tokens: 1, input_tokens_details: split } });
  expect(told.details).toEqual({ imageInput: 134, imageCacheRead: 122 });
});

test('a compaction is paid for, and an advisor is another model', () => {
  const run = { cache_read_input_tokens: 0, cache_creation_input_tokens: 40, output_tokens: 592 };
  const raw = {
    input_tokens: 682,
    output_tokens: 1_320,
    iterations: [
      { ...run, type: 'compaction', input_tokens: 60_385, cache_creation: { ephemeral_1h_input_tokens: 30 } },
      { type: 'advisor_message', model: 'claude-fable-5', input_tokens: 5_000, output_tokens: 9 },
      { type: 'message', input_tokens: 682, output_tokens: 1_320 },
    ],
  };
  const { inputTokens, outputTokens, input: of, details } = readMessages(raw);
  expect([inputTokens, outputTokens]).toEqual([682 + 60_385 + 40, 1_320 + 592]);
  expect([of.cacheWrite, details]).toEqual([40, { cacheWriteHour: 30 }]);
});

test('searches are found under the words of OpenRouter, Perplexity, OpenAI and xAI', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  expect(readChat({ ...usage, server_tool_use_details: { web_search_requests: 2 } }).details).toEqual({ searches: 2 });
  expect(readChat({ ...usage, num_search_queries: 18 }).details).toEqual({ searches: 18 });
  const counts = { input_tokens: 1, output_tokens: 1 };
  const tools = { tool_usage: { web_search: { num_requests: 3 } } };
  expect(readResponses({ usage: counts, ...tools }).details).toEqual({ searches: 3 });
  const ran = { server_side_tool_usage_details: { web_search_calls: 2, x_search_calls: 1, mcp_calls: 4 } };
  expect(readResponses({ usage: { ...counts, ...ran } }).details).toEqual({ searches: 3 });
});

test('what was not reported is not written as nothing', () => {
  for (const way of [writeChat, writeGemini]) expect(way(unreportedUsage)).toBeUndefined();
  expect(writeResponses(unreportedUsage)).toEqual({ usage: null });
  expect(writeOllama(unreportedUsage)).toEqual({});
});
