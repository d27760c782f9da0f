import { expect, test } from 'vitest';
import type { ErrorKind } from '../../model/error-kind.ts';
import { ModelError } from '../../model/error.ts';
import { asArray, asObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { classify } from '../classify.ts';
import { writeOpenAiError } from '../openai-error.ts';
import { chat } from './chat.ts';
import { ChatStreamWriter } from './stream-write.ts';

const usage = usageOf({ uncached: 3, text: 2 });
const parts: readonly StreamPart[] = [
  { type: 'response-start', id: 'r' },
  { type: 'text-delta', block: 0, text: 'a"b' },
  { type: 'part-end', block: 0 },
  { type: 'tool-call-start', block: 1, id: 'c', name: 'f' },
  { type: 'part-end', block: 1 },
  { type: 'finish', reason: 'tool-calls', usage },
];

function written(includeUsage: boolean): string[] {
  const writer = new ChatStreamWriter({ model: 'm', includeUsage, id: 'x', created: 1, family: 'openai' });
  return parts.flatMap((part) => writer.write(part).split('\n\n').slice(0, -1));
}

const head = '"id":"r","object":"chat.completion.chunk","created":1,"model":"m"';
const choice = (delta: string, finish = 'null'): string =>
  `data: {${head},"choices":[{"index":0,"delta":${delta},"finish_reason":${finish}}]}`;

test('a stream is written as the chunks of OpenAI: role first, [DONE] last', () => {
  expect(written(false)).toEqual([
    choice('{"role":"assistant","content":""}'),
    choice(String.raw`{"content":"a\"b"}`),
    choice('{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}'),
    choice('{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}'),
    choice('{}', '"tool_calls"'),
    'data: [DONE]',
  ]);
});

test('every piece of a call has its function, also the one that only carries state: clients look for it', () => {
  const writer = new ChatStreamWriter({ model: 'm', includeUsage: false, id: 'x', created: 1, family: 'openai' });
  const call: readonly StreamPart[] = [
    { type: 'tool-call-start', block: 0, id: 'c', name: 'f' },
    { type: 'tool-call-delta', block: 0, text: '{"a":1}' },
    { type: 'part-end', block: 0, state: { origin: 'google', value: { thoughtSignature: 's' } } },
  ];
  const pieces = call.map((part) => writer.write(part)).join('');
  expect(pieces).toContain('{"tool_calls":[{"index":0,"function":{"arguments":""},"extra_content":{"steadfast":');
});

test('usage has a chunk of its own, and only for those who asked for it', () => {
  const [counted] = written(true).slice(-2);
  expect(counted).toContain(`{${head},"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5`);
});

test('an error in the middle is one event, and no [DONE] follows', () => {
  const writer = new ChatStreamWriter({ model: 'm', includeUsage: true, id: 'x', created: 1, family: 'openai' });
  const error = new ModelError({ kind: 'overloaded', message: 'Busy' });
  expect(writer.fail(error)).toBe(
    'data: {"error":{"message":"Busy","type":"server_error","param":null,"code":"server_is_overloaded"}}\n\n',
  );
});

const kept: readonly ErrorKind[] = [
  'rate-limit',
  'quota',
  'auth',
  'permission',
  'not-found',
  'invalid-request',
  'context-length',
  'content-filter',
  'too-large',
  'overloaded',
  'server',
  'timeout',
];

test.each(kept)('an error of kind %s that was written is read as the same kind', (kind) => {
  const { status, body } = writeOpenAiError(new ModelError({ kind, message: 'It went wrong.' }));
  expect(classify({ status, headers: {}, body: JSON.stringify(body) }).kind).toBe(kind);
});

test('a key that the provider refuses is not told to the client as its own fault', () => {
  const error = new ModelError({ kind: 'auth', message: 'No', provider: 'openai', status: 401 });
  expect(writeOpenAiError(error)).toMatchObject({ status: 502, body: { error: { code: 'upstream_auth' } } });
});

test('reasoning that a client returns in part comes back without the state that belonged to all of it', () => {
  const state = { origin: 'elsewhere', value: { signature: 'xyz' } };
  const reply = {
    content: [{ type: 'reasoning' as const, text: 'All of it.', state }],
    finishReason: 'stop' as const,
    usage: unreportedUsage,
  };
  const written = chat.writeReply(reply, { model: 'm', id: 'r', created: 0, family: '' });
  const message = asObject(asObject(asArray(written.choices)[0]).message);
  const read = (said: JsonObject): unknown => chat.readRequest({ model: 'm', messages: [said] }).request.messages[0];
  expect(read(message)).toMatchObject({ content: [{ type: 'reasoning', text: 'All of it.', state }] });
  expect(read({ ...message, reasoning_content: 'of it.' })).toMatchObject({
    content: [{ type: 'reasoning', text: 'of it.', state: { origin: 'openai' } }],
  });
});
