import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server as HttpServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { TransportFailure, WireExchange, WireHead } from 'steadfast/wire';
import { afterEach, expect, test } from 'vitest';
import { undiciTransport } from './undici-transport.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function transportOf() {
  const transport = undiciTransport();
  cleanups.push(() => transport.close());
  return transport;
}

async function listening(server: Server | HttpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => void server.close(resolve));
  });
  const address = server.address();
  return (typeof address === 'object' && address !== null ? address : ({ port: 0 } satisfies Partial<AddressInfo>))
    .port;
}

async function http(listener: RequestListener): Promise<{ server: HttpServer; url: URL; port: number }> {
  const server = createServer(listener);
  const port = await listening(server);
  return { server, port, url: new URL(`http://127.0.0.1:${port}/v1/x?y=1`) };
}

async function raw(talk: (socket: Socket) => void): Promise<URL> {
  const port = await listening(createNetServer(talk));
  return new URL(`http://127.0.0.1:${port}/`);
}

interface Outcome {
  head?: WireHead;
  body: string;
  failure?: TransportFailure;
  ended: boolean;
}

function ask(
  transport: ReturnType<typeof undiciTransport>,
  url: URL,
  options: { body?: string; onStart?: (exchange: WireExchange) => void; onData?: () => void } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const outcome: Outcome = { body: '', ended: false };
    const exchange = transport.send(
      { method: 'POST', url, headers: { 'x-mark': 'a' }, body: options.body ?? '{}' },
      {
        onHead: (head) => {
          outcome.head = head;
        },
        onData: (chunk) => {
          outcome.body += Buffer.from(chunk).toString();
          options.onData?.();
        },
        onEnd: () => {
          resolve({ ...outcome, ended: true });
        },
        onError: (failure) => {
          resolve({ ...outcome, failure });
        },
      },
    );
    options.onStart?.(exchange);
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn += 1) await delay(1);
  expect(condition()).toBe(true);
}

test('a request arrives as it was sent and its reply comes back', async () => {
  const { url } = await http((request, response) => {
    void bodyOf(request).then((body) => {
      response
        .writeHead(201, ['X-Two', 'a', 'x-two', 'b'])
        .end(`${request.url} ${String(request.headers['x-mark'])} ${body}`);
    });
  });
  const outcome = await ask(transportOf(), url, { body: '{"ä":1}' });
  expect(outcome.head?.status).toBe(201);
  expect(outcome.head?.headers['x-two']).toBe('a, b');
  expect(outcome.body).toBe('/v1/x?y=1 a {"ä":1}');
  expect(outcome.ended).toBe(true);
});

test('early hints are passed over', async () => {
  const url = await raw((socket) => {
    socket.once('data', () => {
      socket.end('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok');
    });
  });
  expect(await ask(transportOf(), url)).toMatchObject({ head: { status: 200 }, body: 'ok', ended: true });
});

test('requests one after the other share a connection, requests at once do not wait for each other', async () => {
  const ports: (number | undefined)[] = [];
  const { url } = await http((request, response) => {
    ports.push(request.socket.remotePort);
    request.resume();
    setTimeout(() => response.end('ok'), 5);
  });
  const transport = transportOf();
  await ask(transport, url);
  await delay(2);
  await ask(transport, url);
  expect(new Set(ports).size).toBe(1);
  await delay(2);
  await Promise.all([ask(transport, url), ask(transport, url), ask(transport, url)]);
  expect(new Set(ports).size).toBe(3);
});

test('a refused connection fails in phase connect', async () => {
  const { url, server } = await http(() => undefined);
  await new Promise((resolve) => void server.close(resolve));
  const { failure } = await ask(transportOf(), url);
  expect(failure).toMatchObject({ phase: 'connect', code: 'ECONNREFUSED' });
});

test('an unknown host fails in phase dns', async () => {
  const { failure } = await ask(transportOf(), new URL('http://nowhere.invalid/'));
  expect(failure?.phase).toBe('dns');
});

test('https to a port that speaks plain http fails in phase tls', async () => {
  const { port } = await http((_, response) => response.end());
  const { failure } = await ask(transportOf(), new URL(`https://127.0.0.1:${port}/`));
  expect(failure?.phase).toBe('tls');
});

test('a connection closed before the head fails in phase headers, and is not tried again when it was new', async () => {
  let requests = 0;
  const url = await raw((socket) => {
    socket.once('data', () => {
      requests += 1;
      socket.end();
    });
  });
  const { failure } = await ask(transportOf(), url);
  expect(failure).toMatchObject({ phase: 'headers', code: 'ECONNRESET' });
  expect(requests).toBe(1);
});

test('a reply that breaks off fails in phase body', async () => {
  for (const end of ['FIN', 'RST']) {
    const url = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc', () => {
          if (end === 'FIN') socket.end();
          else setTimeout(() => socket.resetAndDestroy(), 5);
        });
      });
    });
    const outcome = await ask(transportOf(), url);
    expect(outcome).toMatchObject({ body: 'abc', failure: { phase: 'body', code: 'ECONNRESET' } });
  }
});

test('what is not HTTP fails with the code of the parser', async () => {
  const url = await raw((socket) => {
    socket.once('data', () => socket.end('GARBAGE\r\n\r\n'));
  });
  const { failure } = await ask(transportOf(), url);
  expect(failure?.phase).toBe('headers');
  expect(failure?.code).toMatch(/^HPE_/);
});

test('headers of 64 KB fail as an overflow', async () => {
  const url = await raw((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nx-big: ${'x'.repeat(65_536)}\r\n\r\n`));
  });
  expect((await ask(transportOf(), url)).failure).toMatchObject({ phase: 'headers', code: 'HPE_HEADER_OVERFLOW' });
});

test('a request that HTTP cannot carry is refused at once', () => {
  const transport = transportOf();
  const handler = {
    onHead: () => undefined,
    onData: () => undefined,
    onEnd: () => undefined,
    onError: () => undefined,
  };
  const send = () =>
    transport.send(
      { method: 'POST', url: new URL('http://127.0.0.1:9/'), headers: { 'x-bad': 'a\r\nb' }, body: '' },
      handler,
    );
  expect(send).toThrow('x-bad');
});

test('a kept-alive connection that the server closes at the next request is replaced once, in silence', async () => {
  for (const end of ['FIN', 'RST'] as const) {
    let connections = 0;
    const url = await raw((socket) => {
      connections += 1;
      const first = connections === 1;
      let requests = 0;
      socket.on('data', () => {
        requests += 1;
        if (first && requests === 2) {
          if (end === 'FIN') socket.end();
          else socket.resetAndDestroy();
        } else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    const transport = transportOf();
    await ask(transport, url);
    await delay(2);
    expect(await ask(transport, url)).toMatchObject({ body: 'ok', ended: true });
    expect(connections).toBe(2);
  }
});

test('a server that closes every connection is asked no more than twice', async () => {
  let requests = 0;
  const url = await raw((socket) => {
    socket.on('data', () => {
      requests += 1;
      if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      else socket.resetAndDestroy();
    });
  });
  const transport = transportOf();
  await ask(transport, url);
  await delay(2);
  expect((await ask(transport, url)).failure).toMatchObject({ phase: 'headers', code: 'ECONNRESET' });
  expect(requests).toBe(3);
});

test('aborting before the head closes the socket and opens no other', async () => {
  let connections = 0;
  let open = 0;
  let asked = false;
  const url = await raw((socket) => {
    connections += 1;
    open += 1;
    socket.on('close', () => (open -= 1));
    socket.on('data', () => (asked = true));
  });
  let exchange: WireExchange | undefined;
  const reply = ask(transportOf(), url, { onStart: (started) => (exchange = started) });
  let settled = false;
  void reply.then(() => (settled = true));
  await until(() => asked);
  exchange?.abort();
  await until(() => open === 0);
  await delay(20);
  expect({ connections, open, settled }).toEqual({ connections: 1, open: 0, settled: false });
});

test('aborting in the middle of the body closes the socket, and the next request gets a new one', async () => {
  let connections = 0;
  let open = 0;
  const url = await raw((socket) => {
    connections += 1;
    open += 1;
    socket.on('close', () => (open -= 1));
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'));
  });
  const transport = transportOf();
  for (let turn = 1; turn <= 2; turn += 1) {
    let exchange: WireExchange | undefined;
    await new Promise<void>((resolve) => {
      void ask(transport, url, { onStart: (started) => (exchange = started), onData: resolve });
    });
    exchange?.abort();
    await until(() => open === 0);
    expect(connections).toBe(turn);
  }
  await delay(20);
  expect(open).toBe(0);
});

test('aborting while the connection is being opened leaves no socket', async () => {
  let open = 0;
  let connections = 0;
  const url = await raw((socket) => {
    connections += 1;
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  const transport = transportOf();
  void ask(transport, url, { onStart: (exchange) => exchange.abort() });
  await delay(20);
  expect(open).toBe(0);
  expect(connections).toBeLessThanOrEqual(1);
});

test('a paused exchange holds the provider back, a resumed one gives the rest', async () => {
  const size = 8_000_000;
  let sent: Socket | undefined;
  const url = await raw((socket) => {
    sent = socket;
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
      socket.write(Buffer.alloc(size, 97));
    });
  });
  let exchange: WireExchange | undefined;
  const reply = ask(transportOf(), url, {
    onStart: (started) => {
      exchange = started;
      started.pause();
    },
  });
  await until(() => sent !== undefined && sent.bytesWritten > 0);
  await delay(20);
  expect(sent?.writableLength).toBeGreaterThan(0);
  exchange?.resume();
  expect((await reply).body.length).toBe(size);
});
