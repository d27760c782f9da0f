import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { type NodeTransportOptions, nodeTransport } from './node-transport.ts';
import type { Transport, TransportFailure, WireExchange, WireHead, WireRequest } from './transport.ts';

interface Outcome {
  head?: WireHead;
  body: string;
  failure?: TransportFailure;
}

/** Starts a server that speaks the wire by hand; each connection is given with its number, from 0. */
async function serve(onConnection: (socket: Socket, number: number) => void): Promise<{ url: URL; open: Set<Socket> }> {
  const server = createServer();
  const open = listenTo(server, onConnection);
  return { url: await start(server, 'http'), open };
}

function listenTo(server: Server, onConnection: (socket: Socket, number: number) => void): Set<Socket> {
  const open = new Set<Socket>();
  let count = 0;
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    onConnection(socket, count);
    count += 1;
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return open;
}

async function start(server: Server, protocol: string): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new URL(`${protocol}://127.0.0.1:${address.port}/v1/chat?a=1`);
}

/** Answers each request on the connection (requests of these tests end with their body `{}`). */
function onRequest(socket: Socket, answer: (text: string) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
    if (!/\r\n\r\n(\{\})?$/.test(text)) return;
    const whole = text;
    text = '';
    answer(whole);
  });
}

function always(reply: string, then?: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) =>
    onRequest(socket, () => {
      socket.write(reply);
      then?.(socket);
    });
}

function transportOf(options?: NodeTransportOptions): Transport {
  const transport = nodeTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

function post(url: URL): WireRequest {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: '{}' };
}

function outcomeOf(transport: Transport, request: WireRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    const outcome: Outcome = { body: '' };
    transport.send(request, {
      onHead: (head) => (outcome.head = head),
      onData: (chunk) => (outcome.body += Buffer.from(chunk).toString()),
      onEnd: () => resolve(outcome),
      onError: (failure) => resolve({ ...outcome, failure }),
    });
  });
}

async function failureOf(url: URL, options?: NodeTransportOptions): Promise<[string | undefined, string | undefined]> {
  const { failure } = await outcomeOf(transportOf(options), post(url));
  return [failure?.phase, failure?.code];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

test('a request goes out whole, with its length and its host, and the reply comes back', async () => {
  let seen = '';
  const { url } = await serve((socket) =>
    onRequest(socket, (text) => {
      seen = text;
      socket.write(
        'HTTP/1.1 201 Created\r\nX-A: 1\r\nx-a: 2\r\nSet-Cookie: a\r\nset-cookie: b\r\ncontent-length: 2\r\n\r\nok',
      );
    }),
  );
  const { head, body } = await outcomeOf(transportOf(), post(url));
  expect(head).toEqual({ status: 201, headers: { 'x-a': '1, 2', 'set-cookie': 'a, b', 'content-length': '2' } });
  expect(body).toBe('ok');
  expect(seen).toMatch(/^POST \/v1\/chat\?a=1 HTTP\/1\.1\r\n/);
  expect(seen.toLowerCase()).toContain(`\r\nhost: ${url.host}\r\n`);
  expect(seen.toLowerCase().match(/content-length: 2\r\n/g)).toHaveLength(1);
  expect(seen.toLowerCase()).not.toContain('transfer-encoding');
});

test('a body of bytes goes out with its length, a GET without any', async () => {
  const seen: string[] = [];
  const { url } = await serve((socket) =>
    onRequest(socket, (text) => {
      seen.push(text.toLowerCase());
      socket.write(ok);
    }),
  );
  const transport = transportOf();
  await outcomeOf(transport, { ...post(url), body: Buffer.from('{}') });
  await outcomeOf(transport, { method: 'GET', url, headers: {} });
  expect(seen[0]).toContain('content-length: 2\r\n');
  expect(seen[1]).not.toContain('content-length');
  expect(seen[1]).not.toContain('transfer-encoding');
});

test('one connection serves requests one after another, and each request under way has its own', async () => {
  let connections = 0;
  const { url } = await serve((socket) => {
    connections += 1;
    always(ok)(socket);
  });
  const transport = transportOf();
  for (let count = 0; count < 5; count += 1) await outcomeOf(transport, post(url));
  expect(connections).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => outcomeOf(transport, post(url))));
  expect(connections).toBe(20);
});

test('close ends idle connections', async () => {
  const { url, open } = await serve(always(ok));
  const transport = transportOf();
  await outcomeOf(transport, post(url));
  expect(open.size).toBe(1);
  await transport.close();
  await until(() => open.size === 0);
});

test('a redirect is a reply like any other', async () => {
  const { url } = await serve(always('HTTP/1.1 307 Temporary Redirect\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n'));
  const { head } = await outcomeOf(transportOf(), post(url));
  expect(head?.status).toBe(307);
});

test('early hints are passed over', async () => {
  const { url } = await serve(always(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${ok}`));
  const { head, body } = await outcomeOf(transportOf(), post(url));
  expect([head?.status, body]).toEqual([200, 'ok']);
});

test('a reply of HTTP/1.0 ends with its connection', async () => {
  const { url } = await serve(always('HTTP/1.0 200 OK\r\n\r\nthe whole text', (socket) => socket.end()));
  const { head, body, failure } = await outcomeOf(transportOf(), post(url));
  expect([head?.status, body, failure]).toEqual([200, 'the whole text', undefined]);
});

test('a connection that is refused fails in connecting', async () => {
  const server = createServer();
  const url = await start(server, 'http');
  await new Promise((resolve) => server.close(resolve));
  expect(await failureOf(url)).toEqual(['connect', 'ECONNREFUSED']);
});

test('a name that several addresses refuse fails in connecting', async () => {
  const server = createServer();
  const url = await start(server, 'http');
  await new Promise((resolve) => server.close(resolve));
  url.hostname = 'several.test';
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  const [phase] = await failureOf(url, { lookup: (_, __, done) => done(null, addresses) });
  expect(phase).toBe('connect');
});

test('a name that nobody knows, or that cannot be looked up for now, fails in the name lookup', async () => {
  const failing = (code: string): NodeTransportOptions => ({
    lookup: (name, _, done) => {
      const error = Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, syscall: 'getaddrinfo' });
      setImmediate(() => done(error, ''));
    },
  });
  const url = new URL('http://nobody.test/');
  expect(await failureOf(url, failing('ENOTFOUND'))).toEqual(['dns', 'ENOTFOUND']);
  expect(await failureOf(url, failing('EAI_AGAIN'))).toEqual(['dns', 'EAI_AGAIN']);
});

test('a connection that ends before the head is whole fails in the headers', async () => {
  const reset = await serve((socket) => onRequest(socket, () => socket.resetAndDestroy()));
  expect(await failureOf(reset.url)).toEqual(['headers', 'ECONNRESET']);
  const closed = await serve((socket) => onRequest(socket, () => socket.end()));
  expect(await failureOf(closed.url)).toEqual(['headers', 'ECONNRESET']);
  const half = await serve(always('HTTP/1.1 200 OK\r\nx-a: ', (socket) => socket.end()));
  expect(await failureOf(half.url)).toEqual(['headers', 'ECONNRESET']);
});

test('bytes that are not HTTP fail in the headers', async () => {
  const { url } = await serve(always('\u0000\u0001 what is this?\r\n\r\n'));
  expect(await failureOf(url)).toEqual(['headers', expect.stringMatching(/^HPE_/)]);
});

test('headers of 64 KB are refused', async () => {
  const { url } = await serve(
    always(`HTTP/1.1 200 OK\r\nx-bomb: ${'a'.repeat(65_536)}\r\ncontent-length: 2\r\n\r\nok`),
  );
  expect(await failureOf(url)).toEqual(['headers', 'HPE_HEADER_OVERFLOW']);
});

test('a switch of protocols that nobody asked for fails', async () => {
  const { url } = await serve(always('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'));
  expect(await failureOf(url)).toEqual(['headers', 'ECONNRESET']);
});

const cuts: [string, string, (socket: Socket) => void, string | RegExp][] = [
  ['reset', `${chunkedHead}5\r\nhello\r\n`, (socket) => setImmediate(() => socket.resetAndDestroy()), 'ECONNRESET'],
  [
    'shorter than its length',
    'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello',
    (socket) => socket.end(),
    'ECONNRESET',
  ],
  ['ended between chunks', `${chunkedHead}5\r\nhello\r\n`, (socket) => socket.end(), /^(?:ECONNRESET|HPE_)/],
  [
    'chunked wrongly',
    `${chunkedHead}5\r\nhello\r\n`,
    (socket) => setImmediate(() => socket.write('zz\r\n')),
    'HPE_INVALID_CHUNK_SIZE',
  ],
];

for (const [what, reply, then, code] of cuts) {
  test(`a body that is ${what} fails, after what had come of it`, async () => {
    const { url, open } = await serve(always(reply, then));
    const { head, body, failure } = await outcomeOf(transportOf(), post(url));
    expect([head?.status, body, failure?.phase]).toEqual([200, 'hello', 'body']);
    expect(failure?.code).toMatch(code);
    await until(() => open.size === 0);
  });
}

test('a kept-alive connection that closes just as it is used is replaced in silence', async () => {
  const { url } = await serve((socket, number) => {
    let requests = 0;
    onRequest(socket, () => {
      requests += 1;
      if (number === 0 && requests === 2) socket.resetAndDestroy();
      else socket.write(ok);
    });
  });
  const transport = transportOf();
  await outcomeOf(transport, post(url));
  const { body, failure } = await outcomeOf(transport, post(url));
  expect([body, failure]).toEqual(['ok', undefined]);
});

test('a kept-alive connection that breaks after a reply byte is a failure', async () => {
  let requests = 0;
  const { url } = await serve((socket) =>
    onRequest(socket, () => {
      requests += 1;
      if (requests === 1) socket.write(ok);
      else socket.end('HTTP/1.1 200');
    }),
  );
  const transport = transportOf();
  await outcomeOf(transport, post(url));
  const { failure } = await outcomeOf(transport, post(url));
  expect([failure?.phase, failure?.code, requests]).toEqual(['headers', 'ECONNRESET', 2]);
});

test('a request is sent again only once, and over a fresh connection not at all', async () => {
  let requests = 0;
  const { url } = await serve((socket) =>
    onRequest(socket, () => {
      requests += 1;
      if (requests === 1) socket.write(ok);
      else socket.resetAndDestroy();
    }),
  );
  const transport = transportOf();
  await outcomeOf(transport, post(url));
  const { failure } = await outcomeOf(transport, post(url));
  expect([failure?.phase, failure?.code, requests]).toEqual(['headers', 'ECONNRESET', 3]);
});

test('to abort closes the connection in every phase, and nothing more is heard', async () => {
  const replies = ['', 'HTTP/1.1 200 OK\r\nx-a', chunkedHead, `${chunkedHead}5\r\nhello\r\n`];
  for (const reply of replies) {
    const heard: string[] = [];
    let arrived = false;
    const { url, open } = await serve((socket) =>
      onRequest(socket, () => {
        if (reply !== '') socket.write(reply);
        arrived = true;
      }),
    );
    const exchange = transportOf().send(post(url), {
      onHead: () => heard.push('head'),
      onData: () => heard.push('data'),
      onEnd: () => heard.push('end'),
      onError: () => heard.push('error'),
    });
    const due = reply === '' || reply.endsWith('x-a') ? 0 : reply === chunkedHead ? 1 : 2;
    await until(() => arrived && heard.length === due);
    exchange.abort();
    exchange.abort();
    await until(() => open.size === 0);
    expect(heard).toEqual(['head', 'data'].slice(0, due));
  }
});

test('a storm of aborted requests leaves no connection and no error behind', async () => {
  const { url, open } = await serve((socket) => onRequest(socket, () => socket.write(chunkedHead)));
  const transport = transportOf();
  const heard: string[] = [];
  const handler = {
    onHead: () => undefined,
    onData: () => undefined,
    onEnd: () => heard.push('end'),
    onError: () => heard.push('error'),
  };
  const exchanges: WireExchange[] = [];
  for (let count = 0; count < 200; count += 1) {
    const exchange = transport.send(post(url), handler);
    if (count % 3 === 0) exchange.abort();
    else exchanges.push(exchange);
    if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [index, exchange] of exchanges.entries()) {
    if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    exchange.abort();
  }
  await until(() => open.size === 0);
  expect(heard).toEqual([]);
});

test('to pause holds the sender back, and to resume lets the rest come', async () => {
  const total = 16 * 1024 * 1024;
  let written = 0;
  const { url } = await serve((socket) =>
    onRequest(socket, () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${total}\r\n\r\n`);
      const block = Buffer.alloc(64 * 1024);
      const pump = (): void => {
        while (written < total) {
          written += block.length;
          if (!socket.write(block)) {
            socket.once('drain', pump);
            return;
          }
        }
      };
      pump();
    }),
  );
  let received = 0;
  let ended = false;
  const exchange = transportOf().send(post(url), {
    onHead: () => exchange.pause(),
    onData: (chunk) => (received += chunk.length),
    onEnd: () => (ended = true),
    onError: () => undefined,
  });
  await until(() => written > 0);
  let before = -1;
  while (before !== written) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(received).toBe(0);
  expect(written).toBeLessThan(total);
  exchange.resume();
  await until(() => ended);
  expect(received).toBe(total);
});

test('a header that HTTP cannot carry, and an address that is not HTTP, are refused before anything is sent', () => {
  const transport = transportOf();
  const handler = { onHead: () => 0, onData: () => 0, onEnd: () => 0, onError: () => 0 };
  const url = new URL('http://127.0.0.1:1/');
  expect(() => transport.send({ ...post(url), headers: { authorization: 'Bearer a\nb' } }, handler)).toThrow(TypeError);
  expect(() => transport.send(post(new URL('ftp://127.0.0.1/')), handler)).toThrow('ftp://127.0.0.1');
});

function certificate(): { key: Buffer; cert: Buffer } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'steadfast-tls-'));
  try {
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    execFileSync('openssl', [...make, ...names, ...files], { stdio: 'ignore' });
    return { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const identity = certificate();
const overTls = test.skipIf(identity === undefined);

async function serveTls(onConnection: (socket: Socket, number: number) => void): Promise<URL> {
  const server = createTlsServer({ ...identity });
  server.on('tlsClientError', () => undefined);
  listenTo(server, onConnection);
  return start(server, 'https');
}

overTls('(needs the openssl command) a trusted certificate is taken, over kept-alive connections too', async () => {
  const url = await serveTls((socket, number) => {
    let requests = 0;
    onRequest(socket, () => {
      requests += 1;
      if (number === 0 && requests === 2) socket.end();
      else socket.write(ok);
    });
  });
  const transport = transportOf({ ca: identity?.cert });
  await outcomeOf(transport, post(url));
  const { body, failure } = await outcomeOf(transport, post(url));
  expect([body, failure]).toEqual(['ok', undefined]);
});

overTls('(needs the openssl command) a certificate that nobody vouches for fails in the handshake', async () => {
  const url = await serveTls(always(ok));
  expect(await failureOf(url)).toEqual(['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
});

overTls('(needs the openssl command) a certificate for another name fails in the handshake', async () => {
  const url = await serveTls(always(ok));
  const lookup: NodeTransportOptions['lookup'] = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
  url.hostname = 'other.test';
  expect(await failureOf(url, { ca: identity?.cert, lookup })).toEqual(['tls', 'ERR_TLS_CERT_ALTNAME_INVALID']);
});

overTls('(needs the openssl command) an error after the handshake is none of the handshake', async () => {
  const url = await serveTls((socket) => onRequest(socket, () => socket.destroy()));
  expect(await failureOf(url, { ca: identity?.cert })).toEqual(['headers', 'ECONNRESET']);
});

test('https to a port that speaks plain HTTP fails in the handshake', async () => {
  const { url } = await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'));
  const [phase, code] = await failureOf(new URL(url.href.replace('http:', 'https:')));
  expect(phase).toBe('tls');
  expect(code).toMatch(/^(?:EPROTO|ERR_SSL_)/);
});

test('a connection that ends in the handshake fails in the handshake', async () => {
  const { url } = await serve((socket) => socket.once('data', () => socket.end()));
  expect(await failureOf(new URL(url.href.replace('http:', 'https:')))).toEqual(['tls', 'ECONNRESET']);
});
