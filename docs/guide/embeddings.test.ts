import { simulate } from '@steadfast/testkit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModels as makeModels } from 'steadfast';
import type { Models, ModelsOptions } from 'steadfast';
import { afterAll, beforeAll, expect, test } from 'vitest';

const here = import.meta.dirname;
const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

let provider: Awaited<ReturnType<typeof simulate>>;
/** The page's models, at a provider that is simulated. */
let createModels: (options?: ModelsOptions) => Models;

beforeAll(async () => {
  provider = await simulate();
  const environment = {
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    ANTHROPIC_API_KEY: 'sk-test',
    ANTHROPIC_BASE_URL: provider.url,
  };
  createModels = () => makeModels({ environment });
});

afterAll(() => provider.close());

test('every piece of code on the page stands in this file, which runs it', () => {
  const page = readFileSync(join(here, 'embeddings.md'), 'utf8');
  const own = unindented(readFileSync(import.meta.filename, 'utf8'));
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(2);
  for (const piece of pieces) expect(own).toContain(unindented(piece.replace(/^import .*\n\n/, '')));
});

test('texts become vectors, and a question is counted before it is asked', async () => {
  const models = createModels();
  const embedder = models.embedding('openai/text-embedding-3-small');
  const { vectors, usage } = await embedder.embed(['one text', 'another']);
  const short = await embedder.embed({ input: ['one text'], dimensions: 256 });
  expect([vectors.length, usage.inputTokens > 0, short.vectors[0]?.length]).toEqual([2, true, 256]);

  const { inputTokens, estimated } = await models.counter('anthropic/claude-haiku-5-5').countTokens('How long is it?');
  expect([inputTokens > 0, estimated]).toEqual([true, false]);
  await models.close();
});
