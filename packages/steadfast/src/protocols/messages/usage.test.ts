import { expect, test } from 'vitest';
import { unreportedUsage } from '../../model/usage.ts';
import { mergeUsage, readUsage } from './usage.ts';

test('cached tokens are added to the input, thinking tokens are part of the output', () => {
  const raw = {
    input_tokens: 3,
    cache_creation_input_tokens: 20,
    cache_read_input_tokens: 100,
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 30 },
  };
  expect(readUsage(raw)).toEqual({
    inputTokens: 123,
    outputTokens: 50,
    totalTokens: 173,
    input: { uncached: 3, cacheRead: 100, cacheWrite: 20 },
    output: { text: 20, reasoning: 30 },
    reported: true,
    raw,
  });
});

test('a reply without usage has none reported', () => {
  expect(readUsage(undefined)).toBe(unreportedUsage);
  expect(readUsage(null)).toBe(unreportedUsage);
});

test('a later report replaces counts, and what it leaves out stays', () => {
  const earlier = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 5, service_tier: 'standard' };
  const later = { input_tokens: 0, output_tokens: 40, cache_read_input_tokens: null };
  expect(mergeUsage(earlier, later)).toEqual({ ...earlier, output_tokens: 40 });
  expect(mergeUsage({ input_tokens: 0 }, { input_tokens: 9 })).toEqual({ input_tokens: 9 });
});
