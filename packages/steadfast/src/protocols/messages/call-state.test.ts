import { expect, test } from 'vitest';
import { asArray, asObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Message, ToolCallPart } from '../../model/message.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { unreportedUsage } from '../../model/usage.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { MessagesStreamWriter } from './stream-write.ts';

const options = { model: 'm', id: 'msg_1', created: 0, family: 'anthropic', includeUsage: true };
const state = { origin: 'google', value: { thoughtSignature: 'c2ln' } };
const call: ToolCallPart = { type: 'tool-call', id: 'toolu_1', name: 'f', input: { a: 1 }, state };

/** What the model said, as a caller returns it. */
function returned(content: readonly JsonObject[]): Message | undefined {
  const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: '2' };
  const messages = [
    { role: 'assistant', content },
    { role: 'user', content: [result] },
  ];
  return readRequest({ model: 'm', max_tokens: 9, messages }).request.messages[0];
}

test("another family's state of a call travels behind it through a caller, and is the call's again", () => {
  const reply = { content: [call], finishReason: 'tool-calls' as const, usage: unreportedUsage };
  const blocks = asArray(writeReply(reply, options).content).map(asObject);
  expect(blocks.map(({ type }) => type)).toEqual(['tool_use', 'thinking']);
  expect(returned(blocks)).toEqual({ role: 'assistant', content: [call] });
});

test('in a stream it travels as the signature of a block of thinking that says nothing', () => {
  const writer = new MessagesStreamWriter(options);
  const parts: StreamPart[] = [
    { type: 'tool-call-start', block: 0, id: 'toolu_1', name: 'f' },
    { type: 'tool-call-delta', block: 0, text: '{"a":1}' },
    { type: 'part-end', block: 0, state },
  ];
  const wire = parts.map((part) => writer.write(part)).join('');
  const events = [...wire.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => asObject(parseJson(data)));
  const behind = events.filter(({ index }) => index === 1);
  expect(behind.map(({ type }) => type)).toEqual(['content_block_start', 'content_block_delta', 'content_block_stop']);
  const block = asObject(behind[0]?.content_block);
  const { type, signature } = asObject(behind[1]?.delta);
  expect([block, type]).toEqual([{ type: 'thinking', thinking: '', signature: '' }, 'signature_delta']);
  const said = { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } };
  expect(returned([said, { ...block, signature }])).toEqual({ role: 'assistant', content: [call] });
});

test('the state of its own family is written as fields of the call, and nothing behind it', () => {
  const own = { ...call, state: { origin: 'anthropic', value: { caller: { type: 'direct' } } } };
  const reply = { content: [own], finishReason: 'tool-calls' as const, usage: unreportedUsage };
  expect(writeReply(reply, options).content).toMatchObject([{ type: 'tool_use', caller: { type: 'direct' } }]);
});
