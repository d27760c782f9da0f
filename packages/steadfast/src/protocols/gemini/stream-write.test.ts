import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { usageOf } from '../../model/usage.ts';
import { gemini } from './gemini.ts';

const options = { model: 'gemini-4-argon', id: 'made_up', created: 0, family: 'google', includeUsage: false };

function written(...parts: StreamPart[]): unknown[] {
  const writer = gemini.writeStream(options);
  const text = parts.map((part) => writer.write(part)).join('');
  return text.split('\n\n').flatMap((event) => (event === '' ? [] : [JSON.parse(event.replace('data: ', ''))]));
}

const facts = { modelVersion: 'gemini-4-argon', responseId: 'r' };
const start: StreamPart = { type: 'response-start', id: 'r' };
const finish: StreamPart = { type: 'finish', reason: 'stop', usage: usageOf({ uncached: 3, text: 2, reasoning: 1 }) };
const event = (part: object): object => ({
  candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }],
  ...facts,
});

test('words go out as they come, calls at their end, and the last event says why and how much', () => {
  const events = written(
    start,
    { type: 'reasoning-delta', block: 0, text: 'Hm.' },
    { type: 'part-end', block: 0 },
    { type: 'text-delta', block: 1, text: 'Hel' },
    { type: 'text-delta', block: 1, text: 'lo.' },
    { type: 'part-end', block: 1 },
    { type: 'tool-call-start', block: 2, id: 'call_1', name: 'f' },
    { type: 'tool-call-delta', block: 2, text: '{"a":' },
    { type: 'tool-call-delta', block: 2, text: '1}' },
    { type: 'part-end', block: 2 },
    { ...finish, reason: 'tool-calls', rawReason: 'tool_use' },
  );
  expect(events).toEqual([
    event({ text: 'Hm.', thought: true }),
    event({ text: 'Hel' }),
    event({ text: 'lo.' }),
    event({ functionCall: { id: 'call_1', name: 'f', args: { a: 1 } } }),
    {
      candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, thoughtsTokenCount: 1, totalTokenCount: 6 },
      ...facts,
    },
  ]);
});

test('the private data of another family goes through a caller and comes back', () => {
  const state = { origin: 'anthropic', value: { signature: 'sig', note: 'ü' } };
  const [, shown] = written(
    start,
    { type: 'reasoning-delta', block: 0, text: 'Hm.' },
    { type: 'part-end', block: 0, state },
    finish,
  );
  const part = JSON.parse(JSON.stringify(shown)).candidates[0].content.parts[0];
  expect(part).toMatchObject({ text: '', thought: true });
  // Some clients decode signatures and spell them with the other alphabet of base64 when they return them.
  const thoughtSignature = Buffer.from(part.thoughtSignature, 'base64').toString('base64url');
  const contents = [{ role: 'model', parts: [{ ...part, thoughtSignature }] }];
  expect(gemini.readRequest({ contents }).request.messages).toEqual([
    { role: 'assistant', content: [{ type: 'reasoning', text: '', state }] },
  ]);
});

test('what was said of the whole reply goes out with its end', () => {
  const state = { origin: 'google', value: { candidate: { groundingMetadata: { webSearchQueries: ['a'] } } } };
  const events = written(start, { type: 'part-end', block: 0, state }, finish);
  expect(events).toHaveLength(1);
  expect(events).toMatchObject([{ candidates: [{ groundingMetadata: { webSearchQueries: ['a'] } }] }]);
});

test('another reply ends with an event of its own, and a call that nobody ended is not lost', () => {
  const events = written(
    start,
    { type: 'text-delta', block: 0, choice: 1, text: 'B' },
    { type: 'part-end', block: 0, choice: 1 },
    { type: 'choice-end', choice: 1, reason: 'length' },
    { type: 'tool-call-start', block: 0, id: 'call_1', name: 'f' },
    finish,
  );
  expect(events).toMatchObject([
    { candidates: [{ index: 1, content: { parts: [{ text: 'B' }] } }] },
    { candidates: [{ index: 1, finishReason: 'MAX_TOKENS' }] },
    { candidates: [{ index: 0, content: { parts: [{ functionCall: { id: 'call_1', name: 'f', args: {} } }] } }] },
    { candidates: [{ index: 0, finishReason: 'STOP' }] },
  ]);
});

test('an error in the middle of a stream is an event of its own, and reads as what it was', () => {
  const error = new ModelError({ kind: 'overloaded', message: 'Too much.', provider: 'google' });
  const text = gemini.writeStream(options).fail(error);
  expect(text).toBe('data: {"error":{"code":503,"message":"Too much.","status":"UNAVAILABLE"}}\n\n');
  const reader = gemini.readStream('google');
  expect(() => reader.read('', text.slice('data: '.length).trim(), () => {})).toThrow(
    expect.objectContaining({ kind: 'overloaded', message: 'Too much.' }),
  );
});
