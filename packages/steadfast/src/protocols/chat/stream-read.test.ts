import { expect, test } from 'vitest';
import type { Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { ReplyBuilder } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { ChatStreamReader } from './stream-read.ts';

const chunk = (delta: JsonValue | undefined, finish: string | null = null, more: JsonObject = {}): string =>
  JSON.stringify({ id: 'r', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...more });

function partsOf(events: readonly string[], ended = true): StreamPart[] {
  const reader = new ChatStreamReader('openai');
  const parts: StreamPart[] = [];
  for (const data of events) reader.read('', data, (part) => parts.push(part));
  if (ended) reader.end((part) => parts.push(part));
  return parts;
}

function replyOf(...events: readonly string[]): Reply {
  const builder = new ReplyBuilder();
  for (const part of partsOf(events)) builder.add(part);
  return builder.reply();
}

function errorOf(...events: readonly string[]): ModelError | undefined {
  try {
    partsOf(events);
  } catch (error) {
    if (error instanceof ModelError) return error;
  }
  return undefined;
}

const fragment = (index: number | undefined, id: string | undefined, name?: string, text?: string): string =>
  chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: text } }] });

function callsOf(...events: readonly string[]): unknown[] {
  const { content } = replyOf(...events, chunk({}, 'tool_calls'), '[DONE]');
  return content.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name, part.inputText]] : []));
}

test('empty choices, absent or null deltas, null content and unknown fields are passed over', () => {
  const reply = replyOf(
    JSON.stringify({ id: '', model: '', choices: [], prompt_filter_results: [] }),
    chunk({ role: 'assistant', content: null }),
    chunk(undefined),
    chunk(null),
    chunk({ content: 'a', brand_new: { x: 1 } }),
    JSON.stringify({ choices: null }),
    chunk({ content: 'b' }),
    chunk({}, 'stop'),
    '[DONE]',
  );
  expect(reply).toMatchObject({
    id: 'r',
    answeredBy: 'm',
    finishReason: 'stop',
    content: [{ type: 'text', text: 'ab' }],
  });
});

test('the finish part waits for [DONE], so that a late usage is in it', () => {
  const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
  const before = partsOf([chunk({ content: 'a' }), chunk({}, 'stop')], false);
  expect(before.some(({ type }) => type === 'finish')).toBe(false);
  const reply = replyOf(chunk({ content: 'a' }), chunk({}, 'stop'), JSON.stringify({ choices: [], usage }), '[DONE]');
  expect(reply.usage).toMatchObject({ totalTokens: 7, inputTokens: 5 });
});

test('usage is taken from the last place that gives it', () => {
  const usage = (tokens: number): JsonObject => ({
    prompt_tokens: 1,
    completion_tokens: tokens,
    total_tokens: tokens + 1,
  });
  const cumulative = replyOf(
    chunk({ content: 'a' }, null, { usage: usage(1) }),
    chunk({ content: 'b' }, null, { usage: usage(2) }),
    chunk({}, 'stop', { usage: null }),
  );
  expect(cumulative.usage.totalTokens).toBe(3);
  expect(replyOf(chunk({ content: 'a' }, 'stop', { x_groq: { usage: usage(4) } })).usage.totalTokens).toBe(5);
});

test('a stream without [DONE] is whole when a reason came, and cut when none did', () => {
  expect(replyOf(chunk({ content: 'a' }), chunk({}, 'length')).finishReason).toBe('length');
  expect(errorOf(chunk({ content: 'a' }))).toMatchObject({ kind: 'interrupted' });
  expect(errorOf()).toMatchObject({ kind: 'invalid-reply' });
});

test('a stream with [DONE] and no reason ended for another reason, or is empty when nothing came', () => {
  expect(replyOf(chunk({ content: 'a' }), '[DONE]')).toMatchObject({ finishReason: 'other' });
  expect(errorOf('[DONE]')).toMatchObject({ kind: 'invalid-reply' });
});

test('a reason given twice is given once, and an empty one counts only when nothing comes after it', () => {
  const parts = partsOf([chunk({ content: 'a' }), chunk({}, 'stop'), chunk({ content: '' }, 'stop'), '[DONE]']);
  expect(parts.filter(({ type }) => type === 'finish')).toHaveLength(1);
  expect(errorOf(chunk({ content: 'a' }, ''), chunk({ content: 'b' }, ''))).toMatchObject({ kind: 'interrupted' });
  expect(replyOf(chunk({ content: 'a' }, ''), chunk({ content: '' }, ''))).toMatchObject({ rawFinishReason: '' });
});

test('nothing is read after [DONE]', () => {
  const reader = new ChatStreamReader('openai');
  const parts: StreamPart[] = [];
  for (const data of [chunk({ content: 'a' }, 'stop'), '[DONE]', chunk({ content: 'b' }), '{']) {
    reader.read('', data, (part) => parts.push(part));
  }
  expect(reader.finished).toBe(true);
  expect(parts.at(-1)?.type).toBe('finish');
});

test('an error in the stream is thrown as what it says, also beside choices and under its own event name', () => {
  const reported = JSON.stringify({ error: { message: 'Overloaded', type: 'overloaded_error' } });
  expect(errorOf(chunk({ content: 'a' }), reported)).toMatchObject({ kind: 'overloaded' });
  const beside = chunk({ content: '' }, 'error', { error: { code: 502, message: 'Provider disconnected' } });
  expect(errorOf(beside)).toMatchObject({ kind: 'server', status: 502, message: 'Provider disconnected' });
  const failed = JSON.stringify({ error: { code: 'tool_use_failed', status_code: 400, message: 'Bad call' } });
  const reader = new ChatStreamReader('groq');
  expect(() => reader.read('error', failed, () => undefined)).toThrow('Bad call');
});

test('what is not JSON is an invalid reply, unless it comes under an event name that says nothing to us', () => {
  expect(errorOf(chunk({ content: 'a' }), '{"choices":[{"del')).toMatchObject({ kind: 'invalid-reply' });
  const reader = new ChatStreamReader('openai');
  expect(() => reader.read('ping', 'pong', () => undefined)).not.toThrow();
});

test('fragments of tool calls come together: interleaved, by index', () => {
  expect(
    callsOf(
      fragment(0, 'a', 'f', ''),
      fragment(1, 'b', 'g', ''),
      fragment(0, undefined, undefined, '{"x":'),
      fragment(1, undefined, undefined, '{"y":'),
      fragment(0, undefined, undefined, '1}'),
      fragment(1, undefined, undefined, '2}'),
    ),
  ).toEqual([
    ['a', 'f', '{"x":1}'],
    ['b', 'g', '{"y":2}'],
  ]);
});

test('fragments of tool calls come together: id and name in each of them', () => {
  const repeated = (index: number | undefined): unknown[] =>
    callsOf(fragment(index, 'a', 'f', '{"x"'), fragment(index, 'a', 'f', ':1}'));
  expect(repeated(0)).toEqual([['a', 'f', '{"x":1}']]);
  expect(repeated(undefined)).toEqual([['a', 'f', '{"x":1}']]);
});

test('fragments of tool calls come together: the index is used again for the next call', () => {
  expect(
    callsOf(fragment(0, 'a', 'f', '{"x":1}'), fragment(0, 'b', 'f', '{"x":'), fragment(0, undefined, '', '2}')),
  ).toEqual([
    ['a', 'f', '{"x":1}'],
    ['b', 'f', '{"x":2}'],
  ]);
});

test('fragments of tool calls come together: no ids and no indexes', () => {
  expect(
    callsOf(
      fragment(undefined, undefined, 'f', '{"x":'),
      fragment(undefined, undefined, undefined, '1}'),
      fragment(undefined, '', 'f', '{"x":2}'),
      fragment(undefined, undefined, 'g', '{}'),
    ),
  ).toEqual([
    ['call_0_r', 'f', '{"x":1}'],
    ['call_1_r', 'f', '{"x":2}'],
    ['call_2_r', 'g', '{}'],
  ]);
});

test('a call whose name comes late begins when it is known', () => {
  expect(callsOf(fragment(0, 'a', undefined, '{"x":'), fragment(0, undefined, 'f', '1}'))).toEqual([
    ['a', 'f', '{"x":1}'],
  ]);
});

test('no call is believed before the end, and one that was cut is marked invalid', () => {
  const parts = partsOf([fragment(0, 'a', 'f', '{}'), fragment(0, undefined, undefined, '')], false);
  expect(parts.some(({ type }) => type === 'part-end')).toBe(false);
  const cut = replyOf(fragment(0, 'a', 'f', '{"city":"Os'), chunk({}, 'length'), '[DONE]');
  expect(cut.content).toMatchObject([{ type: 'tool-call', invalid: true, inputText: '{"city":"Os' }]);
  expect(cut.finishReason).toBe('length');
});

test('calls that finish with "stop" are calls; the deprecated function call is one too', () => {
  const reply = replyOf(fragment(0, 'a', 'f', '{}'), chunk({}, 'stop'), '[DONE]');
  expect(reply).toMatchObject({ finishReason: 'tool-calls', rawFinishReason: 'stop' });
  const older = replyOf(
    chunk({ function_call: { name: 'f', arguments: '{"x"' } }),
    chunk({ function_call: { arguments: ':1}' } }),
    chunk({}, 'function_call'),
  );
  expect(older.content).toMatchObject([{ type: 'tool-call', name: 'f', input: { x: 1 } }]);
});

test('reasoning is gathered with the details that must go back, and is never doubled', () => {
  const detail = (more: JsonObject): JsonObject => ({ type: 'reasoning.text', index: 0, ...more });
  const reply = replyOf(
    chunk({ reasoning: 'a', reasoning_details: [detail({ text: 'a', format: 'f' })] }),
    chunk({ reasoning: 'b', reasoning_details: [detail({ text: 'b' })] }),
    chunk({ reasoning: null, reasoning_details: [detail({ signature: 's' })] }),
    chunk({ content: 'c' }),
    chunk({}, 'stop'),
  );
  const details = [{ type: 'reasoning.text', index: 0, text: 'ab', format: 'f', signature: 's' }];
  expect(reply.content).toEqual([
    {
      type: 'reasoning',
      text: 'ab',
      state: { origin: 'openai', value: { field: 'reasoning', reasoning_details: details } },
    },
    { type: 'text', text: 'c' },
  ]);
});

test('a refusal is text of its own and ends the reply as filtered', () => {
  const reply = replyOf(chunk({ refusal: 'I ca' }), chunk({ refusal: 'nnot.' }), chunk({}, 'stop'));
  expect(reply).toMatchObject({
    finishReason: 'content-filter',
    content: [{ type: 'text', text: 'I cannot.', state: { origin: 'openai', value: { type: 'refusal' } } }],
  });
});

test('several replies in one stream are kept apart', () => {
  const of = (index: number, text: string, finish: string | null = null): string =>
    JSON.stringify({ id: 'r', choices: [{ index, delta: { content: text }, finish_reason: finish }] });
  const reply = replyOf(of(1, 'x'), of(0, 'a'), of(1, 'y', 'length'), of(0, 'b', 'stop'), '[DONE]');
  expect(reply.content).toMatchObject([{ text: 'ab' }]);
  expect(reply.alternatives).toMatchObject([{ content: [{ text: 'xy' }], finishReason: 'length' }]);
});

test('of several replies a body that ends before each has its reason is cut', () => {
  const of = (index: number, finish: string | null): string =>
    JSON.stringify({ id: 'r', choices: [{ index, delta: { content: 'c' }, finish_reason: finish }] });
  expect(errorOf(of(0, null), of(1, 'stop'))).toMatchObject({ kind: 'interrupted' });
  expect(replyOf(of(0, 'stop'), of(1, 'stop')).alternatives).toHaveLength(1);
});
