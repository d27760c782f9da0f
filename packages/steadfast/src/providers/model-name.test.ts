import { expect, test } from 'vitest';
import { readModelName } from './model-name.ts';
import { providers } from './table.ts';

test('everything behind the provider is the model, whatever it holds', () => {
  for (const [name, provider, model] of [
    ['openai/gpt-6-luna', 'openai', 'gpt-6-luna'],
    ['openrouter/meta-llama/llama-4:free', 'openrouter', 'meta-llama/llama-4:free'],
    ['ollama/qwen3:8b', 'ollama', 'qwen3:8b'],
    ['ollama:qwen3:8b', 'ollama', 'qwen3:8b'],
    ['google/gemini-2.5-pro', 'google', 'gemini-2.5-pro'],
    ['gemini/gemini-2.5-pro', 'google', 'gemini-2.5-pro'],
    ['gemini/tunedModels/mine', 'google', 'tunedModels/mine'],
  ] as const) {
    const read = readModelName(name, providers);
    expect([read.provider.id, read.model]).toEqual([provider, model]);
  }
});

test('a provider that is misspelt is named with the nearest one', () => {
  expect(() => readModelName('opnai/gpt-6', providers)).toThrow(
    'There is no provider "opnai". Did you mean "openai/gpt-6"?',
  );
  expect(() => readModelName('anthropc/claude', providers)).toThrow('"anthropic/claude"');
});

test('a name without a provider is told what to write', () => {
  expect(() => readModelName('gpt-6-luna', providers)).toThrow(
    'names no provider. Write provider/model with one of: openai',
  );
  expect(() => readModelName('openai/', providers)).toThrow('provider');
  expect(() => readModelName('constructor/x', providers)).toThrow('There is no provider "constructor"');
});
