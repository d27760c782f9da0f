import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { readRequest } from './request-read.ts';

const hi = { role: 'user', content: 'Hi' };

test('a request that does not say so wants a stream', () => {
  expect(readRequest({ model: 'qwen3', messages: [hi] }).stream).toBe(true);
  expect(readRequest({ model: 'qwen3', messages: [hi], stream: false }).stream).toBe(false);
});

test.each<[string, JsonObject]>([
  ['model', { model: 3 }],
  ['messages', { messages: 'Hi' }],
  ['messages[0]', { messages: ['Hi'] }],
  ['messages[0].role', { messages: [{ role: 'robot', content: 'x' }] }],
  ['messages[0].content', { messages: [{ role: 'user', content: ['x'] }] }],
  ['messages[0].images', { messages: [{ role: 'user', content: 'x', images: 'AA' }] }],
  ['messages[0].tool_calls[0].function.name', { messages: [{ role: 'assistant', tool_calls: [{ function: {} }] }] }],
  ['tools[0].function', { tools: [{ type: 'function' }] }],
  ['options', { options: [] }],
  ['options.temperature', { options: { temperature: 'hot' } }],
  ['options.stop', { options: { stop: [1] } }],
])('a wrong field is named: %s', (path, fields) => {
  const read = (): unknown => readRequest({ model: 'qwen3', messages: [hi], ...fields });
  expect(read).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
  expect(read).toThrow(`${path} is `);
});

test('calls and results without ids find each other by name, then by order', () => {
  const call = (name: string): JsonObject => ({ function: { name, arguments: {} } });
  const { request } = readRequest({
    model: 'qwen3',
    messages: [
      { role: 'assistant', content: '', tool_calls: [call('a'), call('b'), call('a')] },
      { role: 'tool', content: '2', tool_name: 'b' },
      { role: 'tool', content: '1', tool_name: 'a' },
      { role: 'tool', content: '3' },
    ],
  });
  expect(request.messages).toMatchObject([
    { content: [{ id: 'call_0_0' }, { id: 'call_0_1' }, { id: 'call_0_2' }] },
    {
      role: 'tool',
      content: [
        { id: 'call_0_1', output: '2' },
        { id: 'call_0_0', output: '1' },
        { id: 'call_0_2', output: '3' },
      ],
    },
  ]);
});

test('what has no neutral form is kept for Ollama', () => {
  const { request } = readRequest({
    model: 'qwen3',
    messages: [hi],
    think: true,
    keep_alive: '5m',
    format: '',
    options: { num_ctx: 8192, num_predict: -1, temperature: 0 },
  });
  expect(request).toEqual({
    messages: [hi],
    temperature: 0,
    providerOptions: { ollama: { think: true, keep_alive: '5m', options: { num_ctx: 8192, num_predict: -1 } } },
  });
});
