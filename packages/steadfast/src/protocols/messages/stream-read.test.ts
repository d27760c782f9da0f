import { expect, test } from 'vitest';
import { isModelError } from '../../model/error.ts';
import { asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Reply } from '../../model/completion.ts';
import { ReplyBuilder } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { MessagesStreamReader } from './stream-read.ts';

const start = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 7, output_tokens: 1 } },
};
const opened = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const hello = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } };
const closed = { type: 'content_block_stop', index: 0 };
const news = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } };
const stop = { type: 'message_stop' };

function partsOf(events: readonly (JsonObject | string)[], named = true): StreamPart[] {
  const parts: StreamPart[] = [];
  const reader = new MessagesStreamReader('anthropic');
  const emit = (part: StreamPart): void => void parts.push(part);
  for (const event of events) {
    const data = typeof event === 'string' ? event : JSON.stringify(event);
    const name = typeof event === 'object' && named ? asString(event.type) : '';
    reader.read(name ?? '', data, emit);
  }
  reader.end(emit);
  return parts;
}

function replyOf(events: readonly (JsonObject | string)[]): Reply {
  const builder = new ReplyBuilder();
  for (const part of partsOf(events)) builder.add(part);
  return builder.reply();
}

function kindOf(events: readonly (JsonObject | string)[]): unknown {
  try {
    return partsOf(events);
  } catch (error) {
    return isModelError(error) ? error.kind : error;
  }
}

test('a stream gives its start, its text, the end of its block and its end', () => {
  expect(partsOf([start, opened, hello, closed, news, stop])).toMatchObject([
    { type: 'response-start', id: 'msg_1', answeredBy: 'claude', usage: { inputTokens: 7 } },
    { type: 'text-delta', block: 0, text: 'Hello' },
    { type: 'part-end', block: 0 },
    { type: 'finish', reason: 'stop', rawReason: 'end_turn', usage: { inputTokens: 7, outputTokens: 5 } },
  ]);
});

test('pings, unknown events and what follows the end are passed over, and events need no name', () => {
  const plain = partsOf([start, opened, hello, closed, news, stop]);
  const ping = { type: 'ping' };
  const unknown = { type: 'content_block_sparkle', index: 0 };
  expect(partsOf([ping, start, unknown, opened, ping, hello, closed, news, stop, '[DONE]', hello])).toEqual(plain);
  expect(partsOf([start, ping, opened, hello, closed, news, stop], false)).toEqual(plain);
});

test('a stream without message_stop is whole once it has said why it stopped', () => {
  expect(replyOf([start, opened, hello, closed, news, '[DONE]'])).toMatchObject({ finishReason: 'stop' });
});

test('a stream that ends before it says why is interrupted', () => {
  expect(kindOf([])).toBe('interrupted');
  expect(kindOf([start, opened, hello])).toBe('interrupted');
  expect(kindOf([start, opened, hello, closed])).toBe('interrupted');
});

test.each([
  ['overloaded_error', 'overloaded'],
  ['api_error', 'server'],
  ['rate_limit_error', 'rate-limit'],
])('the event of the error %s is of kind %s, wherever it comes', (type, kind) => {
  const error = { type: 'error', error: { type, message: 'Sorry.' } };
  expect(kindOf([error])).toBe(kind);
  expect(kindOf([start, opened, hello, error])).toBe(kind);
});

test('an event that is not JSON makes the reply invalid', () => {
  expect(kindOf([start, opened, '{"type":"content_block_delta","ind'])).toBe('invalid-reply');
  expect(kindOf([start, '17'])).toBe('invalid-reply');
});

test('a start that comes twice counts once; one of another message is an interruption once content has begun', () => {
  expect(replyOf([start, start, opened, start, hello, closed, news, stop])).toEqual(
    replyOf([start, opened, hello, closed, news, stop]),
  );
  const other = { type: 'message_start', message: { id: 'msg_2', model: 'claude' } };
  expect(kindOf([start, other, opened, hello, closed, news, stop])).not.toBe('interrupted');
  expect(kindOf([start, opened, hello, other, opened, hello, closed, news, stop])).toBe('interrupted');
});

test('text without a start of its block is read; input without one belongs to no call', () => {
  const orphan = { type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '{}' } };
  expect(replyOf([start, orphan, hello, closed, news, stop]).content).toEqual([{ type: 'text', text: 'Hello' }]);
});

test('blocks that were not ended are ended with the message', () => {
  expect(partsOf([start, opened, hello, news, stop]).at(-2)).toEqual({ type: 'part-end', block: 0 });
});

test('citations and signatures are kept for the end of their block', () => {
  const citation = { type: 'char_location', cited_text: 'He' };
  const thinking = { type: 'content_block_start', index: 1, content_block: { type: 'thinking', thinking: '' } };
  const { content } = replyOf([
    start,
    { ...opened, content_block: { type: 'text', text: '', citations: [] } },
    { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } },
    hello,
    closed,
    { ...thinking, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'thinking_delta', thinking: 'Hm' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'signature_delta', signature: 'Erk=' } },
    { type: 'content_block_stop', index: 1 },
    news,
    stop,
  ]);
  expect(content).toEqual([
    { type: 'text', text: 'Hello', state: { origin: 'anthropic', value: { citations: [citation] } } },
    { type: 'reasoning', text: 'Hm', state: { origin: 'anthropic', value: { signature: 'Erk=' } } },
  ]);
});

test('input is taken from the start of the call where no pieces follow, and a call without an id gets one', () => {
  const call = { type: 'tool_use', name: 'weather', input: { city: 'Oslo' } };
  const { content, finishReason } = replyOf([start, { ...opened, content_block: call }, closed, news, stop]);
  expect(content).toMatchObject([{ id: 'toolu_msg_1_0', name: 'weather', input: { city: 'Oslo' } }]);
  expect(finishReason).toBe('tool-calls');
});

test('a call that is cut by the limit is invalid', () => {
  const { content } = replyOf([
    start,
    { ...opened, content_block: { type: 'tool_use', id: 'a', name: 'weather', input: {} } },
    { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"city":"Os' } },
    closed,
    { ...news, delta: { stop_reason: 'max_tokens' } },
    stop,
  ]);
  expect(content).toMatchObject([{ invalid: true, inputText: '{"city":"Os' }]);
});

test('a block of an unknown type comes whole, with what its deltas added', () => {
  const { content } = replyOf([
    start,
    { ...opened, content_block: { type: 'compaction', content: null } },
    { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content: 'So far: ' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content: 'nothing.' } },
    closed,
    news,
    stop,
  ]);
  const value = { type: 'compaction', content: 'So far: nothing.' };
  expect(content).toEqual([{ type: 'reasoning', text: '', state: { origin: 'anthropic', value } }]);
});

test('a text block without text is no part, whatever it opens with', () => {
  const content_block = { type: 'text', text: '', citations: [] };
  expect(replyOf([start, { ...opened, content_block }, closed, news, stop]).content).toEqual([]);
});
