import { expect, test } from 'vitest';
import { isModelError } from '../../model/error.ts';
import type { JsonValue } from '../../model/json.ts';
import { unreportedUsage } from '../../model/usage.ts';
import { readReply } from './reply-read.ts';

function kindOf(body: JsonValue): unknown {
  try {
    return readReply(body);
  } catch (error) {
    return isModelError(error) ? error.kind : error;
  }
}

test.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['load', 'other'],
  ['unload', 'other'],
  ['new', 'other'],
  [undefined, 'stop'],
] as const)('the done reason %s means %s', (raw, reason) => {
  const body = { message: { content: 'Hi' }, done: true, done_reason: raw };
  expect(readReply(body)).toMatchObject({ finishReason: reason });
});

test('a stop with tool calls is a stop for them, and the calls get ids made of the time', () => {
  const call = { function: { name: 'now', arguments: {} } };
  const message = { role: 'assistant', content: '', tool_calls: [call, call] };
  const reply = readReply({ message, created_at: '2026-08-07T06:08:11.017589Z', done: true, done_reason: 'stop' });
  expect(reply.finishReason).toBe('tool-calls');
  expect(reply.content).toMatchObject([{ id: 'call_20260807060811017589_0' }, { id: 'call_20260807060811017589_1' }]);
});

test('a reply of /api/generate is read too', () => {
  const body = { model: 'llama3', response: 'Hi', thinking: 'Hm', done: true, prompt_eval_count: 3, eval_count: 4 };
  expect(readReply(body)).toMatchObject({
    content: [
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Hi' },
    ],
    usage: { inputTokens: 3, outputTokens: 4 },
    answeredBy: 'llama3',
  });
});

test('usage is reported with what is there', () => {
  expect(readReply({ message: { content: 'Hi' }, eval_count: 4 }).usage).toMatchObject({
    inputTokens: 0,
    outputTokens: 4,
    reported: true,
    raw: { eval_count: 4 },
  });
  expect(readReply({ message: { content: 'Hi' } }).usage).toBe(unreportedUsage);
});

test('an empty message is an empty reply', () => {
  expect(readReply({ message: { role: 'assistant', content: '' }, done: true }).content).toEqual([]);
});

test.each<[JsonValue, string]>([
  ['Hi', 'invalid-reply'],
  [{}, 'invalid-reply'],
  [{ message: 'Hi' }, 'invalid-reply'],
  [{ message: { content: 'Hi' }, done: false }, 'interrupted'],
  [{ error: "model 'x' not found" }, 'not-found'],
  [{ error: 'prompt too long; exceeded max context length by 7 tokens' }, 'context-length'],
])('%j is an error of kind %s', (body, kind) => {
  expect(kindOf(body)).toBe(kind);
});
