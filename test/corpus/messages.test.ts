import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { isModelError } from '../../packages/steadfast/src/model/error.ts';
import { isArray, isObject } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import { textOf } from '../../packages/steadfast/src/model/message.ts';
import { ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import { messages } from '../../packages/steadfast/src/protocols/messages/messages.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import { factsOfBody, factsOfStream, failureOf } from './messages-oracle.ts';
import type { MessagesFacts } from './messages-oracle.ts';
import { recordingsOf, withoutCorpus } from './recordings.ts';
import type { Recording } from './recordings.ts';

const all = recordingsOf('anthropic-messages');
const skipped = all.length === 0;
const named = (recordings: readonly Recording[]): [string, Recording][] =>
  recordings.map((recording) => [recording.file, recording]);

/** A proxy spliced two replies into this one stream: reading it on would glue them together. */
const spliced = 'anthropic--anthropic-messages--stream--parallel-tool-calls--7005adfc82.json';

/** A recorded request that the provider refused because a message was no object. */
const malformed = 'anthropic--anthropic-messages--json--error-400--492e43c016.json';

const failures = all.filter(({ status }) => status >= 400);
const bodies = all.filter(({ status, body }) => status < 400 && body !== undefined);
const streams = all.filter(({ streamed, file }) => streamed !== undefined && file !== spliced);
const requests = all.filter(({ request, file }) => request !== undefined && file !== malformed);

test.skipIf(!skipped)(withoutCorpus, () => {});

test.skipIf(skipped)('all 208 recordings are looked at', () => {
  expect([all.length, failures.length, bodies.length, streams.length]).toEqual([208, 16, 122, 69]);
});

test.skipIf(skipped).each(named(bodies))('%s: the reply is read without loss', (_file, { body = null }) => {
  expect(factsOfReply(messages.readReply(body, 'anthropic'))).toEqual(factsOfBody(body));
});

test.skipIf(skipped).each(named(bodies))('%s: the content is written as it came', (_file, { body = null }) => {
  const reply = messages.readReply(body, 'anthropic');
  const { content, stop_reason: reason } = messages.writeReply(reply, options);
  const came = isObject(body) ? body : {};
  expect(content).toEqual(came.content);
  expect(reason).toBe(came.stop_reason);
});

test.skipIf(skipped).each(named(streams))('%s: the stream is read without loss', (_file, { streamed = '' }) => {
  expect(factsOfReply(readStream([new TextEncoder().encode(streamed)]))).toEqual(factsOfStream(streamed));
});

test.skipIf(skipped).each(named(streams))(
  '%s: the stream is written and read again the same',
  (_file, { streamed = '' }) => {
    const writer = messages.writeStream({ ...options, includeUsage: true });
    let text = '';
    const reply = readStream([new TextEncoder().encode(streamed)], (part) => (text += writer.write(part)));
    const again = readStream([new TextEncoder().encode(text)]);
    expect(comparable(again)).toEqual(comparable(reply));
  },
);

test.skipIf(skipped)('a stream reads the same however its bytes are cut and its lines end', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.constantFrom(...streams), cuts, ending, ({ streamed = '' }, sizes, lineEnd) => {
      const bytes = new TextEncoder().encode(streamed.replaceAll('\n', lineEnd));
      expect(readStream(pieces(bytes, sizes))).toEqual(readStream([new TextEncoder().encode(streamed)]));
    }),
    { numRuns: 150 },
  );
});

test.skipIf(skipped)('two replies spliced into one stream are an interruption, never one reply', () => {
  const recording = all.find(({ file }) => file === spliced);
  expect(thrown(() => readStream([new TextEncoder().encode(recording?.streamed)]))).toBe('interrupted');
});

test.skipIf(skipped).each(named(failures))('%s: the error is read', (_file, { status, headers, body = null }) => {
  const read = messages.readError({ status, headers, body: JSON.stringify(body) });
  const { type, message } = failureOf(body);
  expect(read).toMatchObject({ status, message, code: type });
  expect(read.kind).toBe({ 400: 'invalid-request', 401: 'auth', 404: 'not-found' }[status]);
});

test.skipIf(skipped).each(named(requests))('%s: the request is read and written back', (_file, { request = {} }) => {
  const read = messages.readRequest(request);
  const { model, stream } = read;
  const written = messages.writeRequest(read.request, { model, stream, family: 'anthropic', dialect: {} });
  expect(JSON.parse(JSON.stringify(written.body))).toEqual(normalised(request));
  expect(written.adaptations).toEqual([]);
});

test.skipIf(skipped)('a message that is no object is refused by its place', () => {
  const recording = all.find(({ file }) => file === malformed);
  expect(() => messages.readRequest(recording?.request ?? {})).toThrow('messages[0]');
});

const options = { model: 'claude', id: 'msg_new', created: 0, family: 'anthropic' };

/**
 * How a request may differ that has been read and written again: `stream: false` is the default and is left out; empty
 * lists and nulls say nothing; a tool result without content has empty content.
 */
function normalised(request: JsonObject): JsonObject {
  const kept = Object.entries(request).filter(
    ([field, value]) =>
      value !== null && !(isArray(value) && value.length === 0) && !(field === 'stream' && value === false),
  );
  return Object.fromEntries(kept.map(([field, value]) => [field, field === 'messages' ? withContent(value) : value]));
}

function withContent(messages: JsonValue | undefined): JsonValue | undefined {
  return JSON.parse(JSON.stringify(messages), (_key, value: unknown) =>
    isObject(value) && value.type === 'tool_result' ? { content: '', ...value } : value,
  );
}

function readStream(
  chunks: readonly Uint8Array[],
  tap: (part: Parameters<ReplyBuilder['add']>[0]) => void = () => {},
): Reply {
  const builder = new ReplyBuilder();
  const reader = messages.readStream('anthropic');
  const emit = (part: Parameters<ReplyBuilder['add']>[0]): void => {
    builder.add(part);
    tap(part);
  };
  const sse = new SseReader((event, data) => reader.read(event, data, emit));
  for (const chunk of chunks) sse.push(chunk);
  sse.end();
  reader.end(emit);
  return builder.reply();
}

function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return chunks;
}

function factsOfReply({ content, usage, rawFinishReason }: Reply): MessagesFacts {
  return {
    text: textOf(content),
    reasoning: content.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: content.flatMap((part) => (part.type === 'tool-call' ? [{ name: part.name, input: part.input }] : [])),
    stopReason: rawFinishReason,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
  };
}

/** A reply without what the wire has in another form: the provider's own usage object, and who called a tool. */
function comparable(reply: Reply): unknown {
  const { raw: _raw, ...usage } = reply.usage;
  const content = reply.content.map((part) =>
    part.type === 'tool-call' && part.providerExecuted === undefined
      ? { ...part, state: undefined }
      : withCitations(part),
  );
  return { ...reply, content, usage, answeredBy: undefined };
}

/** An empty list of citations, which some blocks open with, says nothing. */
function withCitations<Part extends { readonly state?: { readonly value: JsonValue } }>(part: Part): Part {
  const value = part.state?.value;
  const isEmpty = isObject(value) && isArray(value.citations) && value.citations.length === 0;
  return isEmpty ? { ...part, state: undefined } : part;
}

function thrown(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return isModelError(error) ? error.kind : String(error);
  }
}
