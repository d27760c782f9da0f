import { expect, test } from 'vitest';
import type { Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import { ReplyBuilder } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { responses } from './responses.ts';

/** Reads events under no name but the type in their data. */
function partsOf(events: readonly (JsonObject | string)[], named = false): StreamPart[] {
  const reader = responses.readStream('openai');
  const parts: StreamPart[] = [];
  for (const event of events) {
    const { type, ...data } = typeof event === 'string' ? {} : event;
    const text = typeof event === 'string' ? event : JSON.stringify(named ? data : event);
    reader.read(named && typeof type === 'string' ? type : '', text, (part) => parts.push(part));
  }
  reader.end((part) => parts.push(part));
  return parts;
}

function replyOf(...events: readonly (JsonObject | string)[]): Reply {
  const builder = new ReplyBuilder();
  for (const part of partsOf(events)) builder.add(part);
  return builder.reply();
}

const created = { type: 'response.created', response: { id: 'resp_1', model: 'gpt-6-sol', status: 'in_progress' } };
const completed = { type: 'response.completed', response: { id: 'resp_1', status: 'completed', output: [] } };
const added = (output_index: number, item: JsonObject): JsonObject => ({
  type: 'response.output_item.added',
  output_index,
  item,
});
const done = (output_index: number, item: JsonObject): JsonObject => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
const said = (text: string, content_index = 0, output_index = 0): JsonObject => ({
  type: 'response.output_text.delta',
  output_index,
  content_index,
  delta: text,
});
const message = (...texts: string[]): JsonObject => ({
  type: 'message',
  id: 'msg_1',
  content: texts.map((text) => ({ type: 'output_text', text })),
});

test('text comes in pieces, and its item is known at its end', () => {
  const events = [created, added(0, message()), said('Hel'), said('lo'), done(0, message('Hello')), completed];
  const expected = [
    { type: 'response-start', id: 'resp_1', answeredBy: 'gpt-6-sol' },
    { type: 'text-delta', block: 0, text: 'Hel' },
    { type: 'text-delta', block: 0, text: 'lo' },
    { type: 'part-end', block: 0, state: { origin: 'openai', value: { item: { id: 'msg_1' } } } },
    { type: 'finish', reason: 'stop', rawReason: 'completed' },
  ];
  expect(partsOf(events)).toMatchObject(expected);
  // Some servers name their events, and leave the type out of the data.
  expect(partsOf(events, true)).toMatchObject(expected);
});

test('the pieces of a message are parts of their own, whichever order they come in', () => {
  const reply = replyOf(
    created,
    added(0, message()),
    said('a'),
    said('b', 1),
    said('c'),
    done(0, message('ac', 'b')),
    completed,
  );
  expect(reply.content).toMatchObject([
    { type: 'text', text: 'ac' },
    { type: 'text', text: 'b' },
  ]);
});

test('the parts of a summary are apart as they are in a whole reply', () => {
  const summary = [
    { type: 'summary_text', text: 'One' },
    { type: 'summary_text', text: 'Two' },
  ];
  const item = { type: 'reasoning', id: 'rs_1', summary, encrypted_content: 'e' };
  const thought = (text: string, summary_index: number): JsonObject => ({
    type: 'response.reasoning_summary_text.delta',
    output_index: 0,
    summary_index,
    delta: text,
  });
  const streamed = replyOf(
    added(0, item),
    thought('On', 0),
    thought('e', 0),
    thought('Two', 1),
    done(0, item),
    completed,
  );
  expect(streamed.content).toEqual(responses.readReply({ output: [item] }, 'openai').content);
});

test('thoughts in full are reasoning', () => {
  const event = { type: 'response.reasoning_text.delta', output_index: 0, content_index: 0, delta: 'Hm.' };
  const item = { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'Hm.' }] };
  expect(replyOf(added(0, item), event, done(0, item), completed).content).toMatchObject([
    { type: 'reasoning', text: 'Hm.', state: { value: { item } } },
  ]);
});

test('a refusal is text that ends the reply as filtered', () => {
  const item = { type: 'message', id: 'msg_1', content: [{ type: 'refusal', refusal: 'No.' }] };
  const event = { type: 'response.refusal.delta', output_index: 0, content_index: 0, delta: 'No.' };
  expect(replyOf(created, added(0, item), event, done(0, item), completed)).toMatchObject({
    content: [{ type: 'text', text: 'No.', state: { value: { type: 'refusal' } } }],
    finishReason: 'content-filter',
  });
});

test('calls may come in pieces, whole, side by side, or as free text', () => {
  const call = (id: string, input: string): JsonObject => ({
    type: 'function_call',
    id: `fc_${id}`,
    call_id: id,
    name: 'f',
    arguments: input,
  });
  const free = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'c', name: 'run', input: 'ls' };
  const delta = (type: string, output_index: number, text: string): JsonObject => ({
    type: `response.${type}.delta`,
    output_index,
    delta: text,
  });
  const reply = replyOf(
    created,
    added(0, call('a', '')),
    added(1, call('b', '')),
    delta('function_call_arguments', 1, '{"x"'),
    delta('function_call_arguments', 1, ':1}'),
    done(1, call('b', '{"x":1}')),
    done(0, call('a', '{"y":2}')),
    added(2, { ...free, input: '' }),
    delta('custom_tool_call_input', 2, 'ls'),
    done(2, free),
    completed,
  );
  expect(reply.content).toMatchObject([
    { type: 'tool-call', id: 'a', input: { y: 2 } },
    { type: 'tool-call', id: 'b', input: { x: 1 } },
    { type: 'tool-call', id: 'c', form: 'text', input: 'ls' },
  ]);
  expect(reply.finishReason).toBe('tool-calls');
});

test('that OpenAI runs a tool is told when it begins, what came of it when it is done', () => {
  const item = { type: 'code_interpreter_call', id: 'ci_1', code: '1', outputs: [{ type: 'logs', logs: '1' }] };
  const parts = partsOf([created, added(0, { ...item, code: '', outputs: null }), done(0, item), completed]);
  expect(parts.map(({ type }) => type)).toEqual([
    'response-start',
    'tool-call-start',
    'tool-call-delta',
    'part-end',
    'part-add',
    'part-end',
    'finish',
  ]);
  expect(parts[2]).toMatchObject({ text: '{"code":"1"}' });
});

test('items that nothing announced or ended are read all the same', () => {
  expect(replyOf(said('Hi'), completed).content).toMatchObject([{ type: 'text', text: 'Hi' }]);
  expect(replyOf(created, done(0, message('Hi')), completed).content).toMatchObject([{ type: 'text', text: 'Hi' }]);
  const whole = { ...completed, response: { status: 'completed', output: [message('Hi')] } };
  expect(replyOf(created, whole).content).toMatchObject([{ type: 'text', text: 'Hi' }]);
  expect(replyOf(created, added(0, message()), said('Hi'), whole).content).toMatchObject([
    { type: 'text', text: 'Hi', state: { value: { item: { id: 'msg_1' } } } },
  ]);
});

test('an item that is ended twice is one', () => {
  expect(replyOf(created, done(0, message('Hi')), done(0, message('Hi')), completed).content).toHaveLength(1);
});

test('a terminator after the end, previews and unknown events say nothing', () => {
  const preview = { type: 'response.image_generation_call.partial_image', output_index: 0, partial_image_b64: 'AA' };
  expect(replyOf(created, preview, { type: 'response.news' }, said('Hi'), completed, '[DONE]').content).toHaveLength(1);
});

test('a reply that is cut at its limit says so', () => {
  const response = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] };
  expect(replyOf(created, said('Hi'), { type: 'response.incomplete', response })).toMatchObject({
    finishReason: 'length',
    rawFinishReason: 'max_output_tokens',
  });
});

test.each<[string, string, readonly (JsonObject | string)[]]>([
  [
    'rate-limit',
    'a nested error',
    [{ type: 'error', error: { type: 'requests', code: 'rate_limit_exceeded', message: 'x' } }],
  ],
  ['quota', 'a flat error', [{ type: 'error', code: 'insufficient_quota', message: 'x', param: null }]],
  ['overloaded', 'an error without a type', [{ error: { code: 'server_is_overloaded', message: 'x' } }]],
  [
    'server',
    'a failed response',
    [{ type: 'response.failed', response: { error: { code: 'server_error', message: 'x' } } }],
  ],
  ['server', 'a failed response without a reason', [{ type: 'response.failed', response: { error: null } }]],
  ['interrupted', 'a cancelled response', [{ type: 'response.cancelled', response: {} }]],
  ['interrupted', 'a cut', [created, said('Hi')]],
  ['interrupted', 'a terminator alone', [created, said('Hi'), '[DONE]']],
  ['invalid-reply', 'an empty body', []],
  ['invalid-reply', 'what is not JSON', ['<html>']],
])('an error of kind %s is thrown for %s', (kind, _what, events) => {
  expect(() => partsOf(events)).toThrow(expect.objectContaining({ kind }));
});
