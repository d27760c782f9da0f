import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModels, describe } from 'steadfast';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code on the page stands in this file, which runs it', () => {
  const page = readFileSync(join(here, 'models.md'), 'utf8');
  const own = unindented(readFileSync(import.meta.filename, 'utf8'));
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(4);
  for (const piece of pieces) expect(own).toContain(unindented(piece));
});

test('a model is described', () => {
  const { provider, limits, price, endOfLife } = describe('anthropic/claude-haiku-5-5');
  console.log(provider.key.needed, limits.contextWindow, price?.input, endOfLife?.on);
  expect([provider.key.needed, limits.contextWindow, price?.input]).toEqual([true, 1_000_000, 0.1]);
});

test('properties are given by globs, and a reply says what it cost or why that is not known', async () => {
  const models = createModels({
    properties: {
      'openai/gpt-5*': { effort: 'high' },
      'anthropic/*': { thinkingTokens: 32_000 },
      '*': { maxOutputTokens: 16_000 },
    },
  });
  const thoughtful = models.model('anthropic/claude-sonnet-5-5');
  expect(thoughtful.capabilities).toMatchObject({ reasoning: true });
  const { cost } = await models.model('sim/echo').complete('What does this cost?');
  console.log(cost?.known === true ? `${cost.amount} US dollars by ${cost.source}` : cost?.reason);
  expect(cost).toMatchObject({ known: false, reason: expect.stringContaining('sim/echo') });
});

test('models and prices of one’s own are added by globs', () => {
  const ours = createModels({
    catalog: [{ models: 'compatible/our-model*', contextWindow: 32_768, thinking: 'none', efforts: [] }],
    prices: { 'compatible/our-model*': { input: 0.2, output: 0.6, cacheRead: 0.02, source: 'our own hardware' } },
  });
  expect(ours.describe('compatible/our-model-2')).toMatchObject({
    limits: { contextWindow: 32_768 },
    capabilities: { reasoning: false },
    price: { input: 0.2 },
  });
});
