import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fault, reply, simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import { asArray, asObject, unreportedUsage } from 'steadfast/model';
import type { CompletionStream, Model, StreamPart } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import { VirtualClock } from 'steadfast/time';
import { afterEach, expect, test } from 'vitest';
import { startGateway } from './index.ts';
import type { Gateway, GatewayOptions } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const key = 'sk-upstream-secret';

function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(like);
  return { ...known, id, name: `${id} Inc.`, baseUrl, environment: { keys: [`${id.toUpperCase()}_KEY`] } };
}

/** A gateway with one simulated server behind, which is `north` (OpenAI's protocol), `south` (Anthropic's) and `west` (Ollama's). */
async function house(
  simulated: SimulateOptions = {},
  options: GatewayOptions = {},
): Promise<{ gateway: Gateway; upstream: Simulation }> {
  const upstream = await simulate(simulated);
  cleanups.push(() => upstream.close());
  const gateway = await startGateway({
    port: 0,
    token: 'right',
    environment: { NORTH_KEY: key, SOUTH_KEY: key, WEST_KEY: key },
    providers: {
      north: row('openai', 'north', `${upstream.url}/v1`),
      south: row('anthropic', 'south', upstream.url),
      west: row('ollama', 'west', upstream.url),
    },
    drainMs: 100,
    ...options,
  });
  cleanups.push(() => gateway.close());
  return { gateway, upstream };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: ReturnType<typeof asObject>;
  /** True when the reply ended as HTTP says it must. */
  readonly whole: boolean;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly onData?: (text: string) => void;
  readonly signal?: AbortSignal;
}

function ask(gateway: Gateway, path: string, { method, headers, body, onData, signal }: Ask = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const all = { authorization: 'Bearer right', 'content-type': 'application/json', ...headers };
    const sent = httpRequest(`${gateway.url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: all,
      agent: false,
      signal,
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        onData?.(text);
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        let json = {};
        try {
          json = asObject(JSON.parse(text));
        } catch {
          // A stream is no JSON.
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json, whole: response.complete });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const chatBody = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'It holds.' }],
  ...more,
});
const messagesBody = (model: string, more: object = {}) => ({ ...chatBody(model, more), max_tokens: 100 });

function errorOf(reply: Reply): ReturnType<typeof asObject> {
  return asObject(reply.json['error']);
}

test('a request of the same protocol reaches the provider as it was sent, but for the model and the credentials', async () => {
  const { gateway, upstream } = await house();
  const body = chatBody('north/echo', { unknown_field: { a: [1, 2.5, 'ü'] }, temperature: 0.1 });
  const headers = {
    'openai-organization': 'org-1',
    'x-stainless-lang': 'js',
    'x-new-header': 'survives',
    'user-agent': 'a client',
    cookie: 'secret',
    'x-api-key': 'right',
    'x-steadfast-fallback': '',
  };
  const answer = await ask(gateway, '/v1/chat/completions?a=b', { body, headers });
  expect(answer.status).toBe(200);
  expect(asObject(asObject(asArray(answer.json['choices'])[0])['message'])['content']).toBe('It holds.');
  const [seen] = upstream.requests;
  expect(seen?.body).toEqual({ ...body, model: 'echo' });
  expect(seen?.path).toBe('/v1/chat/completions?a=b');
  expect(seen?.headers).toMatchObject({
    'openai-organization': 'org-1',
    'x-stainless-lang': 'js',
    'x-new-header': 'survives',
    'user-agent': 'a client',
    authorization: `Bearer ${key}`,
  });
  expect(seen?.headers).not.toHaveProperty('cookie');
  expect(seen?.headers).not.toHaveProperty('x-api-key');
  expect(seen?.headers).not.toHaveProperty('x-steadfast-fallback');
});

test('a reply of the same protocol comes back as the provider gave it, with what the gateway knows beside it', async () => {
  const { gateway, upstream } = await house();
  const answer = await ask(gateway, '/v1/messages?beta=true', {
    body: messagesBody('south/echo'),
    headers: { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'a,b' },
  });
  expect(answer.json).toMatchObject({
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'It holds.' }],
  });
  expect(answer.headers).toMatchObject({
    'x-steadfast-model': 'south/echo',
    'x-steadfast-attempts': '1',
    'content-type': expect.stringContaining('application/json'),
    'request-id': expect.any(String),
  });
  expect(upstream.requests[0]?.headers).toMatchObject({
    'anthropic-version': '2026-10-21',
    'anthropic-beta': 'a,b',
    'x-api-key': key,
  });
  expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(upstream.requests[0]?.path).toBe('/v1/messages?beta=true');
});

test('a stream of the same protocol comes back byte for byte', async () => {
  const { gateway, upstream } = await house();
  const body = chatBody('echo', { stream: true, stream_options: { include_usage: true } });
  const direct = await ask({ ...gateway, url: upstream.url }, '/v1/chat/completions', { body });
  const relayed = await ask(gateway, '/v1/chat/completions', { body: { ...body, model: 'north/echo' } });
  const plain = (text: string) => text.replaceAll(/"(id|created)":("[^"]*"|\d+)/g, '"$1":0');
  expect(plain(relayed.text)).toBe(plain(direct.text));
  expect(relayed.headers['content-type']).toContain('text/event-stream');
  expect(relayed.whole).toBe(true);
});

test('each dialect reaches providers of each other protocol, whole and streamed', async () => {
  const { gateway } = await house();
  for (const target of ['south/echo', 'west/echo']) {
    const whole = await ask(gateway, '/v1/chat/completions', { body: chatBody(target) });
    expect(whole.status).toBe(200);
    expect(whole.json).toMatchObject({
      object: 'chat.completion',
      model: target,
      choices: [{ message: { content: 'It holds.' }, finish_reason: 'stop' }],
    });
    const streamed = await ask(gateway, '/v1/chat/completions', { body: chatBody(target, { stream: true }) });
    expect(streamed.text).toContain('data: [DONE]\n\n');
    expect(streamed.headers['x-steadfast-model']).toBe(target);
    expect(streamed.whole).toBe(true);
  }
  for (const target of ['north/echo', 'west/echo']) {
    const whole = await ask(gateway, '/v1/messages', { body: messagesBody(target) });
    expect(whole.json).toMatchObject({ type: 'message', stop_reason: 'end_turn', content: [{ text: 'It holds.' }] });
    const streamed = await ask(gateway, '/anthropic/v1/messages', { body: messagesBody(target, { stream: true }) });
    expect(streamed.text).toContain('event: message_stop');
    expect(streamed.whole).toBe(true);
  }
});

test('what another protocol cannot say is named in a header', async () => {
  const { gateway } = await house();
  const { headers } = await ask(gateway, '/v1/chat/completions', { body: chatBody('south/echo', { seed: 7 }) });
  expect(headers['x-steadfast-dropped']).toContain('seed');
});

test('a fault before the first content is retried and the caller sees nothing of it', async () => {
  for (const name of ['429-ms', '503', 'reset-headers', 'sse-error-first']) {
    const { gateway, upstream } = await house({ script: [fault(name, { ms: 5 }), reply('Here')] });
    const answer = await ask(gateway, '/v1/chat/completions', { body: chatBody('north/echo', { stream: true }) });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Here');
    expect(upstream.requestCount).toBe(2);
    expect(answer.headers['x-steadfast-attempts']).toBe('2');
  }
});

test('a stream that breaks ends with an error event and no proper end, in either dialect, relayed or translated', async () => {
  for (const name of ['sse-cut', 'close-mid', 'reset-mid', 'sse-error', 'sse-bad-json']) {
    const { gateway } = await house({ script: [fault(name)] });
    for (const target of ['north/echo', 'south/echo']) {
      const body = {
        ...messagesBody(target, { stream: true }),
        messages: [{ role: 'user', content: 'one two three four five six' }],
      };
      const chat = await ask(gateway, '/v1/chat/completions', { body });
      expect(chat).toMatchObject({ status: 200, whole: false });
      expect(chat.text).toMatch(/data: \{"error":.*\}\n\n$/);
      expect(chat.text).not.toContain('data: [DONE]');
      // An error event that comes in one piece with text before it may outrun that text.
      if (!name.startsWith('sse-')) expect(chat.text).toContain('one');
      const messages = await ask(gateway, '/v1/messages', { body });
      expect(messages).toMatchObject({ status: 200, whole: false });
      expect(messages.text).toMatch(/event: error\ndata: \{"type":"error".*\}\n\n$/);
      expect(messages.text).not.toContain('message_stop');
    }
  }
});

test('a provider that is down is passed over for the fallbacks that the caller names', async () => {
  const { gateway, upstream } = await house({ models: { down: [fault('404')] } });
  const answer = await ask(gateway, '/v1/chat/completions', {
    body: chatBody('north/down', { stream: true }),
    headers: { 'x-steadfast-fallback': 'south/echo, west/echo' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers['x-steadfast-model']).toBe('south/echo');
  expect(upstream.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/messages']);
  const six = await ask(gateway, '/v1/chat/completions', {
    body: chatBody('north/down'),
    headers: { 'x-steadfast-fallback': 'a/b,a/b,a/b,a/b,a/b,a/b' },
  });
  expect(six.status).toBe(400);
});

test('names of the gateway’s own stand for one target or for several', async () => {
  const { gateway } = await house(
    { models: { down: [fault('404')] } },
    { models: { fast: { use: ['north/echo'] }, safe: { use: ['north/down', 'south/echo'] } } },
  );
  const fast = await ask(gateway, '/v1/chat/completions', { body: chatBody('fast') });
  expect(fast.headers['x-steadfast-model']).toBe('north/echo');
  const safe = await ask(gateway, '/v1/messages', { body: messagesBody('safe') });
  expect(safe.headers['x-steadfast-model']).toBe('south/echo');
  expect(safe.json).toMatchObject({ type: 'message', content: [{ text: 'It holds.' }] });
});

test('an error of the same protocol passes word for word', async () => {
  const { gateway, upstream } = await house();
  for (const [path, target, body] of [
    ['/v1/chat/completions', 'north', chatBody],
    ['/v1/messages', 'south', messagesBody],
  ] as const) {
    for (const name of ['400', '400-context', '404', '429-quota', '413']) {
      const direct = await ask({ ...gateway, url: upstream.url }, path, {
        body: body(`fault/${name}`),
        headers: { 'anthropic-version': '1' },
      });
      const relayed = await ask(gateway, path, {
        body: body(`${target}/fault/${name}`),
        headers: { 'anthropic-version': '1' },
      });
      expect(relayed.status).toBe(direct.status);
      const plain = (text: string) => text.replaceAll(/req_\w+/g, 'req');
      expect(plain(relayed.text)).toBe(plain(direct.text));
    }
  }
});

test('a rate limit that cannot be waited for tells the caller how long it lasts', async () => {
  const { gateway } = await house({ script: [fault('429-long', { seconds: 1_200 })] });
  const same = await ask(gateway, '/v1/chat/completions', { body: chatBody('north/echo') });
  expect(same).toMatchObject({ status: 429, headers: { 'retry-after': '1200' } });
  const other = await ask(gateway, '/v1/messages', { body: messagesBody('north/echo') });
  expect(other).toMatchObject({ status: 429, json: { type: 'error', error: { type: 'rate_limit_error' } } });
  expect(Number(other.headers['retry-after'])).toBeGreaterThan(1_190);
  expect(other.headers['retry-after-ms']).toMatch(/^\d+$/);
});

test('a caller whose client says how long it waits is told at once of a rate limit that lasts longer', async () => {
  const { gateway } = await house({ script: [fault('429-long', { seconds: 60 })] });
  const headers = { 'x-stainless-timeout': '20' };
  const told = await ask(gateway, '/v1/chat/completions', { headers, body: chatBody('north/echo') });
  expect(told).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
});

test('a key that the provider refuses is the gateway’s matter: 502, with the variable and without the key', async () => {
  for (const name of ['401', '403']) {
    const { gateway } = await house({ script: [fault(name)] });
    const answer = await ask(gateway, '/v1/chat/completions', { body: chatBody('north/echo') });
    expect(answer.status).toBe(502);
    expect(errorOf(answer)).toMatchObject({ code: 'upstream_auth', source: 'gateway' });
    expect(errorOf(answer)['message']).toContain('north Inc.');
    expect(errorOf(answer)['message']).toContain('NORTH_KEY');
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(answer.text).not.toContain(key);
  }
});

test('a key that is missing is told the same way', async () => {
  const { gateway } = await house({}, { environment: {} });
  const answer = await ask(gateway, '/v1/messages', { body: messagesBody('south/echo') });
  expect(answer).toMatchObject({ status: 502, json: { type: 'error', error: { source: 'gateway' } } });
  expect(answer.text).toContain('SOUTH_KEY');
});

test('a broken provider is 502, never HTML, and the caller is told not to try again', async () => {
  for (const name of ['html', 'redirect-302', 'empty-body', '502-html']) {
    const { gateway } = await house({ script: [fault(name)] });
    const answer = await ask(gateway, '/v1/chat/completions', { body: chatBody('north/echo') });
    expect(answer.status).toBe(502);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.text).not.toContain('<');
    expect(answer.headers['x-steadfast-attempts']).toMatch(/^[13]$/);
  }
});

test('an unknown provider is 404 with the nearest name', async () => {
  const { gateway } = await house();
  const answer = await ask(gateway, '/v1/chat/completions', { body: chatBody('nrth/echo') });
  expect(answer.status).toBe(404);
  expect(errorOf(answer)['message']).toContain('north/echo');
});

test('a caller that leaves ends the request to the provider at once, in every phase', async () => {
  for (const [name, stream] of [
    ['hang', false],
    ['hang', true],
    ['stall-first', true],
    ['stall-mid', true],
  ] as const) {
    const { gateway, upstream } = await house({ script: [fault(name)] });
    for (const target of ['north/echo', 'south/echo']) {
      const aborter = new AbortController();
      const asked = ask(gateway, '/v1/chat/completions', {
        body: chatBody(target, { stream }),
        signal: aborter.signal,
      });
      const settled = asked.catch(() => undefined);
      await upstream.waitForRequest(upstream.requestCount + 1);
      if (name === 'stall-mid') await delay(20);
      const left = performance.now();
      aborter.abort();
      await upstream.waitForConnections(0);
      expect(performance.now() - left).toBeLessThan(250);
      await settled;
    }
  }
});

test('silences of a translated stream are filled in the caller’s dialect', async () => {
  for (const [path, beat] of [
    ['/v1/chat/completions', ': keep-alive\n\n'],
    ['/v1/messages', 'event: ping\ndata: {"type":"ping"}\n\n'],
  ] as const) {
    const clock = new VirtualClock();
    const { gateway } = await house({ script: [fault('stall-mid')] }, { clock });
    const aborter = new AbortController();
    let seen = '';
    const body = {
      ...messagesBody('west/echo', { stream: true }),
      messages: [{ role: 'user', content: 'one two three four' }],
    };
    const asked = ask(gateway, path, { body, signal: aborter.signal, onData: (text) => (seen = text) }).catch(
      () => undefined,
    );
    await expect.poll(() => seen).toContain('two');
    clock.advance(15_000);
    await expect.poll(() => seen).toContain(beat);
    aborter.abort();
    await asked;
  }
});

test('a slow caller holds the model back', async () => {
  let given = 0;
  const usage = unreportedUsage;
  async function* parts(): AsyncGenerator<StreamPart> {
    yield { type: 'text-delta', block: 0, text: 'begin' };
    for (; given < 1_000; given += 1) yield { type: 'text-delta', block: 0, text: 'x'.repeat(65_536) };
    yield { type: 'finish', reason: 'stop', usage };
  }
  const stream = streamOfParts(parts());
  const model: Model = {
    id: 'endless',
    complete: () => Promise.reject(new Error('no')),
    stream: () => Promise.resolve(stream),
  };
  const gateway = await startGateway({ port: 0, token: 'right', resolve: () => model, drainMs: 10 });
  cleanups.push(() => gateway.close());
  const headers = { authorization: 'Bearer right' };
  const sent = httpRequest(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, agent: false });
  const size = await new Promise<number>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      void holding(() => given).then((held) => {
        expect(held).toBeLessThan(500);
        let read = 0;
        response.on('data', (chunk: Buffer) => (read += chunk.length));
        response.on('end', () => resolve(read));
      });
    });
    sent.end(JSON.stringify(chatBody('endless', { stream: true })));
  });
  expect(given).toBe(1_000);
  expect(size).toBeGreaterThan(65_536_000);
});

/** The count once it has stopped growing. */
async function holding(count: () => number): Promise<number> {
  for (let before = -1; before !== count();) {
    before = count();
    await delay(20);
  }
  return count();
}

function streamOfParts(parts: AsyncGenerator<StreamPart>): CompletionStream {
  const never = new Promise<never>(() => undefined);
  const ended = Promise.resolve();
  const close = async (): Promise<void> => void (await parts.return(undefined));
  return {
    [Symbol.asyncIterator]: () => parts,
    [Symbol.asyncDispose]: close,
    close,
    ended,
    result: never,
    text: { [Symbol.asyncIterator]: () => ({ next: () => never }) },
  };
}

test('callers show their token in either way, and a wrong one is told in their dialect', async () => {
  const { gateway } = await house();
  const body = messagesBody('south/echo');
  expect(
    (await ask(gateway, '/v1/messages', { body, headers: { authorization: '', 'x-api-key': 'right' } })).status,
  ).toBe(200);
  for (const headers of [{ authorization: 'Bearer wrong' }, { authorization: '' }, { authorization: 'Basic right' }]) {
    const refused = await ask(gateway, '/v1/messages', { body, headers });
    expect(refused).toMatchObject({
      status: 401,
      json: {
        type: 'error',
        error: { type: 'authentication_error', source: 'gateway' },
        request_id: expect.any(String),
      },
      headers: { 'x-should-retry': 'false' },
    });
  }
});

test('web pages of foreign origins are kept out unless they are allowed', async () => {
  const { gateway } = await house({}, { allowedOrigins: ['https://app.example'] });
  const foreign = await ask(gateway, '/v1/models', { headers: { origin: 'https://evil.example' } });
  expect(foreign.status).toBe(403);
  const own = await ask(gateway, '/v1/models', { headers: { origin: gateway.url } });
  expect(own.status).toBe(200);
  const allowed = await ask(gateway, '/v1/models', { headers: { origin: 'https://app.example' } });
  expect(allowed).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': 'https://app.example' } });
  const preflight = await ask(gateway, '/v1/chat/completions', {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example' },
  });
  expect(preflight.status).toBe(204);
});

test('without a token only this machine is served, under its own names', async () => {
  await expect(startGateway({ token: false, host: '0.0.0.0', port: 0 })).rejects.toThrow('Without a token');
  const { gateway } = await house({}, { token: false });
  expect((await ask(gateway, '/v1/models', { headers: { authorization: '' } })).status).toBe(200);
  expect((await ask(gateway, '/v1/models', { headers: { host: 'rebound.example:80' } })).status).toBe(403);
});

test('the list of models speaks the caller’s dialect, and a name may hold an encoded slash', async () => {
  const { gateway } = await house({}, { models: { fast: { use: ['north/echo'] } }, shown: ['north/echo'] });
  const openai = await ask(gateway, '/v1/models');
  expect(openai.json).toMatchObject({
    object: 'list',
    data: [
      { id: 'fast', object: 'model' },
      { id: 'north/echo', owned_by: 'north' },
    ],
  });
  const anthropic = await ask(gateway, '/v1/models?limit=1000', { headers: { 'anthropic-version': '2023-06-01' } });
  expect(anthropic.json).toMatchObject({
    data: [{ type: 'model', id: 'fast', display_name: 'fast' }, {}],
    has_more: false,
    first_id: 'fast',
  });
  expect((await ask(gateway, '/v1/models/north%2Fecho')).json).toMatchObject({ id: 'north/echo' });
  expect((await ask(gateway, '/openai/v1/models/north/echo')).json).toMatchObject({ id: 'north/echo' });
  expect((await ask(gateway, '/v1/models/nowhere%2Fx')).status).toBe(404);
});

test('health, readiness and probes are answered without a token; unknown paths name the nearest', async () => {
  const { gateway } = await house();
  const headers = { authorization: '' };
  for (const path of ['/health', '/ready', '/health/liveliness', '/health/readiness', '/']) {
    expect((await ask(gateway, path, { headers })).status).toBe(200);
  }
  for (const path of ['/', '/api/hello'])
    expect((await ask(gateway, path, { method: 'HEAD', headers })).status).toBe(200);
  const lost = await ask(gateway, '/v1/chat/completion', { body: chatBody('x') });
  expect(lost).toMatchObject({ status: 404, json: { error: { source: 'gateway' } } });
  expect(lost.text).toContain('/v1/chat/completions');
  expect((await ask(gateway, '/v1/chat/completions')).status).toBe(405);
  expect(
    (await ask(gateway, '/v1/responses', { headers: { upgrade: 'websocket', connection: 'upgrade' } })).status,
  ).toBe(426);
});

test('a gateway that closes lets running streams end and takes no new requests', async () => {
  const { gateway, upstream } = await house({ pace: { tokensPerSecond: 200 } }, { drainMs: 5_000 });
  const body = { ...chatBody('north/lorem-30', { stream: true }) };
  const running = ask(gateway, '/v1/chat/completions', { body });
  await upstream.waitForRequest();
  const closed = gateway.close();
  await expect(ask(gateway, '/health')).rejects.toThrow('ECONNREFUSED');
  const answer = await running;
  expect(answer.whole).toBe(true);
  expect(answer.text).toContain('[DONE]');
  await closed;
});

test('a gateway that closes cuts what does not end in time', async () => {
  const { gateway, upstream } = await house({ script: [fault('stall-mid')] }, { drainMs: 20 });
  const running = ask(gateway, '/v1/chat/completions', { body: chatBody('north/echo', { stream: true }) });
  await upstream.waitForRequest();
  await delay(20);
  await gateway.close();
  expect((await running.catch(() => ({ whole: false }))).whole).toBe(false);
  await upstream.waitForConnections(0);
});
