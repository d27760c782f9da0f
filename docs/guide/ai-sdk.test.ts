import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { simulate } from '@steadfast/testkit';
import { generateText } from 'ai';
import { createModels, deadline, fallback, model, retry, stack, timeout } from 'steadfast';
import { fromAiSdk, toAiSdk } from 'steadfast/ai-sdk';
import { expect, test } from 'vitest';

const apiKey = 'sk-test';

test('every piece of code in the guide stands in this file', () => {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8').replaceAll(/^ +/gm, '');
  const pieces = [...read('ai-sdk.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces.length).toBeGreaterThan(4);
  for (const piece of pieces) expect(read('ai-sdk.test.ts')).toContain(piece);
});

test('a model of ours answers generateText, and tells of its attempts', async () => {
  const assistant = toAiSdk(model('sim/flaky', { fallback: ['sim/echo'] }));
  const { text, providerMetadata } = await generateText({ model: assistant, prompt: 'Will you answer?' });
  const { attempts } = providerMetadata?.['steadfast'] ?? {};
  expect(text).toBe('Will you answer?');
  expect(attempts).toMatchObject([{ kind: 'overloaded' }, { outcome: 'ok' }]);
});

test('the options of a provider are fields of its protocol', async () => {
  await using simulation = await simulate();
  const claude = createModels({ environment: {} }).model('anthropic/echo', { apiKey, baseUrl: simulation.url });
  await generateText({
    model: toAiSdk(claude),
    prompt: 'Hello',
    maxOutputTokens: 5_000,
    providerOptions: { steadfast: { thinkingTokens: 2_000 }, anthropic: { service_tier: 'auto' } },
  });
  expect(simulation.requests[0]?.body).toMatchObject({ thinking: { budget_tokens: 2_000 }, service_tier: 'auto' });
});

test('a model of the AI SDK has our layers around it, and our models beside it', async () => {
  await using simulation = await simulate();
  const baseURL = `${simulation.url}/v1`;
  const acme = createOpenAICompatible({ name: 'acme', baseURL, apiKey });
  const bare = fromAiSdk(acme('echo'));
  const assistant = stack(bare, deadline(60_000), retry(), timeout());
  expect((await assistant.complete('Hello')).text).toBe('Hello');
  const either = fallback([
    stack(fromAiSdk(acme('fault/503')), retry({ retries: 1, failureBaseMs: 1 })),
    model('sim/echo'),
  ]);
  const { attempts, model: answered } = await either.complete('Hello');
  expect(answered).toBe('sim/echo');
  expect(attempts.map(({ target }) => target)).toEqual(['acme/fault/503', 'acme/fault/503', 'sim/echo']);
});
