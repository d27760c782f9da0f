import { expect, test } from 'vitest';
import { isModelError } from '../../model/error.ts';
import type { JsonValue } from '../../model/json.ts';
import { readReply } from './reply-read.ts';

function replyWith(content: JsonValue, fields = {}): JsonValue {
  return { id: 'msg_1', model: 'claude', content, stop_reason: 'end_turn', ...fields };
}

function errorOf(body: JsonValue): unknown {
  try {
    return readReply(body, 'anthropic');
  } catch (error) {
    return isModelError(error) ? [error.kind, error.message] : error;
  }
}

test('one empty text is an empty reply', () => {
  expect(readReply(replyWith([{ type: 'text', text: '' }]), 'anthropic').content).toEqual([{ type: 'text', text: '' }]);
});

test('no content is an empty reply when the provider says why it stopped, and no reply when it does not', () => {
  expect(readReply(replyWith([]), 'anthropic')).toMatchObject({ content: [], finishReason: 'stop' });
  expect(errorOf(replyWith([], { stop_reason: null }))).toEqual([
    'invalid-reply',
    'The reply is empty and gives no stop reason.',
  ]);
});

test.each<[JsonValue, string]>([
  ['text', 'The reply is not a JSON object.'],
  [null, 'The reply is not a JSON object.'],
  [{ id: 'msg_1' }, 'The reply has no content.'],
  [{ id: 'msg_1', content: 'text' }, 'The reply has no content.'],
])('%j is no reply', (body, message) => {
  expect(errorOf(body)).toEqual(['invalid-reply', message]);
});

test.each([
  ['overloaded_error', 'overloaded'],
  ['rate_limit_error', 'rate-limit'],
  ['api_error', 'server'],
  ['invalid_request_error', 'invalid-request'],
])('the error %s in a 200 is of kind %s', (type, kind) => {
  expect(errorOf({ type: 'error', error: { type, message: 'Sorry.' } })).toEqual([kind, 'Sorry.']);
});

test('a call without an id gets one from its place in its reply', () => {
  const body = replyWith([
    { type: 'text', text: 'Hm.' },
    { type: 'tool_use', name: 'now', input: {} },
  ]);
  expect(readReply(body, 'anthropic').content[1]).toMatchObject({ id: 'toolu_msg_1_1', name: 'now' });
});

test('input given as text is read as JSON, and is invalid when it is none', () => {
  const call = (input: string): JsonValue => replyWith([{ type: 'tool_use', id: 'a', name: 'f', input }]);
  expect(readReply(call('{"x":1}'), 'anthropic').content[0]).toMatchObject({ input: { x: 1 } });
  expect(readReply(call('{"x":'), 'anthropic').content[0]).toMatchObject({ invalid: true, inputText: '{"x":' });
});

test('a reply that calls tools and says it just stopped has stopped for them', () => {
  const body = replyWith([{ type: 'tool_use', id: 'a', name: 'f', input: {} }]);
  expect(readReply(body, 'anthropic')).toMatchObject({ finishReason: 'tool-calls', rawFinishReason: 'end_turn' });
});

test("the result of a tool of the provider's own is put into words and kept whole", () => {
  const block = {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: [{ type: 'web_search_result', title: 'News', url: 'https://a.test/', encrypted_content: 'EuAd' }],
  };
  expect(readReply(replyWith([block]), 'anthropic').content).toEqual([
    {
      type: 'tool-result',
      id: 'srvtoolu_1',
      output: 'News\nhttps://a.test/',
      providerExecuted: true,
      state: { origin: 'anthropic', value: block },
    },
  ]);
});

test("an error of a tool of the provider's own is one", () => {
  const content = { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' };
  const block = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content };
  expect(readReply(replyWith([block]), 'anthropic').content[0]).toMatchObject({
    output: 'max_uses_exceeded',
    isError: true,
  });
});
