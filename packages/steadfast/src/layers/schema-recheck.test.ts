import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { CompletionRequest, OutputFormat } from '../model/completion-request.ts';
import type { Completion } from '../model/completion.ts';
import { Journal } from '../model/journal.ts';
import type { Message } from '../model/message.ts';
import type { Layer, Model } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { schemaDialects } from '../schema/dialects.ts';
import { streamOf } from '../stream/stream-of.ts';
// Loaded before the virtual clock runs: its time does not wait for the disk.
import './reply-review.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { retry } from './retry.ts';
import { schemaRecheck } from './schema-recheck.ts';
import { stack } from './stack.ts';

const openai = schemaRecheck({ dialect: schemaDialects['openai-strict'], protocol: 'chat' });

const schema = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer' } },
  required: ['name'],
};

const messages: Message[] = [{ role: 'user', content: 'Who?' }];
const asked: CompletionRequest = { messages, outputFormat: { type: 'json', schema, strict: true } };

async function ask(text: string, request: CompletionRequest, layer: Layer = openai): Promise<Completion> {
  const model = stack(scripted('sim/a', new VirtualClock(), text), layer);
  return model.complete(request, { journal: new Journal(0) });
}

test('what the form for the provider added to a reply is taken out of it', async () => {
  const { text, content } = await ask('{"name": "Ada", "age": null}', asked);
  expect(text).toBe('{"name":"Ada"}');
  expect(content).toEqual([{ type: 'text', text: '{"name":"Ada"}' }]);
});

test('a reply that is as it was asked for stays letter for letter', async () => {
  const text = '{ "age": 36, "name": "Ada" }\n';
  expect((await ask(text, asked)).text).toBe(text);
});

test('a reply that breaks what the provider was not told is asked for again, and the attempts tell why', async () => {
  const clock = new VirtualClock();
  const inner = scripted('sim/a', clock, '{"name":"A","age":null}', 'I am Ada.', '{"name":"Ada","age":36}');
  const journal = new Journal(0);
  const answer = stack(inner, retry({ clock }), openai).complete(asked, { journal });
  await clock.run();
  expect((await answer).text).toBe('{"name":"Ada","age":36}');
  expect(journal.attempts.map(({ outcome, kind, message }) => [outcome, kind, message])).toEqual([
    ['error', 'invalid-reply', expect.stringContaining('name must have at least 2 characters, but has 1: "A"')],
    ['error', 'invalid-reply', expect.stringContaining('it is not JSON')],
    ['ok', undefined, undefined],
  ]);
});

test('when no reply keeps the schema, the error says what is wrong and what there was', async () => {
  const clock = new VirtualClock();
  const answer = stack(scripted('sim/a', clock, '{"name":"A"}'), retry({ clock }), openai).complete(asked, {
    journal: new Journal(0),
  });
  const seen = expect(answer).rejects.toMatchObject({
    kind: 'invalid-reply',
    shouldRetry: true,
    message:
      'The reply of sim/a breaks the schema that was asked for: name must have at least 2 characters, but has 1: "A"',
    partial: { text: '{"name":"A"}' },
    attempts: { length: 3 },
  });
  await clock.run();
  await seen;
});

const formats: readonly (readonly [string, OutputFormat | undefined])[] = [
  ['no format', undefined],
  ['text', { type: 'text' }],
  ['JSON without a schema', { type: 'json' }],
  ['a schema that is not strict', { type: 'json', schema }],
];

test.each(formats)(
  'a request with %s goes through as it is, and its reply is not read',
  async (_name, outputFormat) => {
    const request: CompletionRequest = { messages, outputFormat };
    const inner = scripted('sim/a', new VirtualClock(), 'anything');
    expect((await openai(inner).complete(request)).text).toBe('anything');
    expect(inner.calls[0]?.request).toBe(request);
  },
);

test('the neutral form of a relayed request is not looked at', async () => {
  const raw = { protocol: 'chat' as const, headers: {}, body: new Uint8Array(), json: {}, query: '' };
  const relayed: CompletionRequest = {
    messages,
    raw,
    get outputFormat(): OutputFormat {
      throw new Error('looked at');
    },
  };
  expect((await ask('bytes', relayed)).text).toBe('bytes');
});

test('a provider that is always held to a schema is checked without strict, and one that heeds what it likes too', async () => {
  const request: CompletionRequest = { messages, outputFormat: { type: 'json', schema } };
  for (const name of ['anthropic', 'gemini', 'ollama'] as const) {
    const layer = schemaRecheck({ dialect: schemaDialects[name] });
    await expect(ask('{"name":"A"}', request, layer)).rejects.toMatchObject({ kind: 'invalid-reply' });
    expect((await ask('{"name":"Ada"}', request, layer)).text).toBe('{"name":"Ada"}');
  }
  const loose = schemaRecheck({ dialect: schemaDialects['json-schema'] });
  await expect(ask('{"name":"A"}', asked, loose)).rejects.toMatchObject({ kind: 'invalid-reply' });
});

/** A model that replies with this. */
function replying(reply: Partial<Completion>): Model {
  const inner = scripted('sim/a', new VirtualClock(), '');
  const complete: Model['complete'] = async (request) => ({ ...(await inner.complete(request)), ...reply });
  return { id: 'sim/a', complete, stream: async (request) => streamOf(await complete(request)) };
}

test('a reply that ends early is not checked', async () => {
  for (const finishReason of ['length', 'content-filter', 'tool-calls', 'pause', 'other'] as const) {
    const model = openai(replying({ finishReason, text: '{"na' }));
    expect((await model.complete(asked)).text).toBe('{"na');
  }
});

test('the input of a strict tool is as its schema has it, and its text as the model wrote it', async () => {
  const inputText = '{"name":"Ada","age":null}';
  const call = { type: 'tool-call' as const, id: '1', name: 'find', input: { name: 'Ada', age: null }, inputText };
  const model = openai(replying({ finishReason: 'tool-calls', content: [call], toolCalls: [call] }));
  const { toolCalls } = await model.complete({
    messages,
    tools: [{ name: 'find', inputSchema: schema, strict: true }],
  });
  expect(toolCalls).toEqual([{ ...call, input: { name: 'Ada' } }]);
  const untouched = await model.complete({ messages, tools: [{ name: 'find', inputSchema: schema }] });
  expect(untouched.toolCalls).toEqual([call]);
});

async function partsOf(text: string): Promise<{ parts: StreamPart[]; error: unknown; result: Promise<Completion> }> {
  const model = openai(scripted('sim/a', new VirtualClock(), text));
  const stream = await model.stream(asked, { journal: new Journal(0) });
  const parts: StreamPart[] = [];
  try {
    for await (const part of stream) parts.push(part);
    return { parts, error: undefined, result: stream.result };
  } catch (error) {
    return { parts, error, result: stream.result };
  }
}

test('the parts of a stream pass as they come, and its result is as it was asked for', async () => {
  const { parts, error, result } = await partsOf('{"name":"Ada","age":null}');
  expect(error).toBeUndefined();
  expect(parts.map(({ type }) => type)).toEqual(['response-start', 'text-delta', 'part-end', 'finish']);
  expect((await result).text).toBe('{"name":"Ada"}');
});

test('a stream that breaks the schema fails before its finish, by its parts, its text and its result', async () => {
  const { parts, error, result } = await partsOf('{"name":"A","age":null}');
  expect(parts.map(({ type }) => type)).not.toContain('finish');
  expect(error).toMatchObject({ kind: 'invalid-reply', partial: { text: '{"name":"A","age":null}' } });
  await expect(result).rejects.toBe(error);
  const stream = await openai(scripted('sim/a', new VirtualClock(), '{}')).stream(asked);
  let text = '';
  const read = async (): Promise<void> => {
    for await (const piece of stream.text) text += piece;
  };
  await expect(read()).rejects.toMatchObject({ kind: 'invalid-reply' });
  expect(text).toBe('{}');
});

test('a reader that leaves ends the stream', async () => {
  const stream = await openai(scripted('sim/a', new VirtualClock(), '{"name":"Ada"}')).stream(asked);
  for await (const part of stream) if (part.type === 'text-delta') break;
  await stream.ended;
  await expect(stream.result).resolves.toBeDefined();
});
