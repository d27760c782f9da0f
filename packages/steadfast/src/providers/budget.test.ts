import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { budget } from '../layers/budget.ts';
import { withBudget } from '../layers/with-budget.ts';
import { createModels } from './models.ts';
import type { Models } from './models.ts';

interface Upstream extends AsyncDisposable {
  readonly models: Models;
  readonly bodies: Record<string, unknown>[];
  /** How many chunks of streams were written. */
  readonly written: () => number;
  /** Settles when the client has closed a stream's connection. */
  readonly gone: Promise<void>;
}

const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 };
const answer = {
  id: 'chatcmpl-1',
  model: 'gpt-6-luna',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  usage,
};
const vectors = {
  data: [{ index: 0, embedding: [1, 0] }],
  model: 'small',
  usage: { prompt_tokens: 8, total_tokens: 8 },
};

/** A server of Chat Completions: whole replies at once, streams chunk by chunk without end, 20 tokens' worth in each. */
async function upstream(): Promise<Upstream> {
  const bodies: Record<string, unknown>[] = [];
  const gone = Promise.withResolvers<void>();
  let written = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString());
      bodies.push(body);
      response.on('close', gone.resolve);
      if (body['stream'] === true) void pour(response);
      else {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify('input' in body ? vectors : answer));
      }
    });
  });
  const pour = async (response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    while (!response.destroyed && written < 10_000) {
      const delta = { content: 'x'.repeat(80) };
      const chunk = { id: 'c', model: 'gpt-6-luna', choices: [{ index: 0, delta, finish_reason: null }] };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      written += 1;
      await turn();
    }
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
  const models = createModels({
    environment: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: url },
    prices: { 'openai/gpt-6-luna': { input: 1, output: 10 }, 'openai/small': { input: 1, output: 0 } },
  });
  return {
    models,
    bodies,
    written: () => written,
    gone: gone.promise,
    [Symbol.asyncDispose]: async () => {
      await models.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const options = { protocol: 'chat' as const, retry: false as const };

test('every call of a model draws on the budget that it is given, by tokens and by the price of the list', async () => {
  await using server = await upstream();
  const run = budget({ money: 1, calls: 2 });
  const model = server.models.model('openai/gpt-6-luna', options);
  await model.complete('Is it?', { budget: run });
  expect(run.spent).toMatchObject({ calls: 1, tokens: 150, money: 0.0006 });
  await model.complete('Is it?', { budget: run.child() });
  await expect(model.complete('Is it?', { budget: run })).rejects.toMatchObject({ kind: 'budget', code: 'calls' });
  expect(server.bodies).toHaveLength(2);
});

test('a stream on the wire is cut within a chunk of its limit, and the connection is closed', async () => {
  await using server = await upstream();
  const run = budget({ name: 'run', tokens: 2_000 });
  const stream = await server.models.model('openai/gpt-6-luna', options).stream('Write on.', { budget: run });
  let shown = '';
  const reading = (async () => {
    for await (const text of stream.text) shown += text;
  })();
  await expect(reading).rejects.toMatchObject({
    kind: 'budget',
    code: 'tokens',
    partial: { text: 'x'.repeat(80 * 100) },
  });
  // 2,000 tokens less 3 of input, at 4 characters each: 99 chunks of 80 fit, the hundredth passes the limit.
  expect(shown).toHaveLength(80 * 100);
  await server.gone;
  expect(run.spent.tokens).toBe(2_003);
  expect(server.bodies[0]?.['max_completion_tokens']).toBe(1_997);
});

test('a stream whose money runs out ends a whole loop with what it had said', async () => {
  await using server = await upstream();
  const model = server.models.model('openai/gpt-6-luna', options);
  const outcome = await withBudget({ name: 'task', money: 0.01 }, async ({ budget }) => {
    const stream = await model.stream('Write on.', { budget });
    return stream.result;
  });
  await server.gone;
  expect(outcome).toMatchObject({ ended: 'money', level: 'task', error: { partial: { text: 'x'.repeat(80 * 50) } } });
  expect(outcome.spent.money).toBeLessThanOrEqual(0.01 + 0.0002);
});

test('a fallback counts a call once, and the model that answers is paid at its price', async () => {
  await using server = await upstream();
  const run = budget({ money: 1, calls: 1 });
  const choice = server.models.fallback([server.models.model('sim/down', { retry: false }), 'openai/gpt-6-luna']);
  const unpriced = choice.complete('Is it?', { budget: run.child() });
  await expect(unpriced).rejects.toMatchObject({ kind: 'budget', code: 'unpriced' });
  const counted = budget({ calls: 1, tokens: 100_000 });
  expect((await choice.complete('Is it?', { budget: counted })).model).toBe('openai/gpt-6-luna');
  expect(counted.spent).toMatchObject({ calls: 1, tokens: 150, money: 0.0006 });
});

test('a setting of the model bounds what is reserved, and is not raised by what could be paid', async () => {
  await using server = await upstream();
  const run = budget({ tokens: 3_000 });
  const model = server.models.model('openai/gpt-6-luna', { ...options, properties: { maxOutputTokens: 200 } });
  await Promise.all(Array.from({ length: 10 }, () => model.complete('Is it?', { budget: run })));
  expect(server.bodies.map((body) => body['max_completion_tokens'])).toEqual(Array.from({ length: 10 }, () => 200));
});

test('vectors are paid for as replies are', async () => {
  await using server = await upstream();
  const run = budget({ money: 1, calls: 1 });
  const embedding = server.models.embedding('openai/small');
  await embedding.embed('two words', { budget: run });
  expect(run.spent).toMatchObject({ calls: 1, tokens: 8, money: 0.000008 });
  await expect(embedding.embed('more', { budget: run })).rejects.toMatchObject({ kind: 'budget' });
});
