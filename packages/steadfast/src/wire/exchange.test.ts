import { getEventListeners } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { isModelError, type ModelError } from '../model/error.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { collect } from './collect.ts';
import type { Carrier } from './exchange.ts';
import { nodeTransport } from './node-transport.ts';
import { open, type OpenReply } from './open.ts';
import type { WireRequest } from './transport.ts';

interface Stage {
  readonly clock: VirtualClock;
  readonly carrier: Carrier;
  readonly request: WireRequest;
  readonly sockets: Set<Socket>;
  /** Requests that the server has read. */
  requests: number;
}

/** Starts a server that answers each request by hand, and a carrier with a clock that stands still. */
async function stage(answer: (socket: Socket, number: number) => void): Promise<Stage> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (!chunk.toString().endsWith('{}')) return;
      set.requests += 1;
      answer(socket, set.requests);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const transport = nodeTransport();
  onTestFinished(async () => {
    await transport.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const clock = new VirtualClock();
  const url = new URL(`http://127.0.0.1:${port}/v1/chat?key=secret`);
  const request: WireRequest = { method: 'POST', url, headers: { authorization: 'Bearer secret' }, body: '{}' };
  const set: Stage = { clock, carrier: { transport, clock }, request, sockets, requests: 0 };
  return set;
}

async function errorOf(promise: Promise<unknown>): Promise<ModelError> {
  try {
    await promise;
  } catch (error) {
    if (isModelError(error)) return error;
    throw error;
  }
  throw new Error('No error came.');
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets the time pass once the server has the request. */
async function timeOut(set: Stage, asked: Promise<unknown>, ms: number): Promise<ModelError> {
  const error = errorOf(asked);
  await until(() => set.requests > 0);
  set.clock.advance(ms);
  return error;
}

/** Reads a streamed reply into text. */
function reading(reply: OpenReply): { text: string; ended: boolean; error: ModelError | undefined } {
  const seen: { text: string; ended: boolean; error: ModelError | undefined } = {
    text: '',
    ended: false,
    error: undefined,
  };
  reply.read({
    onChunk: (chunk) => (seen.text += Buffer.from(chunk).toString()),
    onEnd: () => (seen.ended = true),
    onError: (error) => (seen.error = error),
  });
  return seen;
}

const json = (body: string | Uint8Array, headers = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`),
    Buffer.from(body),
  ]);
const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const frame = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

test('a whole reply is its head and its body, whatever its status', async () => {
  const set = await stage((socket) =>
    socket.write('HTTP/1.1 429 No\r\nRetry-After: 1\r\ncontent-length: 4\r\n\r\nbusy'),
  );
  const { head, body } = await collect(set.carrier, set.request, {});
  expect(head).toEqual({ status: 429, headers: { 'retry-after': '1', 'content-length': '4' } });
  expect(body.toString()).toBe('busy');
  expect(set.clock.pending).toBe(0);
});

test('a packed reply is unpacked; a cut one is a broken connection', async () => {
  const packed = gzipSync('{"a":1}');
  const whole = await stage((socket) => socket.write(json(packed, 'content-encoding: gzip\r\n')));
  expect((await collect(whole.carrier, whole.request, {})).body.toString()).toBe('{"a":1}');
  const cut = await stage((socket) => socket.write(json(packed.subarray(0, 15), 'content-encoding: gzip\r\n')));
  const error = await errorOf(collect(cut.carrier, cut.request, {}));
  expect([error.kind, error.phase, error.shouldRetry]).toEqual(['connection', 'body', undefined]);
});

test('an unknown content encoding is an invalid reply and closes the connection', async () => {
  const set = await stage((socket) => socket.write(json('xx', 'content-encoding: lzma\r\n')));
  expect((await errorOf(collect(set.carrier, set.request, {}))).kind).toBe('invalid-reply');
  await until(() => set.sockets.size === 0);
});

test('a reply above the limit is too large, packed or not', async () => {
  for (const body of [json(Buffer.alloc(2000)), json(gzipSync(Buffer.alloc(2000)), 'content-encoding: gzip\r\n')]) {
    const set = await stage((socket) => socket.write(body));
    expect((await errorOf(collect(set.carrier, set.request, { maxBytes: 1000 }))).kind).toBe('too-large');
    expect(set.clock.pending).toBe(0);
  }
});

test('a reply that grows above the limit is not waited for: the connection is closed', async () => {
  const set = await stage((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n${'a'.repeat(2000)}`),
  );
  expect((await errorOf(collect(set.carrier, set.request, { maxBytes: 1000 }))).kind).toBe('too-large');
  await until(() => set.sockets.size === 0);
});

test('a redirect is an error that names its target without its query, and is not followed', async () => {
  for (const status of [301, 302, 307, 308]) {
    const location = 'https://else.test/v1/chat?key=secret';
    const reply = `HTTP/1.1 ${status} Moved\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`;
    const set = await stage((socket) => socket.write(reply));
    const error = await errorOf(collect(set.carrier, set.request, {}));
    expect([error.kind, error.status, error.shouldRetry]).toEqual(['redirect', status, false]);
    expect(error.message).toContain(' https://else.test/v1/chat ');
    expect(error.message).not.toContain('secret');
    expect(set.requests).toBe(1);
  }
  const nowhere = await stage((socket) =>
    socket.write('HTTP/1.1 302 Moved\r\nlocation: http://\r\ncontent-length: 0\r\n\r\n'),
  );
  expect((await errorOf(open(nowhere.carrier, nowhere.request, {}))).kind).toBe('redirect');
});

test('a server that cannot be reached is an error for people', async () => {
  const set = await stage(() => undefined);
  const gone = new URL('http://127.0.0.1:1/v1?key=secret');
  const error = await errorOf(collect(set.carrier, { ...set.request, url: gone }, {}));
  expect(error.message).toBe('Cannot reach http://127.0.0.1:1: connection refused.');
  expect([error.kind, error.phase, error.code, error.shouldRetry]).toEqual([
    'connection',
    'connect',
    'ECONNREFUSED',
    undefined,
  ]);
  expect(set.clock.pending).toBe(0);
});

test('headers of 64 KB are an invalid reply that is not worth another try; bytes that are no HTTP are', async () => {
  const bomb = await stage((socket) => socket.write(json('{}', `x-bomb: ${'a'.repeat(65_536)}\r\n`)));
  const refused = await errorOf(collect(bomb.carrier, bomb.request, {}));
  expect([refused.kind, refused.shouldRetry]).toEqual(['invalid-reply', false]);
  const garbage = await stage((socket) => socket.write('no HTTP at all\r\n\r\n'));
  const broken = await errorOf(collect(garbage.carrier, garbage.request, {}));
  expect([broken.kind, broken.phase, broken.shouldRetry]).toEqual(['connection', 'headers', undefined]);
});

test('https to a plain port fails in the handshake and is not worth another try', async () => {
  const set = await stage(() => undefined);
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const error = await errorOf(collect(set.carrier, { ...set.request, url: new URL(`https://127.0.0.1:${port}`) }, {}));
  expect([error.kind, error.phase, error.shouldRetry]).toEqual(['connection', 'tls', false]);
});

test('a request that HTTP cannot carry is the error of its writer, and shows no secret', async () => {
  const set = await stage(() => undefined);
  const request = { ...set.request, headers: { authorization: 'Bearer sec\nret' } };
  const error = await errorOf(collect(set.carrier, request, {}));
  expect(error.kind).toBe('invalid-request');
  expect(error.message).toContain('authorization');
  expect(error.message).not.toContain('sec\n');
  expect(set.clock.pending).toBe(0);
});

test('the time for the head ends when it is whole, not at its first bytes', async () => {
  const set = await stage((socket) => socket.write('HTTP/1.1 200 OK\r\nx-a: '));
  const error = await timeOut(set, collect(set.carrier, set.request, { headersMs: 2500 }), 2500);
  expect([error.kind, error.phase]).toEqual(['timeout', 'headers']);
  expect(error.message).toBe(`${set.request.url.origin} did not reply within 2.5 s.`);
  await until(() => set.sockets.size === 0);
  expect(set.clock.pending).toBe(0);
});

test('the time for the body begins with the request and ends with the body', async () => {
  const set = await stage((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe'));
  const reply = await open(set.carrier, set.request, { headersMs: 2000, bodyMs: 5000 });
  const seen = reading(reply);
  set.clock.advance(4999);
  expect(seen.error).toBeUndefined();
  set.clock.advance(1);
  expect([seen.error?.kind, seen.error?.phase]).toEqual(['timeout', 'body']);
  await until(() => set.sockets.size === 0);
});

test('a deadline holds throughout, and what comes after it is not begun', async () => {
  const set = await stage(() => undefined);
  const deadline = set.clock.now() + 1000;
  const late = await timeOut(set, collect(set.carrier, set.request, { headersMs: 5000, deadline }), 1000);
  expect([late.kind, late.phase]).toEqual(['timeout', 'deadline']);
  const never = await errorOf(collect(set.carrier, set.request, { deadline }));
  expect([never.kind, never.phase, set.requests]).toEqual(['timeout', 'deadline', 1]);
});

test('a stream is bounded event by event, by one timer', async () => {
  let write: (text: string) => void = () => undefined;
  const set = await stage((socket) => {
    socket.write(streamHead);
    write = (text) => socket.write(frame(text));
  });
  const reply = await open(set.carrier, set.request, { headersMs: 1000, bodyMs: 600_000 });
  reply.within('first-content', 5000);
  const seen = reading(reply);
  set.clock.advance(4000);
  for (let event = 1; event <= 10; event += 1) {
    write('data: x\n\n');
    await until(() => seen.text.length === 9 * event);
    reply.within('idle', 2500);
    expect(set.clock.pending).toBe(1);
    set.clock.advance(2400);
  }
  expect(seen.error).toBeUndefined();
  set.clock.advance(100);
  expect([seen.error?.kind, seen.error?.phase, seen.ended]).toEqual(['timeout', 'idle', false]);
  await until(() => set.sockets.size === 0);
});

test('a stream without content runs out of its own time', async () => {
  const set = await stage((socket) => socket.write(streamHead));
  const reply = await open(set.carrier, set.request, {});
  reply.within('first-content', 5000);
  const seen = reading(reply);
  set.clock.advance(5000);
  expect([seen.error?.kind, seen.error?.phase]).toEqual(['timeout', 'first-content']);
});

test('silence is not held against a stream that its reader has paused', async () => {
  const set = await stage((socket) => socket.write(streamHead + frame('data: x\n\n')));
  const reply = await open(set.carrier, set.request, {});
  const seen = reading(reply);
  await until(() => seen.text !== '');
  reply.within('idle', 2500);
  reply.pause();
  set.clock.advance(60_000);
  expect(seen.error).toBeUndefined();
  reply.resume();
  set.clock.advance(2499);
  expect(seen.error).toBeUndefined();
  set.clock.advance(1);
  expect(seen.error?.phase).toBe('idle');
});

test('nothing of a body is lost before it is read, and nothing is read that nobody asked for', async () => {
  const set = await stage((socket) => socket.end(json('{"a":1}')));
  const reply = await open(set.carrier, set.request, {});
  await new Promise((resolve) => setTimeout(resolve, 5));
  const seen = reading(reply);
  await until(() => seen.ended);
  expect([reply.head.status, seen.text]).toEqual([200, '{"a":1}']);
});

test('an error that comes before the body is read is told to the reader', async () => {
  const set = await stage((socket) => socket.write(streamHead));
  const reply = await open(set.carrier, set.request, { bodyMs: 1000 });
  set.clock.advance(1000);
  expect(reading(reply).error?.phase).toBe('body');
  expect((await errorOf(reply.whole())).kind).toBe('timeout');
});

test('a reply that turns out to be no stream can be had as a whole', async () => {
  const set = await stage((socket) => socket.write(json('{"error":"no"}')));
  const reply = await open(set.carrier, set.request, {});
  expect((await reply.whole()).toString()).toBe('{"error":"no"}');
  expect(set.clock.pending).toBe(0);
});

test('a packed stream comes event by event', async () => {
  const packer = createGzip({ flush: constants.Z_SYNC_FLUSH });
  const set = await stage((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n');
    packer.on('data', (chunk: Buffer) => {
      socket.write(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]));
    });
    packer.on('end', () => socket.write('0\r\n\r\n'));
  });
  const reply = await open(set.carrier, set.request, {});
  const seen = reading(reply);
  for (let event = 1; event <= 3; event += 1) {
    packer.write('data: x\n\n');
    await until(() => seen.text.length === 9 * event);
  }
  packer.end();
  await until(() => seen.ended);
  expect([seen.text, set.clock.pending]).toEqual(['data: x\n\n'.repeat(3), 0]);
});

test('what a reader throws ends the exchange and comes back as its error', async () => {
  const set = await stage((socket) => socket.write(streamHead + frame('data: x\n\n')));
  const reply = await open(set.carrier, set.request, {});
  const error = await new Promise<ModelError>((resolve) => {
    reply.read({
      onChunk: () => {
        throw new SyntaxError('not JSON');
      },
      onEnd: () => undefined,
      onError: resolve,
    });
  });
  expect([error.kind, error.message]).toEqual(['invalid-reply', 'The reply cannot be read: not JSON']);
  await until(() => set.sockets.size === 0);
});

test('what a reader throws at the end comes back as its error', async () => {
  const set = await stage((socket) => socket.write(json('x')));
  const reply = await open(set.carrier, set.request, {});
  const error = await new Promise<ModelError>((resolve) => {
    reply.read({
      onChunk: () => undefined,
      onEnd: () => {
        throw new Error('cut');
      },
      onError: resolve,
    });
  });
  expect(error.message).toContain('cut');
});

test('an abort is felt at once in every phase, and closes the connection', async () => {
  const replies = ['', 'HTTP/1.1 200 OK\r\nx-a', streamHead, `${streamHead}${frame('data: x\n\n')}`];
  for (const reply of replies) {
    const set = await stage((socket) => void (reply !== '' && socket.write(reply)));
    const controller = new AbortController();
    const asked = errorOf(collect(set.carrier, set.request, { signal: controller.signal, headersMs: 1000 }));
    await until(() => set.requests > 0);
    controller.abort(new Error('enough'));
    const error = await asked;
    expect([error.kind, error.cause]).toEqual(['aborted', new Error('enough')]);
    await until(() => set.sockets.size === 0);
    expect([set.clock.pending, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0]);
  }
});

test('an abort reaches a stream that is being read, and one that is paused', async () => {
  for (const pause of [false, true]) {
    const set = await stage((socket) => socket.write(`${streamHead}${frame('data: x\n\n')}`));
    const controller = new AbortController();
    const reply = await open(set.carrier, set.request, { signal: controller.signal });
    const seen = reading(reply);
    await until(() => seen.text !== '');
    if (pause) reply.pause();
    controller.abort();
    expect([seen.error?.kind, seen.ended]).toEqual(['aborted', false]);
    await until(() => set.sockets.size === 0);
  }
});

test('a signal that has aborted before lets nothing be sent', async () => {
  const set = await stage(() => undefined);
  const error = await errorOf(collect(set.carrier, set.request, { signal: AbortSignal.abort() }));
  expect([error.kind, set.requests]).toEqual(['aborted', 0]);
});

test('a reader that has had enough closes the connection and hears nothing more', async () => {
  const set = await stage((socket) => socket.write(`${streamHead}${frame('data: x\n\n')}`));
  const reply = await open(set.carrier, set.request, { bodyMs: 1000 });
  const seen = reading(reply);
  await until(() => seen.text !== '');
  reply.abort();
  reply.abort();
  reply.within('idle', 10);
  await until(() => set.sockets.size === 0);
  set.clock.advance(5000);
  expect([seen.error, seen.ended, set.clock.pending]).toEqual([undefined, false, 0]);
});

test('a thousand calls that share a signal warn of nothing and leave no listener, timer or socket behind', async () => {
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const set = await stage((socket, number) => void (number <= 900 && socket.write(json('{}'))));
  const controller = new AbortController();
  const bounds = { signal: controller.signal, headersMs: 1000 };
  const calls = Array.from({ length: 1000 }, () => collect(set.carrier, set.request, bounds));
  await until(() => set.requests === 1000);
  setImmediate(() => setImmediate(() => controller.abort()));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(100);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect(set.clock.pending).toBe(0);
  await set.carrier.transport.close();
  await until(() => set.sockets.size === 0);
  expect(warnings).toEqual([]);
});
