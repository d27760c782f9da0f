import { createServer } from 'node:http';
import { expect, test } from 'vitest';
// Loaded before the virtual clock runs: its time does not wait for the disk.
import '../protocols/chat/chat.ts';
import { createModels } from './models.ts';
import type { Models } from './models.ts';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** Models whose provider gives these answers in turn, the last one again and again. */
async function house(answers: readonly Answer[]): Promise<AsyncDisposable & { models: Models; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { status = 200, body } = answers[Math.min(seen.length, answers.length - 1)] ?? { body: {} };
      seen.push(`${request.url} ${text}`);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const environment = {
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_BASE_URL: url,
    GEMINI_API_KEY: 'k',
    GOOGLE_GEMINI_BASE_URL: url,
  };
  const models = createModels({ environment, defaults: { retry: { failureBaseMs: 1 } } });
  return {
    models,
    seen,
    [Symbol.asyncDispose]: async () => {
      await models.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const vectors = { data: [{ index: 0, embedding: [1, 2] }], usage: { prompt_tokens: 2 } };

test('texts become vectors, and say who made them and what it took', async () => {
  await using server = await house([{ body: vectors }]);
  const model = server.models.embedding('openai/text-embedding-3-small');
  const { vectors: made, usage, model: by, attempts } = await model.embed('two words');
  expect(made).toEqual([[1, 2]]);
  expect(usage.inputTokens).toBe(2);
  expect(by).toBe('openai/text-embedding-3-small');
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['ok']);
  expect(server.seen).toEqual(['/v1/embeddings {"input":["two words"],"model":"text-embedding-3-small"}']);
});

test('an embedding wears the coat of a model: what may pass is tried again, what may not is not', async () => {
  const down = { status: 503, body: { error: { message: 'overloaded' } } };
  await using server = await house([down, { body: vectors }, { status: 400, body: { error: { message: 'no' } } }]);
  const model = server.models.embedding('openai/m');
  const { attempts } = await model.embed(['a']);
  expect(attempts.map(({ kind, outcome }) => kind ?? outcome)).toEqual(['overloaded', 'ok']);
  await expect(model.embed({ input: ['a'], dimensions: 3 })).rejects.toMatchObject({
    kind: 'invalid-request',
    provider: 'openai',
    attempts: [{ outcome: 'error' }],
  });
  expect(server.seen).toHaveLength(3);
});

test('an embedding ends with its caller’s signal and its deadline', async () => {
  await using server = await house([{ body: vectors }]);
  const model = server.models.embedding('openai/m');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(model.embed('a', { signal })).rejects.toMatchObject({ kind: 'aborted' });
  await expect(model.embed('a', { deadline: 1 })).rejects.toMatchObject({ kind: 'timeout', phase: 'deadline' });
});

test('a protocol without embeddings says so', async () => {
  await using server = await house([{ body: {} }]);
  await expect(server.models.embedding('anthropic/claude').embed('a')).rejects.toMatchObject({
    kind: 'not-found',
    code: 'no_embeddings',
  });
  await expect(server.models.embedding('sim/echo').embed('a')).rejects.toMatchObject({ kind: 'not-found' });
  expect(server.seen).toEqual([]);
});

test('tokens are counted by the provider where it does that, else estimated', async () => {
  await using server = await house([{ body: { input_tokens: 11 } }, { body: { totalTokens: 12 } }]);
  const { models } = server;
  expect(await models.counter('anthropic/claude').countTokens('Hello there.')).toMatchObject({
    inputTokens: 11,
    estimated: false,
    model: 'anthropic/claude',
  });
  expect(await models.counter('google/gemini-3').countTokens('Hello there.')).toMatchObject({ inputTokens: 12 });
  expect(await models.counter('openai/m').countTokens('Hello there.')).toMatchObject({
    inputTokens: 3,
    estimated: true,
  });
  expect(server.seen.map((line) => line.split(' ')[0])).toEqual([
    '/v1/messages/count_tokens',
    '/v1beta/models/gemini-3:countTokens',
  ]);
});
