import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { readReply } from './reply-read.ts';

const body = (message: JsonObject, finish: string | null = 'stop', more: JsonObject = {}): JsonObject => ({
  id: 'chatcmpl-1',
  model: 'm',
  choices: [{ index: 0, message, finish_reason: finish }],
  ...more,
});

function errorOf(value: JsonValue): ModelError | undefined {
  try {
    readReply(value, 'openai');
  } catch (error) {
    if (error instanceof ModelError) return error;
  }
  return undefined;
}

test('an empty content is a valid, empty reply; no choices are none', () => {
  expect(readReply(body({ content: '' }), 'openai')).toMatchObject({ content: [], finishReason: 'stop' });
  expect(errorOf({ choices: [] })).toMatchObject({ kind: 'invalid-reply' });
  expect(errorOf({ choices: [] })?.message).toContain('empty');
  expect(errorOf({})).toMatchObject({ kind: 'invalid-reply' });
  expect(errorOf({ choices: [{}] })).toMatchObject({ kind: 'invalid-reply' });
  expect(errorOf(['x'])).toMatchObject({ kind: 'invalid-reply' });
  expect(errorOf(null)).toMatchObject({ kind: 'invalid-reply' });
});

test('an error in a reply of status 200 is the error that it reports', () => {
  expect(errorOf({ error: { message: 'Busy', type: 'overloaded_error' } })).toMatchObject({ kind: 'overloaded' });
  expect(errorOf({ error: { code: 429, message: 'Slow down' } })).toMatchObject({ kind: 'rate-limit', status: 429 });
  expect(errorOf({ object: 'error', message: 'Broken', code: 500 })).toMatchObject({
    kind: 'server',
    message: 'Broken',
  });
});

test('calls without an id get one that is the same each time it is read', () => {
  const call = { type: 'function', id: '', function: { name: 'f', arguments: '{"x":1}' } };
  const ids = (): string[] =>
    readReply(body({ content: null, tool_calls: [call, call] }), 'openai').content.flatMap((part) =>
      part.type === 'tool-call' ? [part.id] : [],
    );
  expect(ids()).toEqual(['call_0_chatcmpl-1', 'call_1_chatcmpl-1']);
  expect(ids()).toEqual(ids());
});

test('arguments that are an object already are read as their JSON', () => {
  const reply = readReply(body({ tool_calls: [{ id: 'a', function: { name: 'f', arguments: { x: 1 } } }] }), 'openai');
  expect(reply.content).toMatchObject([{ input: { x: 1 }, inputText: '{"x":1}' }]);
});

test('calls of custom tools hold free text', () => {
  const call = { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } };
  expect(readReply(body({ tool_calls: [call] }), 'openai').content).toMatchObject([
    { form: 'text', input: 'select 1' },
  ]);
});

test('reasoning is found in each of the places that servers put it', () => {
  for (const field of ['reasoning_content', 'reasoning', 'reasoning_text']) {
    const [part] = readReply(body({ content: 'a', [field]: 'why' }), 'x').content;
    expect(part).toEqual({ type: 'reasoning', text: 'why', state: { origin: 'x', value: { field } } });
  }
  const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'why' }], closed: true };
  expect(readReply(body({ content: [thinking, { type: 'text', text: 'a' }] }), 'mistral').content).toEqual([
    {
      type: 'reasoning',
      text: 'why',
      state: { origin: 'mistral', value: { field: 'thinking', part: { closed: true } } },
    },
    { type: 'text', text: 'a' },
  ]);
  const sealed = [{ type: 'reasoning.encrypted', data: 'secret' }];
  expect(readReply(body({ content: 'a', reasoning_details: sealed }), 'openrouter').content[0]).toEqual({
    type: 'reasoning',
    text: '',
    state: { origin: 'openrouter', value: { reasoning_details: sealed } },
  });
});

test('images and sound are parts; what must go back with a message is kept on its text', () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const audio = { id: 'audio_1', data: 'AAAA', transcript: 'hi' };
  const google = { google: { thought_signature: 's' } };
  const reply = readReply(body({ content: 'a', images: [image], audio, extra_content: google }), 'x');
  expect(reply.content).toEqual([
    { type: 'text', text: 'a', state: { origin: 'x', value: { message: { extra_content: google } } } },
    {
      type: 'file',
      source: { kind: 'base64', data: 'AAAA', mediaType: 'audio/wav' },
      state: { origin: 'x', value: { audio: { id: 'audio_1', transcript: 'hi' } } },
    },
    { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } },
  ]);
});

test('an unknown reason is another one, and is kept as it was', () => {
  expect(readReply(body({ content: 'a' }, 'insufficient_system_resource'), 'x')).toMatchObject({
    finishReason: 'other',
    rawFinishReason: 'insufficient_system_resource',
  });
  expect(readReply(body({ content: 'a' }, 'constructor'), 'x').finishReason).toBe('other');
  expect(readReply(body({ content: 'a' }, 'eos'), 'x').finishReason).toBe('stop');
});
