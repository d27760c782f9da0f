import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import { budget } from 'steadfast';
import type { Message } from 'steadfast';
import { mcpServer, mcpTools } from 'steadfast/mcp';
import { toolCallOf } from 'steadfast/model';
import { answerCalls, fileLedger, runTools, tool, toolWasCalled } from 'steadfast/tools';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'steadfast-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code on the page stands in this file, which runs it', () => {
  const page = readFileSync(join(here, 'tools.md'), 'utf8');
  const own = unindented(readFileSync(import.meta.filename, 'utf8'));
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(8);
  for (const piece of pieces) expect(own).toContain(unindented(piece));
});

const weather = tool({
  name: 'get_weather',
  description: 'The weather of a city.',
  input: z.object({ city: z.string(), days: z.int().default(1) }),
  effects: 'none',
  run: ({ city, days }) => ({ city, days, degrees: 21 }),
});

/** A model that makes the calls, each in a step of its own, and then answers. */
function calling(...calls: readonly (readonly [name: string, input: object])[]) {
  const { model, next } = rehearse();
  void (async () => {
    for (const [name, input] of calls) {
      const call = await next();
      call.toolCall(name, JSON.stringify(input));
      call.finish();
    }
    (await next()).reply('It is so.');
  })();
  return model;
}

test('a model calls a function and answers', async () => {
  const model = calling(['get_weather', { city: 'Berlin' }]);
  const { text, steps } = await runTools({ model, request: 'How warm is it in Berlin?', tools: [weather] }).result;
  expect([text, steps.length]).toEqual(['It is so.', 2]);
});

test('what is almost right is mended, and can be seen', async () => {
  const call = toolCallOf({ id: 'call_1', name: 'get_weather', inputText: "{'city': 'Berlin', 'days': '3'}" });
  const reply = { content: [call], finishReason: 'tool-calls' as const };
  const [outcome] = (await answerCalls(reply, { tools: [weather] })).outcomes;
  expect(outcome).toMatchObject({
    status: 'done',
    repairs: ['quotes'],
    coercions: [{ path: ['days'], from: '3', to: 3 }],
  });
});

test('a run is followed while it goes on', async () => {
  const model = calling(['get_weather', { city: 'Berlin' }]);
  const messages: Message[] = [{ role: 'user', content: 'How warm is it?' }];
  const { signal } = new AbortController();
  const deadline = Date.now() + 60_000;
  let shown = '';
  const run = runTools({
    model,
    request: { messages, toolChoice: 'required', parallelToolCalls: true },
    tools: [weather],
    maxSteps: 10,
    concurrency: 4,
    stopWhen: toolWasCalled('submit'),
    prepareStep: ({ number }) => (number === 10 ? { toolChoice: 'none' } : undefined),
    call: { signal, deadline, budget: budget({ name: 'turn', tokens: 10_000, timeMs: 60_000 }) },
  });
  for await (const event of run) {
    if (event.type === 'part' && event.part.type === 'text-delta') shown += event.part.text;
    if (event.type === 'call-start') shown += `[${event.name}]`;
  }
  const result = await run.result;
  expect([shown, result.ended]).toEqual(['[get_weather]It is so.', 'answer']);
});

test('an effect happens once, and the application decides about what is uncertain', async () => {
  const path = join(folder, 'order-17.jsonl');
  const keys: string[] = [];
  const bank = {
    pay: (order: string, amount: number, { idempotencyKey }: { idempotencyKey: string; signal: AbortSignal }) => {
      keys.push(idempotencyKey);
      return `paid ${amount} for ${order}`;
    },
  };
  const approve = (): boolean => true;
  const model = calling(['pay', { order: '17', amount: 5 }]);
  const pay = tool({
    name: 'pay',
    input: z.object({ order: z.string(), amount: z.number() }),
    effects: 'idempotent',
    run: ({ order, amount }, { idempotencyKey, signal }) => bank.pay(order, amount, { idempotencyKey, signal }),
  });
  const options = {
    model,
    request: 'Pay order 17.',
    tools: [pay],
    approve,
    runId: 'order-17',
    ledger: fileLedger(path),
  };
  const paid = await runTools(options).result;
  expect(paid.steps[0]?.outcomes).toMatchObject([{ status: 'done', idempotencyKey: keys[0] }]);

  // Without its last lines, it is the ledger of a run that was killed while it paid.
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${lines.slice(0, 3).join('\n')}\n`);
  const careful = { ...pay, effects: 'once' as const };
  options.tools.splice(0, 1, careful);
  options.model = calling();
  const wasMade = async (_name: string, key: string): Promise<boolean> => keys.includes(key);
  const asked = runTools({
    ...options,
    whenUncertain: async ({ name, idempotencyKey }) => ((await wasMade(name, idempotencyKey)) ? 'done' : 'again'),
  });
  expect((await asked.result).uncertain).toMatchObject([{ output: expect.stringContaining('taken as done') }]);
  expect(keys).toHaveLength(1);
});

test('tools of MCP servers are used, and ours are served', async () => {
  const server = mcpServer({ name: 'weather', version: '1.0.0', tools: [weather] });
  const http = createServer((request, response) => void server.handle(request, response));
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  const program = join(folder, 'server.mjs');
  const source = (name: string): string => JSON.stringify(join(here, '../../packages/steadfast/src', name));
  writeFileSync(
    program,
    `import { mcpServer } from ${source('bridges/mcp/mcp-server.ts')};
import { tool } from ${source('tools/tool.ts')};
await mcpServer({ name: 'files', version: '1', tools: [tool({ name: 'list', run: () => ['a.txt'] })] }).serveStdio();
`,
  );
  const command = process.execPath;
  const token = 'secret';
  const model = calling(['get_weather', { city: 'Berlin' }], ['files_list', {}]);
  await using files = await mcpTools({ command, args: [program] }, { prefix: 'files_' });
  await using maps = await mcpTools({ url, headers: { authorization: `Bearer ${token}` } });
  const both = runTools({ model, request: 'What is on the map?', tools: [...files.tools, ...maps.tools] });
  const { steps } = await both.result;
  expect(steps.map(({ outcomes }) => outcomes[0]?.output)).toEqual([
    [{ type: 'text', text: '{"city":"Berlin","days":1,"degrees":21}' }],
    [{ type: 'text', text: '["a.txt"]' }],
    undefined,
  ]);
  await maps.close();
  http.closeAllConnections();
  http.close();
});
