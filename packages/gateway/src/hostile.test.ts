import { connect } from 'node:net';
import { simulate } from '@steadfast/testkit';
import { ModelError } from 'steadfast/model';
import type { Model } from 'steadfast/model';
import { afterEach, expect, test } from 'vitest';
import { startGateway } from './index.ts';
import type { Gateway } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function gatewayOf(resolve: (name: string) => Model): Promise<Gateway> {
  const gateway = await startGateway({ port: 0, token: 'right', resolve, drainMs: 10 });
  cleanups.push(() => gateway.close());
  return gateway;
}

/** A model that must not be asked. */
function nobody(): Model {
  throw new ModelError({ kind: 'server', message: 'A model was asked for.' });
}

/** Sends bytes and gives what comes back until the connection closes or a reply is whole. */
function send(gateway: Gateway, ...pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, length] = /content-length: (\d+)\r\n/i.exec(text) ?? [];
      const start = text.indexOf('\r\n\r\n') + 4;
      if (length !== undefined && text.length >= start + Number(length)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    for (const piece of pieces) socket.write(piece);
  });
}

function post(gateway: Gateway, body: string | Buffer): Promise<string> {
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return send(gateway, head, body);
}

test('a body that is no JSON object is 400 with its place, fast, and no model is asked', async () => {
  const gateway = await gatewayOf(nobody);
  await post(gateway, '{}');
  for (const body of ['', 'hello', '{"model":', '[]', 'null', '4', '"x"', '{"model":"x",}', '{}']) {
    const before = performance.now();
    const answer = await post(gateway, body);
    expect(performance.now() - before).toBeLessThan(50);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"source":"gateway"');
  }
  expect(await post(gateway, '{"model":"a/b" "x"}')).toContain('line 1, column 16 (position 15)');
});

test('a body over the limit is 413 before it is read', async () => {
  const gateway = await gatewayOf(nobody);
  const head = (length: string) =>
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\n${length}\r\n\r\n`;
  expect(await send(gateway, head('content-length: 50000000'), '{"a":')).toMatch(/^HTTP\/1\.1 413 /);
  const before = process.memoryUsage().rss;
  const piece = Buffer.alloc(1_048_576, 0x61);
  const chunks = Array.from({ length: 20 }, () => ['100000\r\n', piece, '\r\n']).flat();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => send(gateway, head('transfer-encoding: chunked'), ...chunks)),
  );
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  // The sending side is in this process too: what it holds is counted with it.
  expect(process.memoryUsage().rss - before).toBeLessThan(350_000_000);
});

test('deep nesting is 400 in a moment', async () => {
  const gateway = await gatewayOf(nobody);
  for (const depth of [10_000, 1_000_000]) {
    const body = `{"model":"a/b","messages":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const before = performance.now();
    expect(await post(gateway, body)).toMatch(/^HTTP\/1\.1 400 /);
    expect(performance.now() - before).toBeLessThan(150);
  }
});

test('a compressed body is refused by name', async () => {
  const gateway = await gatewayOf(nobody);
  const head =
    'POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\n';
  expect(await send(gateway, head, 'x')).toMatch(/^HTTP\/1\.1 415 /);
});

test('keys that name parts of an object are forwarded as plain data and change nothing', async () => {
  const upstream = await simulate();
  cleanups.push(() => upstream.close());
  const gateway = await startGateway({
    port: 0,
    token: 'right',
    environment: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${upstream.url}/v1` },
  });
  cleanups.push(() => gateway.close());
  const odd = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1';
  const body = `${odd},"model":"openai/echo","messages":[{"role":"user","content":"hi"}]}`;
  expect(await post(gateway, body)).toMatch(/^HTTP\/1\.1 200 /);
  const [seen] = upstream.requests;
  expect(Buffer.from(seen?.bytes ?? []).toString()).toBe(body.replace('openai/echo', 'echo'));
  expect('polluted' in {}).toBe(false);
  for (const model of ['__proto__', 'constructor', '__proto__/x', 'toString/x']) {
    const answer = await post(gateway, `{"model":"${model}","messages":[]}`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  }
});

test('requests that two servers could read in two ways are 400 and the connection is closed', async () => {
  const gateway = await gatewayOf(nobody);
  const start = 'POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\n';
  for (const rest of [
    'content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'content-length: 4\r\ncontent-length: 5\r\n\r\nabcde',
    'transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n',
    'bad header\r\n\r\n',
  ]) {
    const answer = await send(gateway, start + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/connection: close/i);
  }
  expect(await send(gateway, `GET / HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(70_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
});
