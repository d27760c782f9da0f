import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Client } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { UndiciClients } from './undici-clients.ts';
import type { Line } from './undici-clients.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => void (server?.close(resolve) ?? resolve(undefined)));
  server = undefined;
});

async function origin(): Promise<string> {
  server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function used(line: Line): Promise<Line> {
  const { body } = await line.client.request({ path: '/', method: 'GET' });
  await body.text();
  return line;
}

test('the connection that was used last is used first, and one more is opened only when none is idle', async () => {
  const address = await origin();
  const clients = new UndiciClients((from) => new Client(from));
  const lines = await Promise.all([1, 2, 3].map(() => used(clients.take(address))));
  expect(new Set(lines).size).toBe(3);
  for (const line of lines) clients.give(line);
  expect([clients.take(address), clients.take(address), clients.take(address)]).toEqual(lines.toReversed());
  expect(lines).not.toContain(clients.take(address));
  await clients.close();
});

test('a connection that its server closes while it is idle is forgotten, wherever it stands', async () => {
  const address = await origin();
  const clients = new UndiciClients((from) => new Client(from));
  const lines = await Promise.all([1, 2, 3, 4].map(() => used(clients.take(address))));
  for (const line of lines) clients.give(line);
  await Promise.all(lines.slice(0, 2).map(({ client }) => client.destroy()));
  const left = [clients.take(address), clients.take(address)];
  expect(new Set(left)).toEqual(new Set(lines.slice(2)));
  expect(lines).not.toContain(clients.take(address));
  await clients.close();
});

test('a line whose connection does not stand is not kept, and none is after closing', async () => {
  const address = await origin();
  const clients = new UndiciClients((from) => new Client(from));
  const never = clients.take(address);
  clients.give(never);
  expect(clients.take(address)).not.toBe(never);
  expect(never.client.closed).toBe(true);
  const late = await used(clients.take(address));
  const closing = clients.close();
  clients.give(late);
  await closing;
  await clients.close();
  expect(late.client.closed).toBe(true);
});
