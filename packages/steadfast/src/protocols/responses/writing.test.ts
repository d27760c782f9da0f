import { expect, test } from 'vitest';
import type { FinishReason } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import type { AssistantPart } from '../../model/message.ts';
import { partsOfReply } from '../../model/reply-builder.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { unreportedUsage } from '../../model/usage.ts';
import { responses } from './responses.ts';

const options = { model: 'm', id: 'resp_1', created: 1, family: 'openai', includeUsage: true };

function outputOf(...content: AssistantPart[]): unknown {
  const reply = { content, finishReason: 'stop' as const, usage: unreportedUsage };
  return JSON.parse(JSON.stringify(responses.writeReply(reply, options).output));
}

function wireOf(...content: AssistantPart[]): string {
  const writer = responses.writeStream(options);
  const parts = partsOfReply({ content, finishReason: 'stop', usage: unreportedUsage });
  return parts.map((part) => writer.write(part)).join('');
}

test.each<[FinishReason, string | undefined, string, unknown]>([
  ['stop', 'end_turn', 'completed', null],
  ['tool-calls', 'STOP', 'completed', null],
  ['pause', 'pause_turn', 'completed', null],
  ['length', 'MAX_TOKENS', 'incomplete', { reason: 'max_output_tokens' }],
  ['content-filter', 'SAFETY', 'incomplete', { reason: 'content_filter' }],
  ['other', 'steered', 'incomplete', { reason: 'steered' }],
  ['other', 'queued', 'queued', null],
  ['other', undefined, 'completed', null],
])('a reply that ended by %s (%s) is %s', (finishReason, rawFinishReason, status, details) => {
  const reply = { content: [], finishReason, rawFinishReason, usage: unreportedUsage };
  expect(responses.writeReply(reply, options)).toMatchObject({ status, incomplete_details: details });
});

test('items have ids of their own, and a call without input has an empty object', () => {
  const call = toolCallOf({ id: 'call_1', name: 'f', inputText: '' });
  expect(outputOf({ type: 'text', text: 'Hi' }, call)).toEqual([
    {
      type: 'message',
      id: 'msg_steadfast0_resp_1',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
    },
    {
      type: 'function_call',
      id: 'fc_steadfast1_resp_1',
      status: 'completed',
      call_id: 'call_1',
      name: 'f',
      arguments: '{}',
    },
  ]);
  expect(wireOf(call)).toContain('"delta":"{}"');
});

test("what cannot be shown is left out: files, and calls of other providers' own tools", () => {
  const call = toolCallOf({ id: 'a', name: 'bash', inputText: '{}', providerExecuted: true });
  const result = { type: 'tool-result' as const, id: 'a', output: 'x', providerExecuted: true as const };
  const file = { type: 'file' as const, source: { kind: 'reference' as const, id: 'f' } };
  expect(outputOf(call, result, file, { type: 'reasoning', text: '' })).toEqual([]);
  expect(wireOf(call, result, file)).not.toContain('output_item');
});

test('an item of another kind that came in pieces keeps its state in the reasoning beside it', () => {
  const item = { id: 'sh_1', type: 'shell_call', call_id: 'call_1', action: {} };
  const call = toolCallOf({
    id: 'call_1',
    name: 'shell',
    inputText: '{}',
    state: { origin: 'openai', value: { item } },
  });
  const wire = wireOf(call);
  expect(wire).toContain('"type":"function_call","call_id":"call_1","name":"shell"');
  expect(wire).toContain('steadfast-call:');
  expect(outputOf(call)).toEqual([item]);
});

test('a stream that never began can fail all the same', () => {
  const text = responses.writeStream(options).fail(new ModelError({ kind: 'overloaded', message: 'Busy.' }));
  expect(text.split('\n')[0]).toBe('event: response.failed');
  expect(text).toContain('"code":"server_is_overloaded","message":"Busy."');
});

test('other replies than the first, and bytes, are not written', () => {
  const writer = responses.writeStream(options);
  expect(writer.write({ type: 'text-delta', block: 0, choice: 1, text: 'x' })).toBe('');
  expect(writer.write({ type: 'choice-end', choice: 1, reason: 'stop' })).toBe('');
  expect(writer.write({ type: 'bytes-delta', bytes: new Uint8Array() })).toBe('');
});

test("an error is OpenAI's envelope, a spent budget in the words for a spent quota", () => {
  expect(responses.writeError(new ModelError({ kind: 'rate-limit', message: 'Slow.' }))).toMatchObject({
    status: 429,
    body: { error: { code: 'rate_limit_exceeded', message: 'Slow.' } },
  });
  expect(responses.writeError(new ModelError({ kind: 'budget', message: 'Spent.' }))).toMatchObject({
    status: 429,
    body: { error: { code: 'insufficient_quota', message: 'Spent.' } },
  });
});
