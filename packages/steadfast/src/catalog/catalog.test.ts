import { expect, test } from 'vitest';
import { Catalog, capabilitiesOf, catalogRows, priceOf } from './catalog.ts';
import { globOf } from '../model/glob.ts';
import { lenientRules } from './model-rules.ts';
import type { ModelRules } from './model-rules.ts';

const catalog = new Catalog();

function rules(name: string): ModelRules {
  const [provider = '', model = ''] = name.split(/\/(.*)/);
  return catalog.rulesOf(provider, model);
}

const standard = ['none', 'low', 'medium', 'high', 'xhigh', 'max'];

test.each([
  ['openai/gpt-6-astra', 'never', standard.slice(1), 'never', 1_050_000, 128_000],
  ['openai/gpt-6.1-sol', 'never', standard.slice(1), 'never', 1_050_000, 128_000],
  ['openai/gpt-6.2-sol', 'never', standard.slice(1), 'never', 1_050_000, 128_000],
  ['openai/gpt-7', 'never', standard.slice(1), 'never', 1_050_000, 128_000],
  ['openai/gpt-6-luna', 'not-thinking', standard, 'not-thinking', 1_050_000, 128_000],
  ['openai/gpt-6-sol-2026-09-22', 'not-thinking', standard, 'not-thinking', 1_050_000, 128_000],
  ['openai/gpt-6.1-terra', 'not-thinking', standard, 'not-thinking', 1_050_000, 128_000],
  ['azure/gpt-5.6-sol', 'not-thinking', standard, 'not-thinking', 1_050_000, 128_000],
  ['openai/gpt-5.5', 'not-thinking', standard.slice(0, 5), 'always', 1_050_000, 128_000],
  ['openai/gpt-5.4-mini', 'not-thinking', standard.slice(0, 5), 'always', 400_000, 128_000],
  ['openai/gpt-5.1', 'not-thinking', standard.slice(0, 4), 'always', 400_000, 128_000],
  ['openai/gpt-5', 'never', ['minimal', 'low', 'medium', 'high'], 'always', 400_000, 128_000],
  ['openai/gpt-5-2025-08-07', 'never', ['minimal', 'low', 'medium', 'high'], 'always', 400_000, 128_000],
  ['openai/o3', 'never', ['low', 'medium', 'high'], 'always', 200_000, 100_000],
  ['openai/gpt-5-chat-latest', 'always', [], 'always', 128_000, 16_384],
  ['openai/gpt-4.1', 'always', [], 'always', 1_047_576, 32_768],
  ['openai/gpt-4o-mini', 'always', [], 'always', 128_000, 16_384],
] as const)('%s', (name, sampling, efforts, functionsOnChat, contextWindow, maxOutputTokens) => {
  expect(rules(name)).toMatchObject({ sampling, efforts, functionsOnChat, contextWindow, maxOutputTokens });
});

test.each([
  ['claude-sonnet-5-5', 'never', true, false, false, 'never', 128_000],
  ['claude-opus-5-5', 'never', true, false, false, 'never', 128_000],
  ['claude-haiku-5-5', 'never', true, false, true, 'always', 128_000],
  ['claude-opus-5', 'never', true, true, true, 'always', 128_000],
  ['claude-fable-5-2', 'never', true, false, false, 'never', 128_000],
  ['claude-fable-5', 'never', true, false, false, 'always', 128_000],
  ['claude-opus-4-8', 'never', true, true, true, 'always', 128_000],
  ['claude-sonnet-5', 'never', true, true, true, 'always', 128_000],
  ['claude-sonnet-4-6', 'not-thinking', false, true, true, 'always', 128_000],
  ['claude-haiku-4-5-20251001', 'not-thinking', false, true, true, 'not-thinking', 64_000],
  ['claude-opus-4-5', 'not-thinking', false, true, true, 'not-thinking', 64_000],
  ['claude-unheard-of-9', 'never', true, false, false, 'never', 128_000],
] as const)('anthropic/%s', (model, sampling, xhigh, budget, canStopThinking, forcedToolChoice, maxOutputTokens) => {
  const known = rules(`anthropic/${model}`);
  expect(known).toMatchObject({ sampling, canStopThinking, forcedToolChoice, maxOutputTokens });
  expect([known.efforts?.includes('xhigh'), known.budget !== undefined]).toEqual([xhigh, budget]);
});

test.each([
  ['google/gemini-2.5-pro', 'budget', { least: 128, most: 32_768 }, false],
  ['google/gemini-2.5-flash', 'budget', { least: 1, most: 24_576 }, true],
  ['google/gemini-3-flash-preview', 'level', ['minimal', 'low', 'medium', 'high'], false],
  ['google/gemini-3.1-pro-preview', 'level', ['low', 'medium', 'high'], false],
  ['google/gemini-3.8-flash', 'level', ['low', 'medium', 'high'], false],
  ['google/gemini-4-argon', 'level', ['low', 'medium', 'high'], false],
  ['google/gemini-4-hydrogen', 'level', ['low', 'medium', 'high', 'xhigh'], false],
  ['google/gemini-5', 'level', ['low', 'medium', 'high'], false],
  ['deepseek/deepseek-v4-pro', 'effort', ['low', 'high', 'max'], true],
  ['xai/grok-4.5', 'effort', ['low', 'medium', 'high'], false],
  ['mistral/mistral-medium-latest', 'effort', ['none', 'high'], true],
  ['groq/openai/gpt-oss-120b', 'effort', ['low', 'medium', 'high'], false],
] as const)('%s', (name, thinking, asked, canStopThinking) => {
  const known = rules(name);
  expect(known).toMatchObject({ thinking, canStopThinking });
  expect(thinking === 'budget' ? known.budget : known.efforts).toEqual(asked);
});

test('a model on its way out says when, and what comes in its place', () => {
  expect(rules('anthropic/claude-sonnet-4-5').endOfLife).toEqual({
    on: '2026-11-30',
    replacement: 'anthropic/claude-sonnet-5-5',
  });
  expect(rules('openai/gpt-5-mini').endOfLife).toMatchObject({ on: '2026-12-11' });
  expect(rules('openai/gpt-6-luna').endOfLife).toBeUndefined();
});

test('of a model that nobody knows, nothing is held back', () => {
  expect(rules('compatible/my-own')).toEqual({ ...lenientRules, contextWindow: undefined });
  expect(rules('azure/my-deployment')).toEqual({ ...lenientRules, contextWindow: undefined });
  expect(rules('groq/llama-3.3-70b-versatile')).toMatchObject({ thinking: 'unknown' });
});

test('every row names its source and its day, and none is hidden behind another', () => {
  for (const [index, row] of catalogRows.entries()) {
    expect(row.source).toMatch(/^https:\/\//);
    expect(row.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    if (row.endOfLife !== undefined) expect(Date.parse(row.endOfLife.on)).toBeGreaterThan(0);
    const example = row.models.replace(/\{([^,}]*)[^}]*\}/g, '$1').replaceAll('*', '~');
    expect([row.models, catalogRows.findIndex(({ models }) => globOf(models)(example))]).toEqual([row.models, index]);
  }
});

test('a row of the user’s own counts over ours in what it says, and leaves the rest', () => {
  const own = new Catalog({
    rows: [
      { models: 'openai/gpt-6*', contextWindow: 64_000 },
      { models: 'compatible/*', thinking: 'none', efforts: [] },
    ],
    prices: { 'compatible/*': { input: 1, output: 2 }, 'openai/gpt-6-luna': { input: 0, output: 0 } },
  });
  expect(own.rulesOf('openai', 'gpt-6-luna')).toMatchObject({ contextWindow: 64_000, maxOutputTokens: 128_000 });
  expect(own.rulesOf('compatible', 'x').thinking).toBe('none');
  expect(own.priceOf('compatible', 'x', 0)).toEqual({ input: 1, output: 2 });
  expect(own.priceOf('openai', 'gpt-6-luna', 0)).toMatchObject({ input: 0 });
  expect(own.priceOf('compatible2', 'x', 0)).toBeUndefined();
  expect(priceOf('openai', 'gpt-6-luna')).toMatchObject({ input: 0.1, output: 0.5 });
});

test('capabilities are the short form of the rules', () => {
  expect(capabilitiesOf(rules('deepseek/deepseek-v4-pro'))).toEqual({
    streaming: true,
    tools: true,
    structuredOutput: false,
    images: false,
    reasoning: true,
    contextWindow: 1_000_000,
    maxOutputTokens: 384_000,
  });
  expect(capabilitiesOf(rules('openai/gpt-4o'))).toMatchObject({ images: true, reasoning: false });
});
