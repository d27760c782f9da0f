import { expect, test } from 'vitest';
import { isModelError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { OllamaStreamReader } from './stream-read.ts';

function partsOf(lines: readonly (JsonObject | string)[]): StreamPart[] {
  const parts: StreamPart[] = [];
  const reader = new OllamaStreamReader();
  const emit = (part: StreamPart): void => void parts.push(part);
  for (const line of lines) reader.read('', typeof line === 'string' ? line : JSON.stringify(line), emit);
  reader.end();
  return parts;
}

function kindOf(lines: readonly (JsonObject | string)[]): unknown {
  try {
    return partsOf(lines);
  } catch (error) {
    return isModelError(error) ? error.kind : error;
  }
}

const line = (message: JsonObject): JsonObject => ({ model: 'qwen3', created_at: '2026-08-04', message, done: false });
const last = { ...line({ role: 'assistant', content: '' }), done: true, done_reason: 'stop', eval_count: 4 };

test('thinking, text and calls are blocks of their own, one after the other', () => {
  const call = { function: { name: 'now', arguments: { zone: 'CET' } } };
  const parts = partsOf([
    line({ content: '', thinking: 'H' }),
    line({ content: '', thinking: 'm' }),
    line({ content: 'Let me see.' }),
    line({ content: '', tool_calls: [call] }),
    line({ content: '', tool_calls: [call] }),
    last,
  ]);
  expect(parts).toEqual([
    { type: 'response-start', answeredBy: 'qwen3' },
    { type: 'reasoning-delta', block: 0, text: 'H' },
    { type: 'reasoning-delta', block: 0, text: 'm' },
    { type: 'part-end', block: 0 },
    { type: 'text-delta', block: 1, text: 'Let me see.' },
    { type: 'part-end', block: 1 },
    { type: 'tool-call-start', block: 2, id: 'call_20260804_0', name: 'now' },
    { type: 'tool-call-delta', block: 2, text: '{"zone":"CET"}' },
    { type: 'part-end', block: 2 },
    { type: 'tool-call-start', block: 3, id: 'call_20260804_1', name: 'now' },
    { type: 'tool-call-delta', block: 3, text: '{"zone":"CET"}' },
    { type: 'part-end', block: 3 },
    expect.objectContaining({ type: 'finish', reason: 'tool-calls', rawReason: 'stop' }),
  ]);
});

test('a stream of /api/generate is read too', () => {
  const parts = partsOf([
    { model: 'llama3', response: 'A', done: false },
    { model: 'llama3', response: '', done: true },
  ]);
  expect(parts).toMatchObject([
    { type: 'response-start' },
    { type: 'text-delta', text: 'A' },
    { type: 'part-end' },
    { type: 'finish', reason: 'stop' },
  ]);
});

test('a stream that ends before the server is done is interrupted', () => {
  expect(kindOf([])).toBe('interrupted');
  expect(kindOf([line({ content: 'Hi' })])).toBe('interrupted');
});

test('a line with an error is that error, wherever it comes', () => {
  expect(kindOf([{ error: "model 'x' not found" }])).toBe('not-found');
  expect(kindOf([line({ content: 'Hi' }), { error: 'an error was encountered while running the model' }])).toBe(
    'server',
  );
});

test('a line that is not JSON makes the reply invalid, and what follows the end is passed over', () => {
  expect(kindOf([line({ content: 'Hi' }), '{"model":"qw'])).toBe('invalid-reply');
  expect(partsOf([last, '{"model":"qw'])).toHaveLength(2);
});
