import { calcPrice, findProvider } from '@pydantic/genai-prices';
import { expect, test } from 'vitest';
import { usageOf } from '../model/usage.ts';
import { costOf } from './cost.ts';
import { listPrice, listedWindow } from './price-table.ts';
import { pricesAsOf } from './prices/origin.ts';

const names: Readonly<Record<string, string>> = { xai: 'x-ai' };
const providers = ['openai', 'anthropic', 'google', 'groq', 'mistral', 'deepseek', 'xai', 'together', 'openrouter'];

/** Rows of ours that are newer than the package's. */
const newer = new Set(['claude-haiku-5-5', 'claude-sonnet-5-5', 'gpt-6.1-sol', 'gpt-6.1-terra']);

const days = ['2026-11-21T12:00:00Z', '2026-11-22T02:30:00Z', '2027-02-01T08:00:00Z'].map((day) => new Date(day));

test.each(providers)('what %s asks is what the source says, for short and long inputs, by day and by night', (ours) => {
  const models = findProvider({ providerId: names[ours] ?? ours })?.models ?? [];
  let compared = 0;
  for (const { id } of models.filter(({ id }) => !newer.has(id))) {
    for (const timestamp of days) {
      const price = listPrice(ours, id, timestamp.getTime());
      if (price === undefined) continue;
      for (const size of [1, 250_000]) {
        const usage = usageOf({ uncached: 900 * size, cacheRead: 100 * size, cacheWrite: 50 * size, text: 500 * size });
        const counts = {
          input_tokens: usage.inputTokens,
          cache_read_tokens: usage.input.cacheRead,
          cache_write_tokens: usage.input.cacheWrite,
          output_tokens: usage.outputTokens,
        };
        const theirs = calcPrice(counts, id, { providerId: names[ours] ?? ours, timestamp });
        const cost = costOf(usage, { ...price, requests: undefined }, id);
        expect([id, cost.known && cost.amount]).toEqual([
          id,
          expect.closeTo(theirs?.total_price ?? -1, size === 1 ? 9 : 4),
        ]);
        compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(20);
});

test('a dated snapshot costs what its model costs, and an unknown model has no price', () => {
  const now = days[0]?.getTime() ?? 0;
  expect(listPrice('openai', 'gpt-6-sol-2026-09-22', now)).toMatchObject({ input: 2, output: 10, asOf: pricesAsOf });
  expect(listPrice('anthropic', 'claude-opus-5-5-20260901', now)).toMatchObject({ input: 4, cacheWriteHour: 8 });
  expect(listPrice('azure', 'gpt-4o', now)).toMatchObject({ input: 2.5 });
  expect(listPrice('openai', 'gpt-99', now)).toBeUndefined();
  expect(listPrice('nobody', 'gpt-6-sol', now)).toBeUndefined();
  expect(listPrice('constructor', 'gpt-6-sol', now)).toBeUndefined();
});

test('the price list names windows, too', () => {
  expect(listedWindow('groq', 'openai/gpt-oss-120b')).toBe(131_072);
  expect(listedWindow('groq', 'unheard-of')).toBeUndefined();
});
