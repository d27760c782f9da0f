import Anthropic, { BadRequestError } from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { fault, reply, simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { asArray, asObject, asString } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import { VirtualClock } from 'steadfast/time';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startGateway } from './index.ts';
import type { Gateway, GatewayOptions } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A provider that is asked in its one protocol alone. */
function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(like);
  const { family = like } = known;
  const alone = { ...known, otherProtocols: undefined };
  return { ...alone, id, family, name: id, baseUrl, keyOptional: true, environment: { keys: [] } };
}

/** A gateway with a provider of each protocol, all played by one simulated server. */
async function house(
  simulated: SimulateOptions = {},
  options: GatewayOptions = {},
): Promise<{ gateway: Gateway; upstream: Simulation }> {
  const upstream = await simulate(simulated);
  cleanups.push(() => upstream.close());
  const gateway = await startGateway({
    port: 0,
    token: 'right',
    environment: {},
    shown: ['chat/echo', 'gemini/echo'],
    providers: {
      chat: row('openai', 'chat', `${upstream.url}/v1`),
      responses: { ...row('openai', 'responses', `${upstream.url}/v1`), protocol: 'responses' },
      messages: row('anthropic', 'messages', upstream.url),
      gemini: row('google', 'gemini', `${upstream.url}/v1beta`),
      ollama: row('ollama', 'ollama', upstream.url),
    },
    drainMs: 50,
    ...options,
  });
  cleanups.push(() => gateway.close());
  return { gateway, upstream };
}

interface Ask {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

async function ask(gateway: Gateway, path: string, { headers, body, signal }: Ask = {}): Promise<Response> {
  return await fetch(gateway.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: 'Bearer right', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
}

const contents = [{ role: 'user', parts: [{ text: 'It holds, it holds.' }] }];
const messages = [{ role: 'user', content: 'It holds, it holds.' }];

test("Google's clients may show their token in a header or in the query, and it reaches nobody", async () => {
  const { gateway, upstream } = await house();
  const path = '/v1beta/models/gemini/echo:generateContent';
  const headers = { authorization: '', 'x-goog-api-key': 'right' };
  expect((await ask(gateway, path, { body: { contents }, headers })).status).toBe(200);
  const query = await ask(gateway, `${path}?key=right&prettyPrint=false`, {
    body: { contents },
    headers: { authorization: '' },
  });
  expect(query.status).toBe(200);
  expect(upstream.requests[0]?.headers).not.toHaveProperty('x-goog-api-key');
  expect(upstream.requests[1]?.path).toBe('/v1beta/models/echo:generateContent?prettyPrint=false');
  const wrong = await ask(gateway, `${path}?key=wrong`, { body: { contents }, headers: { authorization: '' } });
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toMatchObject({
    error: { code: 401, status: 'UNAUTHENTICATED', source: 'gateway', details: [{ reason: 'INVALID_TOKEN' }] },
  });
});

test('a model in the path may hold slashes, encoded or not, and stands under every prefix', async () => {
  const { gateway } = await house();
  for (const prefix of ['/v1', '/v1beta', '/gemini/v1', '/gemini/v1beta']) {
    for (const name of ['chat/echo', 'chat%2Fecho', 'gemini/echo']) {
      const answer = await ask(gateway, `${prefix}/models/${name}:generateContent`, { body: { contents } });
      expect(await answer.json()).toMatchObject({ candidates: [{ content: { role: 'model' }, finishReason: 'STOP' }] });
    }
    expect((await ask(gateway, `${prefix}/chat/echo:generateContent`, { body: { contents } })).status).toBe(200);
  }
});

test('whoever asks Google’s way for no events gets a JSON array, relayed or translated, whole or broken', async () => {
  const { gateway } = await house({ models: { broken: [fault('close-mid')] } });
  for (const target of ['gemini', 'chat']) {
    const path = `/v1beta/models/${target}/echo:streamGenerateContent`;
    const array = await ask(gateway, path, { body: { contents } });
    expect(array.headers.get('content-type')).toContain('application/json');
    const pieces = asArray(await array.json()).map((piece) => asObject(asArray(asObject(piece)['candidates'])[0]));
    const said = pieces.map(({ content }) => asObject(asArray(asObject(content)['parts'])[0]));
    const text = said.map((part) => asString(part['text']) ?? '').join('');
    expect(text).toBe('It holds, it holds.');
    const events = await ask(gateway, `${path}?alt=sse`, { body: { contents } });
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    expect(await events.text()).toMatch(/^data: \{/);
    const broken = await ask(gateway, `/v1beta/models/${target}/broken:streamGenerateContent`, { body: { contents } });
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
  }
});

test('a Responses request goes on as it came where Responses is spoken, and is answered in its own words elsewhere', async () => {
  const { gateway, upstream } = await house();
  const body = { model: 'responses/echo', input: 'Hello.', prompt_cache_key: 'k', client_metadata: { a: 'b' } };
  expect((await ask(gateway, '/openai/v1/responses', { body })).status).toBe(200);
  expect(upstream.requests[0]?.body).toEqual({ ...body, model: 'echo' });
  expect(upstream.requests[0]?.path).toBe('/v1/responses');
  const other = await ask(gateway, '/v1/responses', { body: { ...body, model: 'messages/echo' } });
  expect(await other.json()).toMatchObject({ object: 'response', status: 'completed', id: expect.any(String) });
  const held = { ...body, model: 'chat/echo', previous_response_id: 'resp_1' };
  const refused = await ask(gateway, '/v1/responses', { body: held });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { code: 'previous_response_not_found' } });
});

test('a spent quota stops programs that speak Responses', async () => {
  const { gateway } = await house({ script: [fault('402')] });
  const body = { model: 'messages/echo', input: 'Hello.' };
  const answer = await ask(gateway, '/v1/responses', { body });
  expect(answer.status).toBe(429);
  expect(await answer.json()).toMatchObject({ error: { code: 'insufficient_quota' } });
});

test('OpenAI’s client parses, embeds, and streams responses through every protocol', async () => {
  const { gateway } = await house();
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'right', maxRetries: 0 });
  const format = zodTextFormat(z.object({ answer: z.string() }), 'said');
  for (const protocol of ['chat', 'responses', 'messages', 'gemini', 'ollama']) {
    const model = `${protocol}/echo`;
    const parsed = await client.responses.parse({ model, input: 'Hello.', text: { format } });
    expect(parsed.output_parsed).toMatchObject({ answer: expect.any(String) });
    const events: string[] = [];
    for await (const { type } of client.responses.stream({ model, input: 'Hello.' })) events.push(type);
    expect([events[0], events.at(-1)]).toEqual(['response.created', 'response.completed']);
  }
});

test('vectors are the same whichever client asks whichever protocol', async () => {
  const { gateway } = await house();
  const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'right', maxRetries: 0 });
  const google = new GoogleGenAI({ apiKey: 'right', httpOptions: { baseUrl: gateway.url } });
  const ollama = new Ollama({ host: gateway.url, headers: { authorization: 'Bearer right' } });
  const direct = await openai.embeddings.create({ model: 'chat/any', input: ['one', 'two'] });
  const wanted = direct.data.map(({ embedding }) => embedding);
  for (const protocol of ['chat', 'responses', 'gemini', 'ollama']) {
    const model = `${protocol}/any`;
    for (const encoding_format of ['float', undefined] as const) {
      const { data, usage } = await openai.embeddings.create({ model, input: ['one', 'two'], encoding_format });
      expect(data.map(({ embedding }) => embedding)).toEqual(wanted);
      expect(usage).toHaveProperty('prompt_tokens');
    }
    const { embeddings = [] } = await google.models.embedContent({ model, contents: ['one', 'two'] });
    expect(embeddings.map(({ values }) => values)).toEqual(wanted);
    expect((await ollama.embed({ model, input: ['one', 'two'] })).embeddings).toEqual(wanted);
    expect((await ollama.embeddings({ model, prompt: 'two' })).embedding).toEqual(wanted[1]);
    const single = await ask(gateway, `/v1beta/models/${model}:embedContent`, {
      body: { content: { parts: [{ text: 'one' }] } },
    });
    expect(await single.json()).toMatchObject({ embedding: { values: wanted[0] } });
  }
});

test('embeddings are retried, and say in the caller’s words what went wrong', async () => {
  const { gateway, upstream } = await house({ script: [fault('503'), reply('never read'), fault('400')] });
  const body = { model: 'chat/any', input: 'one' };
  const answer = await ask(gateway, '/v1/embeddings', { body });
  expect(answer.headers.get('x-steadfast-attempts')).toBe('2');
  expect(answer.headers.get('x-steadfast-model')).toBe('chat/any');
  const wrong = await ask(gateway, '/api/embed', { body });
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toEqual({ error: expect.stringContaining('chat/any') });
  const none = await ask(gateway, '/v1/embeddings', { body: { ...body, model: 'messages/any' } });
  expect(none.status).toBe(404);
  const tokens = await ask(gateway, '/v1/embeddings', { body: { model: 'ollama/any', input: [[1, 2]] } });
  expect(await tokens.json()).toMatchObject({ error: { message: expect.stringContaining('input[0]') } });
  expect(upstream.requestCount).toBe(3);
});

test('tokens are counted by the provider where it counts, else estimated and said to be', async () => {
  const { gateway, upstream } = await house();
  const anthropic = new Anthropic({ baseURL: gateway.url, apiKey: 'right', maxRetries: 0 });
  const google = new GoogleGenAI({ apiKey: 'right', httpOptions: { baseUrl: gateway.url } }).models;
  const words = 'Four words stand here.';
  for (const protocol of ['messages', 'gemini', 'chat', 'ollama']) {
    const model = `${protocol}/echo`;
    const counted = await anthropic.messages.countTokens({ model, messages: [{ role: 'user', content: words }] });
    expect(counted.input_tokens).toBe(6);
    expect((await google.countTokens({ model, contents: words })).totalTokens).toBe(6);
  }
  expect(upstream.requests.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
    '/v1/messages/count_tokens',
    '/v1/messages/count_tokens',
    '/v1beta/models/echo:countTokens',
    '/v1beta/models/echo:countTokens',
  ]);
  const body = { model: 'chat/echo', messages };
  const estimated = await ask(gateway, '/v1/messages/count_tokens', { body });
  expect(estimated.headers.get('x-steadfast-estimated')).toBe('true');
  const real = await ask(gateway, '/anthropic/v1/messages/count_tokens', { body: { ...body, model: 'messages/echo' } });
  expect(real.headers.has('x-steadfast-estimated')).toBe(false);
});

test('a thread that the target cannot hold is refused so that Anthropic’s client sends the whole conversation', async () => {
  const { gateway, upstream } = await house();
  const client = new Anthropic({ baseURL: gateway.url, apiKey: 'right', maxRetries: 0 });
  const body = { model: 'chat/echo', max_tokens: 50, messages, thread: { type: 'create' } };
  const refused = await ask(gateway, '/v1/messages', { body });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    type: 'error',
    error: { details: { error_code: 'thread_unsupported_request', unsupported: ['thread'] } },
  });
  expect(upstream.requestCount).toBe(0);
  const headers = { 'anthropic-beta': 'message-threads-2026-08-12' };
  expect((await ask(gateway, '/v1/messages', { body: { ...body, model: 'messages/echo' }, headers })).status).toBe(200);
  const thread = client.beta.messages.thread({
    model: 'chat/echo',
    max_tokens: 50,
    unsupportedRequestBehavior: 'continue_unthreaded',
  });
  const first = await thread.send({ role: 'user', content: 'Hello.' });
  expect(first.content).toMatchObject([{ type: 'text', text: 'Hello.' }]);
  expect((await thread.send({ role: 'user', content: 'Again.' })).content).toMatchObject([{ text: 'Again.' }]);
});

test('thinking that no provider of the protocol has signed is written anew, with the caller’s headers', async () => {
  const { gateway, upstream } = await house();
  const said = (signature: string): object => ({
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'Hm.', signature },
      { type: 'text', text: 'Yes.' },
    ],
  });
  for (const signature of ['', 'steadfast:{"origin":"openai","value":{"a":1}}']) {
    const body = { model: 'messages/echo', max_tokens: 50, messages: [...messages, said(signature), ...messages] };
    const client = new Anthropic({ baseURL: gateway.url, apiKey: 'right', maxRetries: 0 });
    const headers = { 'anthropic-beta': 'some-beta' };
    const answer = await ask(gateway, '/v1/messages?beta=true', { body, headers });
    expect(answer.status).toBe(200);
    const seen = upstream.requests.at(-1);
    expect(seen?.headers['anthropic-beta']).toBe('some-beta');
    expect(seen?.path).toBe('/v1/messages?beta=true');
    expect(JSON.stringify(seen?.body)).not.toContain('"thinking"');
    const direct = client.messages.create({
      model: 'messages/echo',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'x' }],
    });
    expect((await direct).type).toBe('message');
  }
  const forged = { model: 'messages/echo', max_tokens: 50, messages: [...messages, said('forged'), ...messages] };
  expect((await ask(gateway, '/v1/messages', { body: forged })).status).toBe(400);
});

test('instructions in the middle and at the end of a conversation, and a long reply that is not streamed, are taken', async () => {
  const { gateway } = await house();
  const turns = [...messages, { role: 'system', content: 'Be brief.' }];
  for (const protocol of ['chat', 'responses', 'messages', 'gemini', 'ollama']) {
    const body = { model: `${protocol}/echo`, max_tokens: 64_000, stream: false, messages: turns };
    const answer = await ask(gateway, '/v1/messages', { body });
    expect(await answer.json()).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
  }
});

test('an error of the same protocol passes word for word in every language', async () => {
  const { gateway, upstream } = await house();
  const input = 'Hello.';
  for (const [path, direct, target] of [
    ['/v1/responses', '/v1/responses', 'responses'],
    ['/api/chat', '/api/chat', 'ollama'],
    ['/api/generate', '/api/generate', 'ollama'],
  ] as const) {
    const body = (model: string): object => ({ model, input, messages, prompt: input });
    const wanted = await ask({ ...gateway, url: upstream.url }, direct, { body: body('fault/400-context') });
    const passed = await ask(gateway, path, { body: body(`${target}/fault/400-context`) });
    expect([passed.status, await passed.text()]).toEqual([wanted.status, await wanted.text()]);
  }
  const google = await ask(gateway, '/v1beta/models/gemini/fault%2F404:generateContent', { body: { contents } });
  expect(await google.json()).toMatchObject({ error: { code: 404, status: 'NOT_FOUND' } });
});

test('Ollama’s programs find what they look for, and streams are lines unless they say otherwise', async () => {
  const { gateway, upstream } = await house();
  const client = new Ollama({ host: gateway.url, headers: { authorization: 'Bearer right' } });
  expect((await client.list()).models.map(({ name }) => name)).toEqual(['chat/echo', 'gemini/echo']);
  expect((await client.ps()).models).toEqual([]);
  expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await client.show({ model: 'chat/echo' })).capabilities).toContain('completion');
  await expect(client.show({ model: 'nowhere/echo' })).rejects.toThrow('nowhere');
  for (const model of ['ollama/echo', 'chat/echo']) {
    const lines = await ask(gateway, '/api/generate', { body: { model, prompt: 'Hello there.' } });
    expect(lines.headers.get('content-type')).toContain('application/x-ndjson');
    const parsed = (await lines.text())
      .trim()
      .split('\n')
      .map((line) => asObject(JSON.parse(line)));
    expect(parsed.map(({ response }) => asString(response) ?? '').join('')).toBe('Hello there.');
    expect(parsed.at(-1)).toMatchObject({ done: true, done_reason: 'stop', eval_count: 3 });
    const whole = await ask(gateway, '/ollama/api/generate', {
      body: { model, prompt: 'Hello.', system: 'x', stream: false },
    });
    expect(await whole.json()).toMatchObject({ response: 'Hello.', done: true });
  }
  expect(upstream.requests[0]?.path).toBe('/api/generate');
});

test('the list of models has a form in every language, told apart by path or by headers', async () => {
  const { gateway } = await house();
  const google = { models: [{ name: 'models/chat/echo' }, { name: 'models/gemini/echo' }] };
  expect(await (await ask(gateway, '/v1beta/models')).json()).toMatchObject(google);
  const headers = { 'x-goog-api-key': 'right' };
  expect(await (await ask(gateway, '/v1/models', { headers })).json()).toMatchObject(google);
  expect(await (await ask(gateway, '/v1/models')).json()).toMatchObject({ object: 'list' });
  expect(await (await ask(gateway, '/gemini/v1beta/models/chat/echo')).json()).toMatchObject({
    name: 'models/chat/echo',
  });
  const { models } = new GoogleGenAI({ apiKey: 'right', httpOptions: { baseUrl: gateway.url } });
  expect((await models.get({ model: 'chat/echo' })).name).toBe('models/chat/echo');
});

test('silences are filled so that every client passes them over', async () => {
  for (const [path, beat] of [
    ['/v1/responses', ': keep-alive'],
    ['/v1beta/models/chat/slow:streamGenerateContent?alt=sse', ': keep-alive'],
    ['/api/chat', '"message":{"role":"assistant","content":""},"done":false'],
    ['/api/generate', '"response":"","done":false'],
  ] as const) {
    const clock = new VirtualClock();
    const { gateway } = await house({ script: [fault('stall-mid')] }, { clock });
    const aborter = new AbortController();
    const words = 'one two three four five';
    const body = {
      model: 'chat/slow',
      stream: true,
      input: words,
      prompt: words,
      messages: [{ role: 'user', content: words }],
      contents: [{ role: 'user', parts: [{ text: words }] }],
    };
    const answer = await ask(gateway, path, { body, signal: aborter.signal });
    let seen = '';
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) seen += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await expect.poll(() => seen).toContain('two');
    clock.advance(15_000);
    await expect.poll(() => seen).toContain(beat);
    aborter.abort();
    await reading;
  }
});

test('a web socket is told at once that plain HTTP is spoken', async () => {
  const { gateway } = await house();
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const headers = { connection: 'upgrade', upgrade: 'websocket' };
    const sent = request(`${gateway.url}/v1/responses`, { headers, agent: false });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
  expect(status).toBe(426);
});

test('the official clients know what went wrong whichever protocol failed', async () => {
  const { gateway } = await house();
  const anthropic = new Anthropic({ baseURL: gateway.url, apiKey: 'right', maxRetries: 0 });
  for (const protocol of ['chat', 'responses', 'gemini', 'ollama']) {
    const model = `${protocol}/fault/400-context`;
    const asked = anthropic.messages.create({ model, max_tokens: 5, messages: [{ role: 'user', content: 'x' }] });
    await expect(asked).rejects.toBeInstanceOf(BadRequestError);
    await expect(asked).rejects.toThrow('prompt is too long');
  }
});
