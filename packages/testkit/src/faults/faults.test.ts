import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { asArray, asObject, asString, parseJson } from '../ground/json.ts';
import { simulate, type Simulation } from '../simulator/simulate.ts';
import { faultNamed, faults } from './fault-table.ts';

/** What came over a connection, byte by byte. */
interface RawReply {
  readonly bytes: Buffer;
  /** How the connection ended: in good order, by a reset, or because the client left it. */
  readonly end: 'fin' | 'reset' | 'left';
}

/** A request as bytes; the connection is to be closed after the reply unless `keep` is set. */
interface RawRequest {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly keep?: boolean;
  /** Leaves as soon as what has come meets this test. */
  readonly leaveWhen?: (text: string) => boolean;
}

/** Sends one request over a connection of its own and gives all bytes that come back. */
function sendRaw(port: number, request: RawRequest): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const chunks: Buffer[] = [];
    let end: RawReply['end'] = 'left';
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (request.leaveWhen?.(Buffer.concat(chunks).toString()) === true) socket.destroy();
    });
    socket.on('end', () => {
      end = 'fin';
    });
    socket.on('error', () => {
      end = 'reset';
    });
    socket.on('close', () => resolve({ bytes: Buffer.concat(chunks), end }));
    socket.write(rawText(request));
  });
}

function rawText({ path, headers = {}, body, keep }: RawRequest): string {
  const text = JSON.stringify(body);
  const lines = Object.entries({ 'anthropic-version': '2026-10-21', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `connection: ${keep === true ? 'keep-alive' : 'close'}`,
    `content-length: ${Buffer.byteLength(text)}`,
    ...lines,
    '',
    text,
  ].join('\r\n');
}

/** Splits a reply into its head and its body, put together from its chunks; `whole` is false when the last chunk is missing. */
function readRaw({ bytes }: RawReply): { head: string; body: Buffer; chunks: Buffer[]; whole: boolean } {
  const split = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, split).toString('latin1');
  const rest = bytes.subarray(split + 4);
  if (!/transfer-encoding: chunked/i.test(head)) return { head, body: rest, chunks: [rest], whole: true };
  const chunks: Buffer[] = [];
  let place = 0;
  while (place < rest.length) {
    const end = rest.indexOf('\r\n', place);
    const size = Number.parseInt(rest.subarray(place, end).toString(), 16);
    if (size === 0) return { head, body: Buffer.concat(chunks), chunks, whole: true };
    chunks.push(rest.subarray(end + 2, end + 2 + size));
    place = end + 2 + size + 2;
  }
  return { head, body: Buffer.concat(chunks), chunks, whole: false };
}

const text = 'Hello wörld 👋🏽 12345';
const paths = {
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
  ollama: '/api/chat',
  generate: '/api/generate',
};
type Wire = keyof typeof paths | 'gemini';

interface Case {
  readonly wire?: Wire;
  readonly stream?: boolean;
  readonly path?: string;
  readonly keep?: boolean;
  readonly leaveWhen?: (text: string) => boolean;
}

async function strike(
  fault: string,
  { wire = 'chat', stream = false, path, keep, leaveWhen }: Case = {},
): Promise<RawReply> {
  await using simulation = await simulate();
  return await send(simulation, fault, { wire, stream, path, keep, leaveWhen });
}

function send(
  simulation: Simulation,
  fault: string,
  { wire = 'chat', stream, path, keep, leaveWhen }: Case = {},
): Promise<RawReply> {
  const messages = [{ role: 'user', content: text }];
  const contents = [{ parts: [{ text }] }];
  const body = { model: `fault/${fault}`, max_tokens: 100, messages, contents, input: text, prompt: text, stream };
  return sendRaw(simulation.port, { path: path ?? pathOf(wire, fault, stream === true), body, keep, leaveWhen });
}

function pathOf(wire: Wire, fault: string, stream: boolean): string {
  if (wire !== 'gemini') return paths[wire];
  const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  return `/v1beta/models/${encodeURIComponent(`fault/${fault}`)}:${method}`;
}

const bodyOf = (reply: RawReply): string => readRaw(reply).body.toString();
const headOf = (reply: RawReply): string => readRaw(reply).head;

/** The text deltas of a chat stream, read in the simplest way that is right. */
function chatText(stream: string): string {
  return stream
    .split('\n\n')
    .flatMap((event) => {
      const data = event
        .split('\n')
        .flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []))
        .join('\n');
      return asString(asObject(asObject(asArray(asObject(parseJson(data))['choices'])[0])['delta'])['content']) ?? '';
    })
    .join('');
}

test('each fault has a name of its own and one sentence', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  for (const { description } of faults) expect(description).toMatch(/^[^\n]+\.$/);
});

test('an unknown fault is named, with names that are like it', () => {
  expect(() => faultNamed('429-hours')).toThrow('There is no fault "429-hours". Known: 429, 429-seconds');
});

const endless = new Set(['hang', 'stall-first', 'stall-mid']);

test.each(faults.map(({ name }) => name))(
  '%s strikes in every protocol, streamed or not, and is done',
  async (name) => {
    await using simulation = await simulate();
    const options = name.startsWith('huge') ? '?bytes=1000000' : '?ms=1';
    for (const wire of ['chat', 'responses', 'messages', 'gemini', 'ollama', 'generate'] as const) {
      for (const stream of [true, false]) {
        const count = simulation.requestCount + 1;
        const reply = send(simulation, name + options, { wire, stream });
        const record = await simulation.waitForRequest(count);
        if (endless.has(name)) {
          await simulation.close();
          return;
        }
        const { bytes } = await reply;
        expect(bytes.toString()).not.toContain('The simulation failed');
        expect(await record.ended).not.toBe('client-closed');
      }
    }
  },
);

test.each([
  ['400-context', 400, /context_length_exceeded/, /prompt is too long/],
  ['401', 401, /invalid_api_key/, /authentication_error/],
  ['402', 402, /credit_balance_exhausted/, /billing_error/],
  ['403', 403, /permission_error/, /permission_error/],
  ['404', 404, /model_not_found/, /not_found_error/],
  ['408', 408, /timeout/, /timeout_error/],
  ['409', 409, /conflict/, /conflict_error/],
  ['413', 413, /too large/, /request_too_large/],
  ['429', 429, /rate_limit_exceeded/, /rate_limit_error/],
  ['429-quota', 429, /"insufficient_quota"/, /enforced_spend_limit_reached/],
  ['500', 500, /server_error/, /api_error/],
  ['503', 503, /server_is_overloaded/, /overloaded_error/],
  ['529', 529, /overloaded/, /overloaded_error/],
])('%s is status %d in the words of the provider', async (name, status, chat, messages) => {
  const openai = await strike(name);
  expect(headOf(openai)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(bodyOf(openai)).toMatch(chat);
  const anthropic = await strike(name, { wire: 'messages' });
  expect(headOf(anthropic)).toMatch(/request-id: req_/);
  expect(parseJson(bodyOf(anthropic))).toMatchObject({ type: 'error', request_id: expect.stringMatching(/^req_/) });
  expect(bodyOf(anthropic)).toMatch(messages);
  expect(parseJson(bodyOf(await strike(name, { wire: 'ollama' })))).toEqual({ error: expect.any(String) });
  expect(bodyOf(await strike(name, { wire: 'responses' }))).toMatch(chat);
  expect(parseJson(bodyOf(await strike(name, { wire: 'gemini' })))).toMatchObject({
    error: { code: status, message: expect.any(String), status: expect.stringMatching(/^[A-Z_]+$/) },
  });
});

test.each([
  ['429-seconds', /retry-after: 1\r/],
  ['429-seconds?seconds=7', /retry-after: 7\r/],
  ['429-date', /retry-after: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/],
  ['429-ms?ms=250', /retry-after-ms: 250/],
  ['429-long', /retry-after: 1200/],
  ['500-no-retry', /x-should-retry: false/],
  ['400-retry', /x-should-retry: true/],
  ['503-seconds', /retry-after: 1/],
  ['502-html', /content-type: text\/html/],
  ['wrong-type', /content-type: text\/plain/],
  ['redirect-307', /location: \/moved\/v1\/chat\/completions/],
  ['redirect-loop', /location: \/v1\/chat\/completions/],
  ['header-bomb', /x-bomb: a{65536}/],
])('%s shows in the headers', async (name, header) => {
  expect(headOf(await strike(name))).toMatch(header);
});

test('429 alone gives no hint', async () => {
  expect(headOf(await strike('429'))).not.toContain('retry-after');
});

test('a redirect leads to a reply, for a POST alone', async () => {
  expect(bodyOf(await strike('redirect-307', { path: '/moved/v1/chat/completions' }))).toContain(text);
});

test('a fault strikes once in a conversation when asked for once', async () => {
  await using simulation = await simulate();
  expect(headOf(await send(simulation, '500-once'))).toContain(' 500 ');
  expect(bodyOf(await send(simulation, '500-once'))).toContain(text);
  expect(headOf(await send(simulation, '500-once', { wire: 'messages', stream: true }))).toContain(' 500 ');
});

test('a fault can be asked for by a header, and a conversation named by one', async () => {
  await using simulation = await simulate();
  const body = { model: 'echo', messages: [{ role: 'user', content: 'x' }] };
  const ask = (conversation: string): Promise<RawReply> =>
    sendRaw(simulation.port, {
      path: paths.chat,
      body,
      headers: { 'x-sim-fault': '503-once', 'x-sim-conversation': conversation },
    });
  expect(headOf(await ask('a'))).toContain(' 503 ');
  expect(headOf(await ask('a'))).toContain(' 200 ');
  expect(headOf(await ask('b'))).toContain(' 503 ');
});

test.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
  ['zstd', zstdDecompressSync],
] as const)('%s decodes to the right reply', async (name, decode) => {
  const reply = readRaw(await strike(name));
  expect(reply.head).toContain(`content-encoding: ${name}`);
  expect(decode(reply.body).toString()).toContain(text);
});

test('cut bodies are cut', async () => {
  const cut = await strike('cut-json');
  expect(headOf(cut)).toContain(`content-length: ${readRaw(cut).body.length}`);
  expect(parseJson(bodyOf(cut))).toBeUndefined();
  const short = await strike('short-length');
  const length = Number(/content-length: (\d+)/.exec(headOf(short))?.[1]);
  expect(readRaw(short).body.length).toBe(length >> 1);
  expect(short.end).toBe('fin');
  const gzip = readRaw(await strike('cut-gzip'));
  expect(() => gunzipSync(gzip.body)).toThrow('unexpected end of file');
});

test('bodies without content have none', async () => {
  expect(readRaw(await strike('empty-body')).body.length).toBe(0);
  expect(parseJson(bodyOf(await strike('empty-choices')))).toMatchObject({ choices: [] });
  expect(parseJson(bodyOf(await strike('empty-choices', { wire: 'messages' })))).toMatchObject({ content: [] });
  expect(parseJson(bodyOf(await strike('empty-content')))).toMatchObject({ choices: [{ message: { content: '' } }] });
  expect(parseJson(bodyOf(await strike('ok-error')))).toMatchObject({ error: { type: 'server_error' } });
  expect(bodyOf(await strike('html', { stream: true }))).toMatch(/^<!doctype html>/);
});

test('huge replies are as huge as asked for', async () => {
  expect(readRaw(await strike('huge-body?bytes=3000000')).body.length).toBeGreaterThan(3_000_000);
  const line = bodyOf(await strike('huge-line?bytes=3000000', { stream: true }));
  expect(Math.max(...line.split('\n').map((part) => part.length))).toBe(3_000_000 + 'data: {"x":""}'.length);
  expect(chatText(line)).toBe(text);
});

test.each(['sse-bytes', 'sse-comments', 'sse-multi-data', 'sse-nullish', 'sse-no-done', 'sse-no-last-newline'])(
  '%s says the same text as a plain stream',
  async (name) => {
    expect(chatText(bodyOf(await strike(name, { stream: true })))).toBe(text);
  },
);

test('unusual shapes differ from a plain stream only as they say', async () => {
  const plain = bodyOf(await strike('sse-as-json?', { stream: true }));
  expect(parseJson(plain)).toMatchObject({ choices: [{ message: { content: text } }] });
  expect(readRaw(await strike('sse-bytes', { stream: true })).chunks.every((chunk) => chunk.length === 1)).toBe(true);
  const crlf = readRaw(await strike('sse-crlf', { stream: true }));
  expect(crlf.chunks.slice(0, -1).every((chunk) => chunk.at(-1) === 13)).toBe(true);
  expect(chatText(crlf.body.toString().replaceAll('\r\n', '\n'))).toBe(text);
  expect([...readRaw(await strike('sse-bom', { stream: true })).body.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x64]);
  const tight = bodyOf(await strike('sse-no-space', { stream: true, wire: 'messages' }));
  expect(tight).toMatch(/^event:message_start\ndata:\{"type"/);
  expect(tight).not.toMatch(/^(data|event): /m);
  expect(bodyOf(await strike('sse-multi-data', { stream: true }))).toContain('data: {\ndata:  "id"');
  expect(bodyOf(await strike('sse-no-done', { stream: true }))).not.toContain('[DONE]');
  expect(bodyOf(await strike('sse-no-last-newline', { stream: true }))).toMatch(/\[DONE\]$/);
  expect(readRaw(await strike('sse-bad-utf8', { stream: true })).body.includes(Buffer.of(0xff, 0xc3))).toBe(true);
});

test('a stream that is cut ends in good order after so many events', async () => {
  const cut = readRaw(await strike('sse-cut?after=3', { stream: true }));
  expect(cut.whole).toBe(true);
  expect(chatText(cut.body.toString())).toBe('Hello wörld ');
  expect(cut.body.toString()).not.toMatch(/\[DONE\]|"finish_reason":"/);
});

test('errors inside a stream come where they should', async () => {
  const error = bodyOf(await strike('sse-error', { stream: true }));
  expect(chatText(error)).toBe('Hello wö');
  expect(error).toMatch(/data: \{"error":\{.*server_is_overloaded.*\n\n$/);
  const first = bodyOf(await strike('sse-error-first', { stream: true, wire: 'messages' }));
  expect(first).toMatch(/^event: error\ndata: \{"type":"error","error":\{"type":"overloaded_error"/);
  const bad = bodyOf(await strike('sse-bad-json', { stream: true }));
  expect(bad).toContain('data: {"choices":[{"del\n\n');
  expect(chatText(bad)).toBe(text);
});

test('odd tool calls are written as named', async () => {
  const stream = async (name: string): Promise<string> => bodyOf(await strike(name, { stream: true }));
  const indexes = [...(await stream('tool-interleaved')).matchAll(/"tool_calls":\[\{"index":(\d)/g)].map(
    (found) => found[1],
  );
  expect(indexes.join('')).toBe('010101');
  expect((await stream('tool-repeated-name')).match(/"name":"get_weather"/g)?.length).toBe(4);
  expect(await stream('tool-no-id')).not.toContain('call_');
  expect(await stream('tool-no-index')).not.toContain('"tool_calls":[{"index"');
  expect(await stream('tool-finish-stop')).toContain('"finish_reason":"stop"');
  expect(await stream('tool-bad-input')).toContain('"finish_reason":"length"');
  expect(await stream('tool-early-valid')).toContain('"arguments":"{}"');
  expect(bodyOf(await strike('tool-bad-input'))).toContain(String.raw`"arguments":"{\"city\":\"Os"`);
  expect(bodyOf(await strike('tool-unknown', { wire: 'messages' }))).toContain('"name":"no_such_tool"');
});

test.each([
  ['reset-before', 'reset', ''],
  ['close-before', 'fin', ''],
  ['garbage', 'fin', 'SSH-2.0-OpenSSH_9.9\r\n'],
])('%s ends the connection by %s with the bytes %j', async (name, end, bytes) => {
  const reply = await strike(name);
  expect({ end: reply.end, bytes: reply.bytes.toString() }).toEqual({ end, bytes });
});

test.each(['reset-mid', 'close-mid', 'reset-headers'])(
  '%s lets what came before arrive, and no end of the body',
  async (name) => {
    const reply = await strike(name, { stream: true });
    expect(reply.end).toBe(name.startsWith('reset') ? 'reset' : 'fin');
    expect(readRaw(reply).whole).toBe(false);
    expect(chatText(bodyOf(reply))).toBe(name === 'reset-headers' ? '' : 'Hello wö');
    expect(headOf(reply)).toContain('200 OK');
  },
);

test('a reply that stalls stays open until the client leaves', async () => {
  await using simulation = await simulate();
  const reply = await send(simulation, 'stall-mid', { stream: true, leaveWhen: (all) => all.includes('o wö') });
  expect(reply.end).toBe('left');
  const record = await simulation.waitForRequest();
  expect(await record.ended).toBe('client-closed');
  await send(simulation, 'stall-first', { leaveWhen: (all) => all.includes('content-length: 500') });
  await simulation.waitForIdle();
});

test('odd HTTP is written as named', async () => {
  expect((await strike('bad-chunk')).bytes.toString()).toMatch(/\r\n\r\nZZ\r\n\{\}\r\n0\r\n\r\n$/);
  expect((await strike('early-hints')).bytes.toString()).toMatch(
    /^HTTP\/1.1 103 Early Hints\r\nlink: .*\r\n\r\nHTTP\/1.1 200 OK/,
  );
  const old = await strike('http-1.0', { keep: true });
  expect(old.bytes.toString()).toMatch(/^HTTP\/1.0 200 OK\r\ncontent-type: application\/json\r\n\r\n\{/);
  expect(old.end).toBe('fin');
  expect(bodyOf(await strike('slow-headers?ms=0'))).toContain(text);
  expect(chatText(bodyOf(await strike('slow-drip?ms=1', { stream: true })))).toBe(text);
});

test('a kept connection is closed when it is used a second time', async () => {
  await using simulation = await simulate();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, port: simulation.port, method: 'POST', path: paths.chat }, (response) => {
        response.setEncoding('utf8').on('data', () => undefined);
        response.on('end', () => resolve('answered'));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify({ model: 'fault/keepalive-closed', messages: [{ role: 'user', content: text }] }));
    });
  await ask();
  await expect(ask()).rejects.toThrow('socket hang up');
  agent.destroy();
  expect(simulation.requests.map(({ connection, end }) => `${connection} ${end}`)).toEqual([
    '1 complete',
    '1 server-closed',
  ]);
});
