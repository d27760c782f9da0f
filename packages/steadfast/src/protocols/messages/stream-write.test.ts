import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import { asObject, asString, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { usageOf } from '../../model/usage.ts';
import { MessagesStreamWriter } from './stream-write.ts';

const options = { model: 'fast', id: 'msg_new', created: 0, family: 'anthropic', includeUsage: true };
const finish: StreamPart = { type: 'finish', reason: 'stop', usage: usageOf({ uncached: 7, text: 5 }) };

function written(parts: readonly StreamPart[]): string {
  const writer = new MessagesStreamWriter(options);
  return parts.map((part) => writer.write(part)).join('');
}

function eventsOf(parts: readonly StreamPart[]): JsonObject[] {
  const lines = written(parts).match(/^data: .*$/gm) ?? [];
  return lines.map((line) => asObject(parseJson(line.slice('data: '.length))));
}

test('a stream of text is written event for event', () => {
  const parts: StreamPart[] = [
    { type: 'response-start', id: 'msg_1' },
    { type: 'text-delta', block: 0, text: 'Hé\n' },
    { type: 'part-end', block: 0 },
    finish,
  ];
  expect(written(parts)).toBe(
    'event: message_start\n' +
      'data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],' +
      '"stop_reason":null,"stop_sequence":null,"model":"fast","usage":{"input_tokens":0,' +
      '"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}\n\n' +
      'event: content_block_start\n' +
      'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n' +
      'event: content_block_delta\n' +
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hé\\n"}}\n\n' +
      'event: content_block_stop\n' +
      'data: {"type":"content_block_stop","index":0}\n\n' +
      'event: message_delta\n' +
      'data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":7,' +
      '"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":5}}\n\n' +
      'event: message_stop\n' +
      'data: {"type":"message_stop"}\n\n',
  );
});

test('a reply without content is a start and an end, with the id made up for it', () => {
  const events = eventsOf([finish]);
  expect(events.map(({ type }) => type)).toEqual(['message_start', 'message_delta', 'message_stop']);
  expect(events[0]).toMatchObject({ message: { id: 'msg_new' } });
});

test('an error ends the stream with its event and without message_stop', () => {
  const writer = new MessagesStreamWriter(options);
  expect(writer.fail(new ModelError({ kind: 'overloaded', message: 'Busy.' }))).toBe(
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Busy."}}\n\n',
  );
});

test('a block waits while another is open, and is written as far as it has come', () => {
  const writer = new MessagesStreamWriter(options);
  const write = (part: StreamPart): string[] => writer.write(part).match(/(?<=^event: ).*$/gm) ?? [];
  expect(write({ type: 'text-delta', block: 0, text: 'a' })).toEqual([
    'message_start',
    'content_block_start',
    'content_block_delta',
  ]);
  expect(write({ type: 'tool-call-start', block: 1, id: 'x', name: 'f' })).toEqual([]);
  expect(write({ type: 'tool-call-delta', block: 1, text: '{"a"' })).toEqual([]);
  expect(write({ type: 'text-delta', block: 0, text: 'b' })).toEqual(['content_block_delta']);
  expect(write({ type: 'part-end', block: 0 })).toEqual([
    'content_block_stop',
    'content_block_start',
    'content_block_delta',
  ]);
  expect(write({ type: 'tool-call-delta', block: 1, text: ':1}' })).toEqual(['content_block_delta']);
  expect(write(finish)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
});

test('free text for a tool goes as the member "input" of an object, however it is cut', () => {
  const events = eventsOf([
    { type: 'tool-call-start', block: 0, id: 'x', name: 'patch', form: 'text' },
    { type: 'tool-call-delta', block: 0, text: 'say "hi"\n\u{D83D}' },
    { type: 'tool-call-delta', block: 0, text: '\u{DE00}' },
    { type: 'part-end', block: 0 },
    finish,
  ]);
  const pieces = events.map((event) => asString(asObject(event.delta).partial_json) ?? '').join('');
  expect(parseJson(pieces)).toEqual({ input: 'say "hi"\n\u{1F600}' });
});

test('reasoning of another family is shown with a signature that carries its state', () => {
  const events = eventsOf([
    { type: 'reasoning-delta', block: 0, text: 'Hm' },
    { type: 'part-end', block: 0, state: { origin: 'openai', value: { id: 'rs_1' } } },
    finish,
  ]);
  expect(events.slice(1, 4)).toEqual([
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'signature_delta', signature: 'steadfast:{"origin":"openai","value":{"id":"rs_1"}}' },
    },
  ]);
});

test('only the first of several replies is written', () => {
  const events = eventsOf([{ type: 'text-delta', block: 0, choice: 1, text: 'no' }, finish]);
  expect(events.map(({ type }) => type)).toEqual(['message_start', 'message_delta', 'message_stop']);
});

test("a tool that another family's provider ran is not written, for it has no type here", () => {
  const events = eventsOf([
    { type: 'tool-call-start', block: 0, id: 'x', name: 'web_search', providerExecuted: true },
    { type: 'part-end', block: 0, state: { origin: 'openai', value: {} } },
    { type: 'text-delta', block: 1, text: 'ok' },
    finish,
  ]);
  expect(events[1]).toMatchObject({ index: 0, content_block: { type: 'text' } });
});
