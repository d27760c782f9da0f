import { expect, test } from 'vitest';
import type { Reply } from '../../model/completion.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { ReplyBuilder } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { gemini } from './gemini.ts';

function piece(parts: JsonObject[], more: JsonObject = {}): JsonObject {
  return { responseId: 'r', candidates: [{ content: { role: 'model', parts }, ...more }] };
}

const stop = piece([], { finishReason: 'STOP' });

function partsOf(...pieces: JsonValue[]): StreamPart[] {
  const parts: StreamPart[] = [];
  const reader = gemini.readStream('google');
  for (const value of pieces) reader.read('', JSON.stringify(value), (part) => parts.push(part));
  expect(reader.finished).toBe(false);
  reader.end((part) => parts.push(part));
  expect(reader.finished).toBe(true);
  return parts;
}

function replyOf(...pieces: JsonValue[]): Reply {
  const builder = new ReplyBuilder();
  for (const part of partsOf(...pieces)) builder.add(part);
  return builder.reply();
}

test('words go on from piece to piece, and words of another kind begin another part', () => {
  const reply = replyOf(
    piece([{ text: 'Let me ', thought: true }]),
    piece([{ text: 'think.', thought: true }]),
    piece([{ text: 'A' }, { text: 'B' }]),
    piece([{ text: 'C' }]),
    stop,
  );
  expect(reply.content).toEqual([
    { type: 'reasoning', text: 'Let me think.' },
    { type: 'text', text: 'A' },
    { type: 'text', text: 'BC' },
  ]);
});

test('a part with a signature stands by itself, with words or without', () => {
  const reply = replyOf(
    piece([{ text: 'A' }]),
    piece([{ text: 'B', thoughtSignature: 'c2lnMQ==' }]),
    piece([{ text: 'C' }]),
    piece([{ text: '', thoughtSignature: 'c2lnMg==' }], { finishReason: 'STOP' }),
  );
  const signed = (thoughtSignature: string): object => ({ origin: 'google', value: { thoughtSignature } });
  expect(reply.content).toEqual([
    { type: 'text', text: 'A' },
    { type: 'text', text: 'B', state: signed('c2lnMQ==') },
    { type: 'text', text: 'C' },
    { type: 'text', text: '', state: signed('c2lnMg==') },
  ]);
});

test('a call comes whole, is complete at once, and makes the stop a call of tools', () => {
  const parts = partsOf(piece([{ functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'c2ln' }]), stop);
  expect(parts).toMatchObject([
    { type: 'response-start', id: 'r' },
    { type: 'tool-call-start', block: 0, id: 'gemini_r_0', name: 'f' },
    { type: 'tool-call-delta', block: 0, text: '{"a":1}' },
    { type: 'part-end', block: 0, state: { origin: 'google', value: { thoughtSignature: 'c2ln' } } },
    { type: 'finish', reason: 'tool-calls', rawReason: 'STOP' },
  ]);
});

const partial = (functionCall: JsonObject, more: JsonObject = {}): JsonObject => piece([{ functionCall, ...more }]);

test('arguments that come in pieces are put in their places', () => {
  const reply = replyOf(
    partial({ name: 'f', willContinue: true }, { thoughtSignature: 'c2ln' }),
    partial({ partialArgs: [{ jsonPath: '$.a.b[0]', stringValue: 'Ja', willContinue: true }], willContinue: true }),
    partial({ partialArgs: [{ jsonPath: '$.a.b[0]', stringValue: 'nuary' }], willContinue: true }),
    partial({ partialArgs: [{ jsonPath: "$['a']['c d']", numberValue: 4 }], willContinue: true }),
    partial({
      partialArgs: [
        { jsonPath: '$.a.b[9]', boolValue: true },
        { jsonPath: '$.e', nullValue: 'NULL_VALUE' },
      ],
      willContinue: true,
    }),
    partial({}),
    partial({ name: 'g', args: {} }),
    stop,
  );
  expect(reply.content).toMatchObject([
    {
      type: 'tool-call',
      name: 'f',
      input: { a: { b: ['January', true], 'c d': 4 }, e: null },
      state: { value: { thoughtSignature: 'c2ln' } },
    },
    { type: 'tool-call', name: 'g', input: {} },
  ]);
  expect(reply.finishReason).toBe('tool-calls');
});

test('a call whose arguments were cut is never believed', () => {
  const reply = replyOf(
    partial({ name: 'f', partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }], willContinue: true }),
    piece([], { finishReason: 'MAX_TOKENS' }),
  );
  expect(reply.content).toMatchObject([{ type: 'tool-call', name: 'f', invalid: true, inputText: '{"a":"x"' }]);
  expect(reply.finishReason).toBe('length');
});

test('what is said of the whole reply stands behind its content', () => {
  const groundingMetadata = { webSearchQueries: ['a'] };
  const reply = replyOf(piece([{ text: 'A' }], { groundingMetadata }), stop);
  expect(reply.content).toEqual([
    { type: 'text', text: 'A' },
    { type: 'reasoning', text: '', state: { origin: 'google', value: { candidate: { groundingMetadata } } } },
  ]);
});

test('counts are cumulative, and a piece that leaves some out takes none back', () => {
  const { usage } = replyOf(
    { ...piece([{ text: 'A' }]), usageMetadata: { promptTokenCount: 5, thoughtsTokenCount: 3 } },
    { ...stop, usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2 } },
    { usageMetadata: { trafficType: 'ON_DEMAND' } },
  );
  expect(usage).toMatchObject({ inputTokens: 5, outputTokens: 5, output: { text: 2, reasoning: 3 } });
});

test('candidates that come in turns are kept apart', () => {
  const reply = replyOf(
    piece([{ text: 'a' }], { index: 1 }),
    piece([{ text: 'A' }], { index: 0 }),
    piece([{ text: 'b' }], { index: 1, finishReason: 'STOP' }),
    piece([{ text: 'B' }], { index: 0, finishReason: 'MAX_TOKENS' }),
  );
  expect(reply).toMatchObject({
    content: [{ text: 'AB' }],
    finishReason: 'length',
    alternatives: [{ content: [{ text: 'ab' }], finishReason: 'stop' }],
  });
  expect(() => replyOf(piece([], { index: 1e9 }))).toThrow(expect.objectContaining({ kind: 'invalid-reply' }));
});

test('an error, a refused prompt, a spoilt reply and what is not JSON end the stream', () => {
  const failing =
    (...pieces: JsonValue[]): (() => unknown) =>
    () =>
      partsOf(...pieces);
  const error = { code: 429, message: 'Please retry in 48.5s.', status: 'RESOURCE_EXHAUSTED' };
  expect(failing(piece([{ text: 'A' }]), { error })).toThrow(
    expect.objectContaining({ kind: 'rate-limit', retryAfterMs: 48_500 }),
  );
  expect(failing([{ error }])).toThrow(expect.objectContaining({ kind: 'rate-limit' }));
  expect(failing({ promptFeedback: { blockReason: 'SAFETY' } })).toThrow(
    expect.objectContaining({ kind: 'content-filter' }),
  );
  expect(failing(piece([], { finishReason: 'MALFORMED_FUNCTION_CALL' }))).toThrow(
    expect.objectContaining({ kind: 'invalid-reply' }),
  );
  expect(failing('text')).toThrow(expect.objectContaining({ kind: 'invalid-reply' }));
});

test('a body that ends before any reason was given was cut', () => {
  expect(() => partsOf(piece([{ text: 'A' }]))).toThrow(expect.objectContaining({ kind: 'interrupted' }));
  expect(() => partsOf()).toThrow(expect.objectContaining({ kind: 'interrupted' }));
});
