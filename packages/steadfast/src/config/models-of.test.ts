import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { isModelError } from '../model/error.ts';
import { asObject, asString } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { Config } from './config.ts';
import { withModelDefaults } from './merged.ts';
import { modelsOf } from './models-of.ts';
import type { ConfiguredModels } from './models-of.ts';
import { readConfig } from './read-config.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Seen {
  readonly path: string;
  readonly body: JsonObject;
  readonly headers: IncomingHttpHeaders;
}

/** A server that speaks OpenAI Chat; it refuses models whose names begin with `bad`. */
async function server(): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const listening = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = asObject(JSON.parse(text));
      const model = asString(body['model']) ?? '';
      seen.push({ path: request.url ?? '', body, headers: request.headers });
      const bad = model.startsWith('bad');
      const choices = [{ index: 0, message: { role: 'assistant', content: model }, finish_reason: 'stop' }];
      const reply = bad ? { error: { message: 'no', type: 'server_error' } } : { id: '1', model, choices };
      response.writeHead(bad ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  cleanups.push(async () => {
    listening.closeAllConnections();
    await new Promise((closed) => listening.close(closed));
  });
  const address = listening.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`, seen };
}

function models(config: Config, environment: Record<string, string> = {}): ConfiguredModels {
  const made = modelsOf(readConfig(config), { environment, random: () => 0.5 });
  cleanups.push(() => made.close());
  return made;
}

test('a name of the user’s own, an alias of it and a plain provider/model all answer', async () => {
  const { url, seen } = await server();
  const made = models({
    providers: { house: { type: 'openai-compatible', baseURL: url, apiKey: 'sk-house', headers: { 'x-team': 'a' } } },
    models: { fast: { use: ['house/one'], headers: { 'x-model': 'b' } } },
    aliases: { 'gpt-4o': 'fast' },
  });
  expect(made.names).toEqual(['fast', 'gpt-4o']);
  for (const name of ['fast', 'gpt-4o', 'house/one', 'house:one']) {
    expect(await made.model(name).complete('Hello')).toMatchObject({ text: 'one', model: 'house/one' });
  }
  expect(made.model('fast').id).toBe('fast');
  const expected = { authorization: 'Bearer sk-house', 'x-team': 'a', 'x-model': 'b' };
  expect(seen[0]).toMatchObject({ path: '/v1/chat/completions', headers: expected });
});

test('the models behind a name are asked in turn, then those that stand in for all', async () => {
  const { url } = await server();
  const made = models({
    providers: { house: { type: 'openai-compatible', baseUrl: url } },
    models: {
      fast: { use: ['house/bad-1', 'house/bad-2', 'house/good'] },
      broken: { use: ['house/bad-1'] },
      outer: { use: ['broken', 'house/last'] },
    },
    fallbacks: ['fast', 'house/spare'],
    defaults: { retry: false },
  });
  expect((await made.model('fast').complete('')).text).toBe('good');
  expect((await made.model('house/bad-9').complete('')).text).toBe('good');
  expect((await made.model('outer').complete('')).text).toBe('last');
  expect((await made.model('broken', { fallback: ['house/other'] }).complete('')).text).toBe('other');
  expect((await made.fallback(['house/bad-1', 'broken', 'house/end']).complete('')).text).toBe('end');
  const error: unknown = await made
    .model('broken', { fallback: [] })
    .complete('')
    .catch((thrown: unknown) => thrown);
  expect(isModelError(error) && [error.kind, error.attempts.length]).toEqual(['server', 1]);
});

test('settings are joined one by one: those of the call over the model’s over the defaults', async () => {
  const { url, seen } = await server();
  const made = models({
    providers: { house: { type: 'openai-compatible', baseUrl: url } },
    models: {
      patient: { use: ['house/bad-1'], retry: { failureCapMs: 1 } },
      'house/bad-2': { retry: { retries: 0 } },
      never: { use: ['house/bad-3'], retry: false },
    },
    defaults: { retry: { retries: 3, failureBaseMs: 1 } },
  });
  const tries = async (name: string, options = {}): Promise<number> => {
    const before = seen.length;
    await made
      .model(name, options)
      .complete('')
      .catch(() => undefined);
    return seen.length - before;
  };
  expect(await tries('patient')).toBe(4);
  expect(await tries('house/bad-2')).toBe(1);
  expect(await tries('house/bad-4')).toBe(4);
  expect(await tries('never')).toBe(1);
  expect(await tries('patient', { retry: { retries: 1 } })).toBe(2);
  expect(await tries('never', { retry: { retries: 1, failureBaseMs: 1 } })).toBe(2);
});

test('the key for one server is never sent to another', async () => {
  const { url, seen } = await server();
  const environment = { OPENAI_API_KEY: 'sk-openai', OPENAI_BASE_URL: 'http://127.0.0.1:9', MINE_API_KEY: 'sk-mine' };
  const made = models(
    {
      providers: {
        mine: { type: 'openai', baseUrl: url },
        other: { type: 'openai-compatible', baseUrl: url },
        openai: { baseUrl: url },
      },
      models: { both: { use: ['mine/bad', 'other/good'], retry: false } },
    },
    environment,
  );
  const sent = async (name: string, options = {}): Promise<unknown[]> => {
    const before = seen.length;
    await made.model(name, options).complete('');
    return seen.slice(before).map(({ headers }) => headers.authorization);
  };
  expect(await sent('mine/x')).toEqual(['Bearer sk-mine']);
  expect(await sent('other/x')).toEqual([undefined]);
  expect(await sent('openai/x')).toEqual(['Bearer sk-openai']);
  expect(await sent('both', { apiKey: 'sk-given' })).toEqual(['Bearer sk-given', undefined]);
});

test('a provider under its other name is the same provider', async () => {
  const { url } = await server();
  const made = models({ providers: { gemini: { apiKey: 'g', protocol: 'chat', baseUrl: url } } });
  expect(made.providers['google']).toMatchObject({ id: 'google', name: 'Google Gemini', protocol: 'chat' });
  expect(made.providers['gemini']).toBeUndefined();
  expect((await made.model('gemini/x').complete('')).model).toBe('google/x');
});

test('a name that nobody knows is told with the nearest of the user’s own', () => {
  const made = models({ models: { fast: { use: ['sim/echo'] } } });
  expect(() => made.model('fats')).toThrow('There is no model "fats". Did you mean "fast"?');
  expect(() => made.model('opnai/x')).toThrow('openai/x');
});

test('definitions that nobody checked do not run in a circle', () => {
  const made = modelsOf({ models: { a: { use: ['b'] } }, aliases: { b: 'a', c: 'c' } }, { environment: {} });
  cleanups.push(() => made.close());
  for (const name of ['a', 'b', 'c']) expect(() => made.model(name)).toThrow(name);
});

test('what holds for each model can be said at each', () => {
  const config = {
    models: { 'sim/echo': { limits: { idleMs: 1 } }, fast: { use: ['sim/echo'], retry: false } },
    defaults: { limits: { bodyMs: 2 }, retry: { retries: 3 }, deadlineMs: 4 },
  } as const;
  expect(withModelDefaults(config).models).toEqual({
    'sim/echo': { use: ['sim/echo'], limits: { idleMs: 1, bodyMs: 2 }, retry: { retries: 3 }, deadlineMs: 4 },
    fast: { use: ['sim/echo'], limits: { bodyMs: 2 }, retry: false, deadlineMs: 4 },
  });
  expect(withModelDefaults({}).defaults).toEqual({ limits: {}, retry: {}, deadlineMs: undefined });
});

test('requests are given the properties of the name, then those of the first glob that fits', async () => {
  const { url, seen } = await server();
  const made = models({
    providers: { house: { type: 'openai-compatible', baseUrl: url } },
    models: { calm: { use: ['house/one'], properties: { temperature: 0.1, seed: 1 } } },
    properties: { 'house/o*': { temperature: 0.7, topP: 0.5 }, '*': { topP: 0.9, maxOutputTokens: 10 } },
  });
  await made.model('calm').complete('');
  await made.model('house/one').complete('');
  await made.model('house/two').complete({ messages: [{ role: 'user', content: '' }], topP: 0.3 });
  await made.model('calm', { properties: { seed: 2 } }).complete('');
  expect(seen.map(({ body }) => [body['temperature'], body['top_p'], body['seed'], body['max_tokens']])).toEqual([
    [0.1, 0.5, 1, 10],
    [0.7, 0.5, undefined, 10],
    [undefined, 0.3, undefined, 10],
    [0.1, 0.5, 2, 10],
  ]);
});

test('a name is described by the first model behind it', async () => {
  const { url } = await server();
  const made = models({
    providers: { house: { type: 'openai-compatible', baseUrl: url, apiKey: 'sk-house' } },
    models: { fast: { use: ['inner', 'sim/echo'] }, inner: { use: ['house/one'] } },
    aliases: { quick: 'fast' },
  });
  expect(made.describe('quick')).toMatchObject({
    id: 'house/one',
    provider: { id: 'house', baseUrl: url, key: { needed: false, found: true } },
  });
  expect([made.embedding('quick').id, made.counter('fast').id]).toEqual(['house/one', 'house/one']);
});
