import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { responses } from './responses.ts';

const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] };
const call = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
const own = (value: JsonObject): unknown => ({ origin: 'openai', value });

function read(body: JsonObject): ReturnType<typeof responses.readReply> {
  return responses.readReply({ id: 'resp_1', status: 'completed', output: [message], ...body }, 'openai');
}

test.each<[JsonObject, string, string]>([
  [{}, 'stop', 'completed'],
  [{ output: [call] }, 'tool-calls', 'completed'],
  [{ output: [{ ...message, content: [{ type: 'refusal', refusal: 'No.' }] }] }, 'content-filter', 'completed'],
  [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length', 'max_output_tokens'],
  [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content-filter', 'content_filter'],
  [{ status: 'incomplete', incomplete_details: { reason: 'steered' } }, 'other', 'steered'],
  [{ status: 'queued', output: [] }, 'other', 'queued'],
])('why a reply ended is read from %j', (body, reason, raw) => {
  expect(read(body)).toMatchObject({ finishReason: reason, rawFinishReason: raw });
});

test.each<[JsonObject, string, string]>([
  [{ status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow.' } }, 'rate-limit', 'Slow.'],
  [{ status: 'failed', error: { code: 'insufficient_quota', message: 'Empty.' } }, 'quota', 'Empty.'],
  [{ status: 'failed', error: null }, 'server', 'The provider says that the response failed.'],
  [{ status: 'cancelled' }, 'interrupted', 'The response was cancelled at the provider.'],
  [{ status: undefined, error: { code: 'model_not_found', message: 'No.' } }, 'not-found', 'No.'],
  [{ output: undefined }, 'invalid-reply', 'The reply has no output.'],
])('what is no reply is an error: %j', (body, kind, words) => {
  expect(() => read(body)).toThrow(expect.objectContaining({ kind, message: words }));
});

test('what is no object is no reply', () => {
  expect(() => responses.readReply('Hi', 'openai')).toThrow('The reply is not a JSON object.');
});

test('summaries and thoughts are one text, and the item travels whole', () => {
  const item = {
    id: 'rs_1',
    type: 'reasoning',
    summary: [
      { type: 'summary_text', text: 'One' },
      { type: 'summary_text', text: '' },
    ],
    content: [{ type: 'reasoning_text', text: 'Two' }],
    encrypted_content: 'e',
  };
  expect(read({ output: [item] }).content).toEqual([{ type: 'reasoning', text: 'One\n\nTwo', state: own({ item }) }]);
});

test.each<[JsonObject, JsonObject]>([
  [
    { type: 'web_search_call', id: 'ws_1', action: { type: 'search', query: 'x' } },
    { id: 'ws_1', name: 'web_search', input: { type: 'search', query: 'x' }, providerExecuted: true },
  ],
  [
    { type: 'shell_call', id: 'sh_1', call_id: 'call_1', action: { commands: ['ls'] } },
    { id: 'call_1', name: 'shell', input: { commands: ['ls'] }, providerExecuted: undefined },
  ],
  [
    { type: 'tool_search_call', id: 't_1', call_id: 'call_1', execution: 'client', arguments: { goal: 'x' } },
    { id: 'call_1', name: 'tool_search', input: { goal: 'x' }, providerExecuted: undefined },
  ],
  [
    { type: 'tool_search_call', id: 't_1', call_id: null, execution: 'server', arguments: { paths: [] } },
    { id: 't_1', name: 'tool_search', input: { paths: [] }, providerExecuted: true },
  ],
])("a call of OpenAI's own tools is a call that carries its item: %j", (item, expected) => {
  const [part, ...more] = read({ output: [item] }).content;
  expect(part).toMatchObject({ type: 'tool-call', ...expected, state: own({ item }) });
  expect(more).toEqual([]);
});

test.each<[JsonObject, string, boolean]>([
  [{ type: 'code_interpreter_call', code: '1', outputs: [{ type: 'logs', logs: '1' }] }, '1', false],
  [{ type: 'file_search_call', queries: ['x'], results: [{ text: 'y' }] }, '[{"text":"y"}]', false],
  [{ type: 'mcp_call', name: 'f', arguments: '{}', output: 'done', error: null }, 'done', false],
  [{ type: 'mcp_call', name: 'f', arguments: '{}', output: null, error: { code: 500 } }, '{"code":500}', true],
])('what came of it is its result: %j', (item, output, failed) => {
  const { content, finishReason } = read({ output: [{ id: 'x_1', ...item }] });
  expect(content[1]).toEqual({
    type: 'tool-result',
    id: 'x_1',
    output,
    isError: failed ? true : undefined,
    providerExecuted: true,
  });
  expect(finishReason).toBe('stop');
});

test('a generated image is an image, and any other item travels whole', () => {
  const image = { type: 'image_generation_call', id: 'ig_1', result: 'AAAA', output_format: 'webp' };
  const listed = { type: 'mcp_list_tools', id: 'mcpl_1', tools: [] };
  expect(read({ output: [image, listed] }).content).toMatchObject([
    { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/webp' } },
    { type: 'reasoning', text: '', state: own({ item: listed }) },
  ]);
});

test('usage is read in disjoint buckets', () => {
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 },
    output_tokens: 8,
    output_tokens_details: { reasoning_tokens: 5 },
  };
  expect(read({ usage }).usage).toMatchObject({
    input: { uncached: 5, cacheRead: 4, cacheWrite: 1 },
    output: { text: 3, reasoning: 5 },
    totalTokens: 18,
    raw: usage,
  });
  const searched = { input_tokens: 1, output_tokens: 1, server_side_tool_usage_details: { web_search_calls: 2 } };
  expect(read({ usage: searched }).usage.details?.searches).toBe(2);
  expect(read({ usage, tool_usage: { web_search: { num_requests: 3 } } }).usage.details?.searches).toBe(3);
  expect(read({ usage: null }).usage.reported).toBe(false);
  expect(read({ usage: { input_tokens: 2, input_tokens_details: { cached_tokens: 9 } } }).usage.input).toEqual({
    uncached: 0,
    cacheRead: 2,
    cacheWrite: 0,
  });
});

test('calls without an id get the same one each time', () => {
  const bare = { type: 'function_call', name: 'f', arguments: { a: 1 } };
  expect(read({ output: [message, bare] }).content[1]).toMatchObject({ id: 'call_1', inputText: '{"a":1}' });
});
