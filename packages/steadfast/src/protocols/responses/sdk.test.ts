import { createServer } from 'node:http';
import type { Server } from 'node:http';
import OpenAI from 'openai';
import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import { partsOfReply } from '../../model/reply-builder.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { usageOf } from '../../model/usage.ts';
import { responses } from './responses.ts';

// The real client library of OpenAI reads what we write, through a real server.

let server: Server | undefined;
afterEach(() => server?.close());

const options = { model: 'm', id: 'resp_1', created: 1_700_000_000, family: 'google', includeUsage: true };
const usage = usageOf({ uncached: 3, cacheRead: 2, text: 5, reasoning: 1 });
const call = toolCallOf({ id: 'call_1', name: 'weather', inputText: '{"city":"Oslo"}' });
const signed = { origin: 'google', value: { thoughtSignature: 'c2ln' } };

async function clientOf(body: string, type: string): Promise<OpenAI> {
  const made = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': type }).end(body));
  });
  server = made;
  await new Promise<void>((resolve) => void made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return new OpenAI({ apiKey: 'none', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
}

function streamOf(reply: Reply, tools?: readonly ToolSpec[]): string {
  const writer = responses.writeStream({ ...options, tools });
  return partsOfReply(reply)
    .map((part) => writer.write(part))
    .join('');
}

function replyOf(content: Reply['content'], finishReason: Reply['finishReason'] = 'stop'): Reply {
  return { content, finishReason, usage };
}

const whole = replyOf(
  [
    { type: 'reasoning', text: 'Think.', state: { origin: 'anthropic', value: { signature: 's' } } },
    { type: 'text', text: 'It is "cold".' },
    call,
    toolCallOf({ id: 'call_2', name: 'run', inputText: 'ls -l', form: 'text', state: signed }),
    { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } },
  ],
  'tool-calls',
);

test("OpenAI's stream helper puts a written stream together", async () => {
  const client = await clientOf(streamOf(whole), 'text/event-stream');
  const seen: string[] = [];
  const stream = client.responses.stream({ model: 'm', input: 'Hi' });
  stream.on('response.output_text.delta', ({ delta }) => seen.push(delta));
  const final = await stream.finalResponse();
  expect(final.output_text).toBe('It is "cold".');
  expect(seen.join('')).toBe('It is "cold".');
  expect(final).toMatchObject({ id: 'resp_1', status: 'completed', model: 'm', created_at: 1_700_000_000 });
  expect(final.usage).toMatchObject({ input_tokens: 5, output_tokens: 6, total_tokens: 11 });
  expect(final.output.map(({ type }) => type)).toEqual([
    'reasoning',
    'message',
    'function_call',
    'custom_tool_call',
    'reasoning',
    'image_generation_call',
  ]);
  expect(final.output[2]).toMatchObject({ call_id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' });
});

test('the events of a stream are numbered without a gap, and name themselves', async () => {
  const client = await clientOf(streamOf(whole), 'text/event-stream');
  const events = await client.responses.create({ model: 'm', input: 'Hi', stream: true });
  const numbers: number[] = [];
  const types: string[] = [];
  for await (const event of events) {
    numbers.push(event.sequence_number);
    types.push(event.type);
  }
  expect(numbers).toEqual(numbers.map((_, index) => index));
  expect(types.slice(0, 2)).toEqual(['response.created', 'response.in_progress']);
  expect(types.at(-1)).toBe('response.completed');
});

test('a whole reply reads as one of OpenAI', async () => {
  const client = await clientOf(JSON.stringify(responses.writeReply(whole, options)), 'application/json');
  const reply = await client.responses.create({ model: 'm', input: 'Hi' });
  expect(reply.output_text).toBe('It is "cold".');
  expect(reply.status).toBe('completed');
});

test('a reply that was cut off at its limit is incomplete', async () => {
  const client = await clientOf(streamOf(replyOf([{ type: 'text', text: 'It' }], 'length')), 'text/event-stream');
  const final = await client.responses.stream({ model: 'm', input: 'Hi' }).finalResponse();
  expect(final).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
});

test('a stream that breaks off tells why, and a spent budget is one that no program tries again', async () => {
  const writer = responses.writeStream(options);
  const begun = writer.write({ type: 'text-delta', block: 0, text: 'It' });
  const failed = writer.fail(new ModelError({ kind: 'budget', message: 'The budget of team A is spent.' }));
  const client = await clientOf(begun + failed, 'text/event-stream');
  const events = await client.responses.create({ model: 'm', input: 'Hi', stream: true });
  let last: unknown;
  for await (const event of events) last = event;
  expect(last).toMatchObject({
    type: 'response.failed',
    response: {
      id: 'resp_1',
      status: 'failed',
      error: { code: 'insufficient_quota', message: 'The budget of team A is spent.' },
    },
  });
});

test('calls come back under the names and in the forms that the caller gave its tools', async () => {
  const { request } = responses.readRequest({
    model: 'm',
    input: 'Hi',
    tools: [
      { type: 'namespace', name: 'mcp__files', tools: [{ type: 'function', name: 'read', parameters: {} }] },
      { type: 'custom', name: 'apply_patch' },
    ],
  });
  expect(request.tools?.map(({ name }) => name)).toEqual(['mcp__files__read', 'apply_patch']);
  const made = replyOf(
    [
      toolCallOf({ id: 'call_1', name: 'mcp__files__read', inputText: '{"path":"a"}' }),
      toolCallOf({ id: 'call_2', name: 'apply_patch', inputText: '{"input":"*** Begin Patch"}' }),
    ],
    'tool-calls',
  );
  const client = await clientOf(streamOf(made, request.tools), 'text/event-stream');
  const final = await client.responses.stream({ model: 'm', input: 'Hi' }).finalResponse();
  expect(final.output).toMatchObject([
    { type: 'function_call', call_id: 'call_1', name: 'read', namespace: 'mcp__files', arguments: '{"path":"a"}' },
    { type: 'custom_tool_call', call_id: 'call_2', name: 'apply_patch', input: '*** Begin Patch' },
  ]);
  const written = responses.writeReply(made, { ...options, tools: request.tools });
  const bare = final.output.map((item) => ({ ...item, parsed_arguments: undefined }));
  expect(written.output).toEqual(bare);
});
