import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { readUsage, writeUsage } from './usage.ts';

const counts = (value: JsonObject): number[] => {
  const { input, output } = readUsage(value);
  return [input.uncached, input.cacheRead, input.cacheWrite, output.text, output.reasoning];
};

test('cached and reasoning tokens are parts of what they are counted in', () => {
  const details = { cached_tokens: 30, cache_write_tokens: 10 };
  const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, prompt_tokens_details: details };
  expect(counts({ ...usage, completion_tokens_details: { reasoning_tokens: 20 } })).toEqual([60, 30, 10, 30, 20]);
});

test('caches are found under the names of DeepSeek, Moonshot and brokers of Anthropic', () => {
  const usage = { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105 };
  expect(counts({ ...usage, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 })).toEqual([36, 64, 0, 5, 0]);
  expect(counts({ ...usage, cached_tokens: 64 })).toEqual([36, 64, 0, 5, 0]);
  expect(counts({ ...usage, cache_read_input_tokens: 64, cache_creation_input_tokens: 6 })).toEqual([30, 64, 6, 5, 0]);
});

test('reasoning that a server counts beside the completion is added to it', () => {
  const details = { completion_tokens_details: { reasoning_tokens: 256 } };
  expect(counts({ prompt_tokens: 213, completion_tokens: 2, total_tokens: 471, ...details })).toEqual([
    213, 0, 0, 2, 256,
  ]);
  expect(counts({ prompt_tokens: 9, completion_tokens: 2, total_tokens: 11, ...details })).toEqual([9, 0, 0, 2, 256]);
});

test('what only the total counts is thinking, or the sound that was heard', () => {
  expect(counts({ prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 })).toEqual([35, 0, 0, 12, 62]);
  const heard = {
    prompt_tokens: 9,
    completion_tokens: 201,
    total_tokens: 585,
    prompt_tokens_details: { audio_tokens: 375 },
  };
  expect(counts(heard)).toEqual([384, 0, 0, 201, 0]);
});

test('no usage is not a usage of nothing', () => {
  expect(readUsage(undefined).reported).toBe(false);
  expect(readUsage({}).reported).toBe(false);
  expect(readUsage(null).reported).toBe(false);
  expect(writeUsage(readUsage(null))).toBeUndefined();
});

test('whatever the numbers, the buckets add up and none is negative', () => {
  const tokens = fc.option(fc.nat({ max: 1000 }), { nil: undefined });
  const usage = fc.record({
    prompt_tokens: tokens,
    completion_tokens: tokens,
    total_tokens: tokens,
    prompt_tokens_details: fc.record({ cached_tokens: tokens, cache_write_tokens: tokens, audio_tokens: tokens }),
    completion_tokens_details: fc.record({ reasoning_tokens: tokens }),
  });
  fc.assert(
    fc.property(usage, (value) => {
      const { inputTokens, outputTokens, totalTokens, input, output } = readUsage(value);
      expect(Math.min(...Object.values(input), ...Object.values(output))).toBeGreaterThanOrEqual(0);
      expect(input.uncached + input.cacheRead + input.cacheWrite).toBe(inputTokens);
      expect(output.text + output.reasoning).toBe(outputTokens);
      expect(inputTokens + outputTokens).toBe(totalTokens);
    }),
  );
});
