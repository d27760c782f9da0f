import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { asObject, parseJson } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { createModels } from './models.ts';

test('a model is described by its provider, what it takes, its limits, its price and its end', () => {
  const models = createModels({ environment: { ANTHROPIC_AUTH_TOKEN: 'sk-secret' } });
  const described = models.describe('anthropic/claude-sonnet-4-5');
  expect(described).toMatchObject({
    id: 'anthropic/claude-sonnet-4-5',
    model: 'claude-sonnet-4-5',
    provider: {
      id: 'anthropic',
      name: 'Anthropic',
      protocol: 'messages',
      baseUrl: 'https://api.anthropic.com',
      key: { needed: true, found: true, variable: 'ANTHROPIC_AUTH_TOKEN' },
    },
    capabilities: { reasoning: true, images: true, structuredOutput: true },
    rules: { thinking: 'budget', sampling: 'not-thinking', asOf: '2026-11-21' },
    limits: { contextWindow: 200_000, maxOutputTokens: 64_000 },
    price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWriteHour: 6 },
    endOfLife: { on: '2026-11-30', replacement: 'anthropic/claude-sonnet-5-5' },
  });
  expect(JSON.stringify(described)).not.toContain('sk-secret');
});

test('what is not known is absent, and a key that is missing or given is told apart', () => {
  const models = createModels({ environment: {} });
  const own = models.describe('compatible/my-model', { baseUrl: '127.0.0.1:1', apiKey: 'k' });
  expect(own.provider.key).toEqual({ needed: false, found: true, variable: undefined });
  expect([own.price, own.limits.contextWindow, own.endOfLife]).toEqual([undefined, undefined, undefined]);
  expect(models.describe('openai/gpt-6-luna').provider.key).toEqual({
    needed: true,
    found: false,
    variable: undefined,
  });
  expect(models.describe('groq/llama-3.3-70b-versatile').price).toMatchObject({ input: 0.59 });
  expect(() => models.describe('opnai/x')).toThrow('Did you mean "openai/x"?');
});

test('rows, prices and properties of the user’s own are given by globs', async () => {
  const models = createModels({
    environment: {},
    catalog: [{ models: 'sim/*', contextWindow: 1_000, maxOutputTokens: 50 }],
    prices: { 'sim/*': { input: 1_000_000, output: 2_000_000 } },
    properties: { 'sim/e*': { maxOutputTokens: 80 }, 'sim/*': { maxOutputTokens: 70, seed: 7 } },
  });
  const model = models.model('sim/echo');
  expect(model.capabilities).toMatchObject({ contextWindow: 1_000, maxOutputTokens: 50 });
  const completion = await model.complete('Hi there');
  expect(completion.request?.body).toMatchObject({ max_completion_tokens: 50, seed: 7 });
  expect(completion.adaptations).toMatchObject([{ field: 'maxOutputTokens', action: 'changed', target: 'sim/echo' }]);
  const { usage, cost } = completion;
  expect(cost).toMatchObject({ known: true, amount: usage.inputTokens + 2 * usage.outputTokens, source: 'your own' });
  const streamed = await (await model.stream('Hi there')).result;
  expect(streamed.cost).toMatchObject({ known: true });
});

/** A server of Chat Completions that answers by what it is sent. */
async function answering(answer: (body: JsonObject) => readonly [number, JsonValue]) {
  const bodies: JsonObject[] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const body = asObject(parseJson(sent));
      bodies.push(body);
      const [status, json] = answer(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { baseUrl, bodies, [Symbol.asyncDispose]: close };
}

const reply = { choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }] };

test('a server that refuses a field by its name is asked without it, by all models of that name', async () => {
  const message = "Unsupported parameter: 'top_p' is not supported with this model.";
  const refusal = { error: { message, type: 'invalid_request_error', param: 'top_p', code: 'unsupported_parameter' } };
  await using server = await answering(({ top_p: topP }) => (topP === undefined ? [200, reply] : [400, refusal]));
  const models = createModels({ environment: {} });
  const { baseUrl } = server;
  const request = { messages: [{ role: 'user' as const, content: 'hi' }], topP: 0.5, temperature: 0.1 };
  for (const attempts of [2, 1]) {
    const completion = await models.model('compatible/strange', { baseUrl }).complete(request);
    expect(completion.attempts).toHaveLength(attempts);
    expect(completion.adaptations).toMatchObject([{ field: 'topP', action: 'dropped', target: 'compatible/strange' }]);
    expect(completion.cost).toMatchObject({ known: false });
  }
  expect(server.bodies.map(({ top_p: topP, temperature }) => [topP, temperature])).toEqual([
    [0.5, 0.1],
    [undefined, 0.1],
    [undefined, 0.1],
  ]);
  await models.close();
});

test('a conversation that does not fit goes on to a larger window, and to no smaller one', async () => {
  const error = { message: 'Too long.', type: 'invalid_request_error', code: 'context_length_exceeded' };
  await using server = await answering(({ model }) => (model === 'gpt-4.1' ? [200, reply] : [400, { error }]));
  const { baseUrl } = server;
  const models = createModels({ environment: {}, defaults: { baseUrl, apiKey: 'k' } });
  const choice = models.fallback(['openai/gpt-4o', 'openai/gpt-4', 'openai/gpt-4.1']);
  const { model } = await choice.complete('hi');
  expect(model).toBe('openai/gpt-4.1');
  expect(server.bodies.map((body) => body['model'])).toEqual(['gpt-4o', 'gpt-4.1']);
  await models.close();
});
