import { expect, test } from 'vitest';
import { answerOf } from '../answers/built-in-answer.ts';
import { asObject, type JsonObject, parseJson } from '../ground/json.ts';
import type { Answer } from './answer.ts';
import { chat } from './chat.ts';
import { goDuration } from './go-duration.ts';
import { messages } from './messages.ts';
import { ollamaChat } from './ollama.ts';
import type { Frame, ReplyFacts, WireProtocol } from './wire-protocol.ts';

const facts: ReplyFacts = { model: 'm', serial: 1, now: Date.UTC(2026, 0, 1), includeUsage: true };
const user = [{ role: 'user', content: 'four char' }];

function answer(protocol: WireProtocol, said: Parameters<typeof answerOf>[1]): Answer {
  return answerOf(protocol.read({ model: 'm', max_tokens: 100, messages: user }), said);
}

function dataOf(frame: Frame): JsonObject {
  return asObject(parseJson(frame.text.slice(frame.text.indexOf('{'))));
}

test('chat: a stream is a role, the pieces, the finish reason, the usage, and [DONE]', () => {
  const frames = chat.frames(answer(chat, { reasoning: 'Hm', text: 'four char' }), facts);
  expect(frames.map(({ part }) => part)).toEqual([
    'open',
    'content',
    'content',
    'content',
    'content',
    'finish',
    'finish',
    'end',
  ]);
  expect(dataOf(frames[0] ?? { part: 'end', text: '', tokens: 0 })).toMatchObject({
    object: 'chat.completion.chunk',
    choices: [{ delta: { role: 'assistant' }, finish_reason: null }],
    usage: null,
  });
  expect(frames.at(-2)?.text).toContain(
    '"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7',
  );
  expect(frames.at(-1)?.text).toBe('data: [DONE]\n\n');
});

test('chat: without include_usage no chunk speaks of usage', () => {
  const frames = chat.frames(answer(chat, { text: 'x' }), { ...facts, includeUsage: false });
  expect(frames.map(({ text }) => text).join('')).not.toContain('usage');
});

test('chat: a tool call begins with id and name, and its pieces follow with the index alone', () => {
  const frames = chat.frames(answer(chat, { calls: [{ name: 'f', inputText: '{"a":12}' }] }), facts);
  const deltas = frames.filter(({ part }) => part === 'content').map((frame) => frame.text);
  expect(deltas[0]).toContain(
    '"tool_calls":[{"index":0,"id":"call_000000000000000000010000","type":"function","function":{"name":"f","arguments":""}}]',
  );
  expect(deltas[1]).toContain(String.raw`"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]`);
  expect(frames.at(-3)?.text).toContain('"finish_reason":"tool_calls"');
});

test("messages: the events come in Anthropic's order", () => {
  const said = {
    reasoning: 'Hm',
    text: 'four',
    calls: [
      { name: 'f', inputText: '{"a":1}' },
      { name: 'g', inputText: '{}' },
    ],
  };
  const frames = messages.frames(answer(messages, said), facts);
  const names = frames.map(({ text }) => /^event: (\w+)/.exec(text)?.[1]?.replace('content_block_', ''));
  expect(names).toEqual([
    'message_start',
    'start',
    'ping',
    'delta',
    'delta',
    'stop',
    'start',
    'delta',
    'stop',
    'start',
    'delta',
    'delta',
    'stop',
    'start',
    'stop',
    'message_delta',
    'message_stop',
  ]);
  const deltas = frames.map((frame) => asObject(dataOf(frame)['delta'])['type']).filter((type) => type !== undefined);
  expect(deltas).toEqual(['thinking_delta', 'signature_delta', 'text_delta', 'input_json_delta', 'input_json_delta']);
  expect(frames.at(-2)?.text).toContain('"stop_reason":"tool_use"');
});

test('messages: a stop sequence and a cut are told by their own reasons', () => {
  const read = (fields: JsonObject): Answer =>
    answerOf(messages.read({ model: 'm', max_tokens: 2, messages: user, ...fields }), { text: 'one two three' });
  expect(messages.reply(read({ stop_sequences: [' t'], max_tokens: 9 }), facts)).toMatchObject({
    content: [{ type: 'text', text: 'one' }],
    stop_reason: 'stop_sequence',
    stop_sequence: ' t',
  });
  expect(messages.reply(read({}), facts)).toMatchObject({ content: [{ text: 'one two ' }], stop_reason: 'max_tokens' });
});

test('ollama: each line is an object, and the last one tells the counts', () => {
  const frames = ollamaChat.frames(answer(ollamaChat, { text: 'four char' }), facts);
  expect(frames.every(({ text }) => text.endsWith('}\n'))).toBe(true);
  expect(frames.map((frame) => dataOf(frame)['done'])).toEqual([false, false, false, true]);
  expect(dataOf(frames.at(-1) ?? { part: 'end', text: '', tokens: 0 })).toMatchObject({
    done_reason: 'stop',
    prompt_eval_count: 3,
    eval_count: 3,
  });
});

test.each([
  [0, '0s'],
  [0.2, '1ms'],
  [120, '120ms'],
  [1000, '1s'],
  [17_564, '17.564s'],
  [360_000, '6m0s'],
  [3_723_500, '1h2m3.5s'],
])('%d ms as a Go duration is %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});

test.each<[string, JsonObject[], string | undefined]>([
  ['a call that is answered', [{ role: 'assistant', tool_calls: [call('a')] }, result('a')], undefined],
  [
    'two calls answered in turn',
    [
      { role: 'assistant', tool_calls: [call('a'), call('b')] },
      result('b'),
      result('a'),
      { role: 'user', content: 'x' },
    ],
    undefined,
  ],
  [
    'a call that is not answered',
    [
      { role: 'assistant', tool_calls: [call('a')] },
      { role: 'user', content: 'x' },
    ],
    'did not have response messages: a',
  ],
  [
    'one call of two',
    [{ role: 'assistant', tool_calls: [call('a'), call('b')] }, result('a')],
    'did not have response messages: b',
  ],
  ['a result that nobody asked for', [result('a')], 'must be a response'],
])('chat: %s', (_, turns, refusal) => {
  const read = (): unknown => chat.read({ model: 'm', messages: [{ role: 'user', content: 'x' }, ...turns] });
  if (refusal === undefined) expect(read).not.toThrow();
  else expect(read).toThrow(refusal);
});

function call(id: string): JsonObject {
  return { id, type: 'function', function: { name: 'f', arguments: '{}' } };
}

function result(id: string): JsonObject {
  return { role: 'tool', tool_call_id: id, content: 'ok' };
}
