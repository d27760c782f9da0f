import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import type { ModelError } from '../model/error.ts';
import { createModels } from './models.ts';
import type { Models } from './models.ts';

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

const fine: Answer = [
  200,
  {
    id: 'c',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  },
];
const refused: Answer = [
  401,
  { error: { message: 'Incorrect API key', type: 'authentication_error', code: 'invalid_api_key' } },
];
const usedUp: Answer = [
  429,
  { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } },
];
const limited: Answer = [
  429,
  { error: { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' } },
  { 'retry-after-ms': '30000' },
];
const failing: Answer = [500, { error: { message: 'The server failed', type: 'server_error', code: null } }];

interface House extends AsyncDisposable {
  readonly models: Models;
  readonly url: string;
  readonly seen: string[];
  readonly told: string[];
}

/** A provider that answers by the key that it is asked with. */
async function house(answers: Readonly<Record<string, Answer>>): Promise<House> {
  const seen: string[] = [];
  const told: string[] = [];
  const server = createServer((request, response) => {
    const key = (request.headers.authorization ?? '').replace('Bearer ', '');
    request.resume().on('end', () => {
      seen.push(key);
      const [status, body, headers = {}] = answers[key] ?? refused;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
  const onKeyAside = (error: ModelError): number => told.push(error.message);
  const models = createModels({
    environment: { OPENAI_API_KEY: Object.keys(answers).join(','), OPENAI_BASE_URL: url },
    onKeyAside,
    random: () => 0,
  });
  return {
    models,
    url,
    seen,
    told,
    [Symbol.asyncDispose]: async () => {
      await models.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

test('a dead key is put aside with its reason, said aloud once, and counted as no retry; the others are used in turn', async () => {
  await using provider = await house({ 'sk-dead': refused, 'sk-empty': usedUp, 'sk-b': fine, 'sk-c': fine });
  const model = provider.models.model('openai/gpt-6-luna');
  const first = await model.complete('hi');
  expect(first.attempts.map(({ kind, counted }) => [kind ?? 'ok', counted])).toEqual([
    ['auth', false],
    ['quota', false],
    ['ok', true],
  ]);
  for (let call = 0; call < 4; call += 1) expect((await model.complete('hi')).attempts).toHaveLength(1);
  expect(provider.seen).toEqual(['sk-dead', 'sk-empty', 'sk-b', 'sk-c', 'sk-b', 'sk-c', 'sk-b']);
  expect(provider.told).toHaveLength(2);
  expect(provider.told[0]).toMatch(/^Key 1 of 4 is put aside until 20.*Z\. openai\/gpt-6-luna: Incorrect API key/);
  expect(provider.told.join()).not.toContain('sk-');
});

test('where no key works all are named, and none is asked again before its time', async () => {
  await using provider = await house({ 'sk-a': refused, 'sk-b': usedUp });
  const model = provider.models.model('openai/gpt-6-luna');
  const failed = model.complete('hi');
  await expect(failed).rejects.toMatchObject({ kind: 'quota', attempts: { length: 2 } });
  await expect(failed).rejects.toThrow('None of the 2 keys for openai/gpt-6-luna works (key 1: auth; key 2: quota)');
  await expect(model.complete('hi')).rejects.toThrow('is tried again in 60 s');
  expect(provider.seen).toEqual(['sk-a', 'sk-b']);
});

test('a key that is limited is passed over, without a wait, while another is free', async () => {
  await using provider = await house({ 'sk-a': limited, 'sk-b': fine });
  const model = provider.models.model('openai/gpt-6-luna');
  for (let call = 0; call < 3; call += 1) expect((await model.complete('hi')).text).toBe('Hello.');
  expect(provider.seen).toEqual(['sk-a', 'sk-b', 'sk-b', 'sk-b']);
});

test('when all keys are limited the call says when the first of them is free', async () => {
  await using provider = await house({ 'sk-a': limited, 'sk-b': limited });
  const model = provider.models.model('openai/gpt-6-luna', { deadlineMs: 5_000 });
  const failed = model.complete('hi');
  await expect(failed).rejects.toMatchObject({ kind: 'rate-limit' });
  await expect(failed).rejects.toSatisfy((error: ModelError) => (error.retryAfterMs ?? 0) > 29_000);
  expect(provider.seen).toEqual(['sk-a', 'sk-b']);
});

test('a failure of the provider is tried again, which uses up retries and no keys', async () => {
  await using provider = await house({ 'sk-a': failing, 'sk-b': failing });
  const patience = { failureBaseMs: 1, failureCapMs: 1 };
  const failed = provider.models.model('openai/gpt-6-luna', { retry: patience }).complete('hi');
  await expect(failed).rejects.toMatchObject({ kind: 'server', attempts: { length: 3 } });
  expect(provider.told).toEqual([]);
});

test('keys come as a list as well, a stream tries them like a call, and what is described is the first', async () => {
  await using provider = await house({ 'sk-a': fine });
  const model = provider.models.model('openai/gpt-6-luna', { apiKey: ['sk-x', 'sk-a'] });
  expect((await (await model.stream('hi')).result).text).toBe('Hello.');
  expect(provider.seen).toEqual(['sk-x', 'sk-a']);
  expect(provider.models.describe('openai/gpt-6-luna').provider.key).toEqual({
    needed: true,
    found: true,
    variable: 'OPENAI_API_KEY',
  });
});
