import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { usageOf } from '../../model/usage.ts';
import { OllamaStreamWriter } from './stream-write.ts';

const options = { model: 'fast', id: 'x', created: 0, family: 'ollama', includeUsage: true };
const finish: StreamPart = { type: 'finish', reason: 'length', usage: usageOf({ uncached: 7, text: 5 }) };
const head = '{"model":"fast","created_at":"1970-01-01T00:00:00.000Z","message":{"role":"assistant",';

function written(parts: readonly StreamPart[]): string {
  const writer = new OllamaStreamWriter(options);
  return parts.map((part) => writer.write(part)).join('');
}

test('a stream is written line for line, each call whole', () => {
  const parts: StreamPart[] = [
    { type: 'response-start' },
    { type: 'reasoning-delta', block: 0, text: 'Hm' },
    { type: 'part-end', block: 0 },
    { type: 'text-delta', block: 1, text: 'Hi\n' },
    { type: 'tool-call-start', block: 2, id: 'a', name: 'f' },
    { type: 'tool-call-delta', block: 2, text: '{"x"' },
    { type: 'tool-call-delta', block: 2, text: ':1}' },
    { type: 'part-end', block: 1 },
    { type: 'part-end', block: 2 },
    finish,
  ];
  expect(written(parts)).toBe(
    `${head}"content":"","thinking":"Hm"},"done":false}\n` +
      `${head}"content":"Hi\\n"},"done":false}\n` +
      `${head}"content":"","tool_calls":[{"id":"a","function":{"index":0,"name":"f","arguments":{"x":1}}}]},"done":false}\n` +
      `${head}"content":""},"done":true,"done_reason":"length","prompt_eval_count":7,"eval_count":5}\n`,
  );
});

test('a call that was cut is written with its text under a name that says so', () => {
  const parts: StreamPart[] = [
    { type: 'tool-call-start', block: 0, id: 'a', name: 'f' },
    { type: 'tool-call-delta', block: 0, text: '{"x"' },
    finish,
  ];
  expect(written(parts)).toContain('"arguments":{"INVALID_JSON":"{\\"x\\""}');
});

test('other replies than the first are not written', () => {
  expect(written([{ type: 'text-delta', block: 0, choice: 1, text: 'no' }])).toBe('');
});

test('an error is a line of its own', () => {
  const writer = new OllamaStreamWriter(options);
  expect(writer.fail(new ModelError({ kind: 'interrupted', message: 'Cut.' }))).toBe('{"error":"Cut."}\n');
});
