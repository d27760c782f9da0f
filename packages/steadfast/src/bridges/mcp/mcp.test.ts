import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { McpServer as OfficialServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { rehearse } from '@steadfast/testkit';
import { afterAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { runTools } from '../../tools/run-tools.ts';
import { tool } from '../../tools/tool.ts';
import { ToolContent } from '../../tools/tool-output.ts';
import { loadSdk } from './load-sdk.ts';
import { mcpServer } from './mcp-server.ts';
import { mcpTools } from './mcp-tools.ts';

// There the programs find the SDK.
const folder = mkdtempSync(join(import.meta.dirname, '../../../../../node_modules/mcp-test-'));
const servers: Server[] = [];

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handle: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
}

/** A real MCP server of the official SDK, as a program of its own. */
const program = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const server = new McpServer({ name: 'files', version: '1.0.0' }, { instructions: 'Read before you write.' });
server.registerTool(
  'files.read',
  { description: 'Reads a file.', inputSchema: { path: z.string(), lines: z.number().optional() }, annotations: { readOnlyHint: true } },
  async ({ path, lines }) => ({ content: [{ type: 'text', text: path + ':' + (lines ?? 'all') + ':' + (process.env.SECRET ?? 'no secret') }] }),
);
server.registerTool('fail', { description: 'Fails.' }, async () => ({ content: [{ type: 'text', text: 'No such file.' }], isError: true }));
server.registerTool('die', { description: 'Ends the program.' }, async () => process.exit(1));
await server.connect(new StdioServerTransport());
`;

test('the tools of a program that is an MCP server run in our loop, and end with it', async () => {
  const path = join(folder, 'server.mjs');
  writeFileSync(path, program);
  vi.stubEnv('SECRET', 'a secret of ours');
  const server = { command: process.execPath, args: [path] };
  await using connection = await mcpTools(server, { prefix: 'my_', trustHints: true });
  expect(connection.instructions).toBe('Read before you write.');
  const { tools } = connection;
  expect(tools.map(({ spec, effects }) => [spec.name, effects])).toEqual([
    ['my_files_read', 'none'],
    ['my_fail', 'once'],
    ['my_die', 'once'],
  ]);
  expect(tools[0]?.spec).toMatchObject({
    description: 'Reads a file.',
    inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  });
  const { model, next } = rehearse('sim/a');
  const running = runTools({ model, request: 'Read.', tools }).result;
  const first = await next();
  first.toolCall('my_files_read', { path: 'a.txt', lines: '3' });
  first.toolCall('my_files_read', {});
  first.toolCall('my_fail', {});
  first.finish();
  const second = await next();
  second.toolCall('my_die', {});
  second.finish();
  (await next()).reply('It has gone.');
  const { steps } = await running;
  expect(steps.flatMap(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual([
    'done',
    'invalid',
    'failed',
    'uncertain',
  ]);
  expect(steps[0]?.outcomes[0]).toMatchObject({
    output: [{ type: 'text', text: 'a.txt:3:no secret' }],
    coercions: [{ path: ['lines'], from: '3', to: 3 }],
  });
  expect(steps[0]?.outcomes[2]?.output).toEqual([{ type: 'text', text: 'No such file.' }]);
  expect(steps[1]?.outcomes[0]?.output).toMatch(/not known whether.*closed/i);
});

test('the tools of an MCP server over HTTP run in our loop, with what they show besides text', async () => {
  const url = await listen((request, response) => {
    const server = new OfficialServer({ name: 'maps', version: '1.0.0' });
    server.registerTool('map', { inputSchema: { city: z.string() } }, async ({ city }, { sendNotification, _meta }) => {
      const progressToken = _meta?.progressToken ?? 0;
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1, total: 2 } });
      return {
        content: [
          { type: 'text', text: `${city} for ${request.headers.authorization}` },
          { type: 'image', data: 'AAAA', mimeType: 'image/png' },
          { type: 'resource_link', name: 'map', uri: 'https://maps.example/1' },
          { type: 'resource', resource: { uri: 'file:///a.pdf', mimeType: 'application/pdf', blob: 'BBBB' } },
        ],
      };
    });
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    void server.connect(transport).then(() => transport.handleRequest(request, response));
  });
  await using connection = await mcpTools({ url, headers: { authorization: 'Bearer t' } });
  const { model, next } = rehearse('sim/a');
  const run = runTools({ model, request: 'Map.', tools: connection.tools });
  const progress: unknown[] = [];
  const reading = (async () => {
    for await (const event of run) if (event.type === 'call-progress') progress.push(event.value);
  })();
  const first = await next();
  first.toolCall('map', { city: 'Berlin' });
  first.finish();
  const second = await next();
  expect(second.request.messages.at(-1)).toMatchObject({
    role: 'tool',
    content: [
      {
        output: [
          { type: 'text', text: 'Berlin for Bearer t' },
          { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } },
          { type: 'text', text: 'map: https://maps.example/1' },
          { type: 'file', filename: 'a.pdf', source: { data: 'BBBB', mediaType: 'application/pdf' } },
        ],
      },
    ],
  });
  second.reply('Here.');
  await reading;
  expect(progress).toEqual([{ progress: 1, total: 2 }]);
});

const keys: string[] = [];
const ours = [
  tool({
    name: 'book',
    description: 'Books a room.',
    input: z.object({ nights: z.number() }),
    run: ({ nights }, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return { booked: nights };
    },
  }),
  tool({
    name: 'show',
    effects: 'none',
    run: () =>
      new ToolContent([
        { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } },
        { type: 'file', filename: 'a b.pdf', source: { kind: 'base64', data: 'BBBB', mediaType: 'application/pdf' } },
        { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
      ]),
  }),
];

test('our tools are served over HTTP to the official client, to programs and to pages that are named', async () => {
  const server = mcpServer({ name: 'ours', version: '1', tools: ours, allowedOrigins: ['https://app.example'] });
  const url = await listen((request, response) => void server.handle(request, response));
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  expect(tools).toMatchObject([
    { name: 'book', description: 'Books a room.', annotations: { readOnlyHint: false } },
    { name: 'show', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
  ]);
  const booked = await client.callTool({ name: 'book', arguments: { nights: '2' } });
  expect(booked).toMatchObject({ content: [{ type: 'text', text: '{"booked":2}' }], isError: false });
  expect(await client.callTool({ name: 'book', arguments: {} })).toMatchObject({
    content: [{ text: expect.stringMatching(/arguments of book don't fit/) }],
    isError: true,
  });
  expect(await client.callTool({ name: 'boook', arguments: {} })).toMatchObject({
    content: [{ text: expect.stringMatching(/Did you mean "book"/) }],
  });
  expect(await client.callTool({ name: 'show' })).toMatchObject({
    content: [
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'file:///a%20b.pdf', mimeType: 'application/pdf', blob: 'BBBB' } },
      { type: 'text', text: 'https://example.com/a.png' },
    ],
  });
  await client.close();
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const ask = async (origin: string, method = 'POST'): Promise<number> => {
    const init = { method, headers: { ...headers, origin }, body: method === 'POST' ? body : undefined };
    const response = await fetch(url, init);
    await response.text();
    return response.status;
  };
  expect(await ask('https://app.example')).toBe(200);
  expect(await ask('https://evil.example')).toBe(403);
  expect(await ask('https://app.example', 'GET')).toBe(405);
});

test('from one Steadfast to another, a call that is made again keeps its idempotency key', async () => {
  const server = mcpServer({ name: 'ours', version: '1', tools: ours });
  const url = await listen((request, response) => void server.handle(request, response));
  await using connection = await mcpTools({ url });
  keys.length = 0;
  for (const runId of ['r1', 'r1', 'r2']) {
    const { model, next } = rehearse('sim/a');
    const running = runTools({ model, request: 'Book.', tools: connection.tools, runId }).result;
    const first = await next();
    first.toolCall('book', { nights: 2 });
    first.finish();
    (await next()).reply('Booked.');
    await running;
  }
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).not.toBe(keys[2]);
});

test('our tools are served over standard input and output, until the client has gone', async () => {
  const path = join(folder, 'ours.mjs');
  const source = (name: string): string => JSON.stringify(join(import.meta.dirname, name));
  writeFileSync(
    path,
    `import { mcpServer } from ${source('mcp-server.ts')};
import { tool } from ${source('../../tools/tool.ts')};
const tools = [tool({ name: 'hello', effects: 'none', run: () => 'Hello from a program.' })];
await mcpServer({ name: 'ours', version: '1', tools, instructions: 'Say hello.' }).serveStdio();
`,
  );
  const args = ['--disable-warning=ExperimentalWarning', path];
  await using connection = await mcpTools({ command: process.execPath, args });
  const { tools, instructions } = connection;
  expect(instructions).toBe('Say hello.');
  const { model, next } = rehearse('sim/a');
  const running = runTools({ model, request: 'Hi.', tools }).result;
  const first = await next();
  first.toolCall('hello', {});
  first.finish();
  (await next()).reply('It said hello.');
  expect((await running).steps[0]?.outcomes[0]?.output).toEqual([{ type: 'text', text: 'Hello from a program.' }]);
});

test('a server that is not there is an error, and no program stays behind', async () => {
  await expect(mcpTools({ command: join(folder, 'nothing') })).rejects.toThrow(/ENOENT/);
  const url = await listen((_request, response) => response.writeHead(500).end('broken'));
  await expect(mcpTools({ url })).rejects.toThrow(/broken/);
});

test('where the SDK is missing, the line to type is said', async () => {
  const missing = '@modelcontextprotocol/not-installed';
  await expect(loadSdk(() => import(missing))).rejects.toThrow('Type: npm install @modelcontextprotocol/sdk');
});
