import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { asObject, isArray, isObject } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import { textOf } from '../../packages/steadfast/src/model/message.ts';
import { ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import type { StreamPart } from '../../packages/steadfast/src/model/stream-part.ts';
import { messages } from '../../packages/steadfast/src/protocols/messages/messages.ts';
import type { Dialect } from '../../packages/steadfast/src/protocols/protocol.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import { factsOfBody, factsOfStream, failureOf } from './messages-oracle.ts';
import type { MessagesFacts } from './messages-oracle.ts';
import type { Recording } from './recordings.ts';
import type { CorpusCheck } from './report.ts';

const family = 'anthropic';
/** Schemas go out as they came in: what they become for the provider is another test's matter. */
const asGiven: Dialect = { schemaDialect: 'json-schema' };
const target = { family, model: 'claude', id: 'msg_made_up', created: 0, includeUsage: true };

/** Kinds of the errors that are recorded, by status. */
const kinds: Readonly<Record<number, string>> = { 400: 'invalid-request', 401: 'auth', 404: 'not-found' };

/**
 * A recorded stream into which a proxy spliced two replies: to read it to its end would glue them together, so it is an
 * interruption.
 */
export const spliced = 'anthropic--anthropic-messages--stream--parallel-tool-calls--7005adfc82.json';

/** Holds what we read of Messages exchanges against what the oracle reads, and what we write against what came. */
export const messagesCheck: CorpusCheck = {
  protocol: 'messages',
  recordings: ({ protocol }) => protocol === 'anthropic-messages',
  differences: (recording) => [...replyDifferences(recording), ...requestDifferences(recording)],
};

/** Reads a recorded stream from its bytes, however they are cut. */
export function readStreamed(chunks: Iterable<Uint8Array>, tap: (part: StreamPart) => void = () => {}): Reply {
  const builder = new ReplyBuilder();
  const reader = messages.readStream(family);
  const emit = (part: StreamPart): void => {
    builder.add(part);
    tap(part);
  };
  const events = new SseReader((event, data) => reader.read(event, data, emit));
  for (const chunk of chunks) events.push(chunk);
  events.end();
  reader.end(emit);
  return builder.reply();
}

function replyDifferences(recording: Recording): string[] {
  const { status, body = null, streamed, file } = recording;
  try {
    if (status >= 400) return errorDifferences(recording);
    return streamed === undefined ? bodyDifferences(body) : streamDifferences(streamed);
  } catch (error) {
    const isExpected = file === spliced && error instanceof ModelError && error.kind === 'interrupted';
    return isExpected ? [] : [`reply: ${String(error)}`];
  }
}

function errorDifferences({ status, headers, body = null }: Recording): string[] {
  const { kind, message, code } = messages.readError({ status, headers, body: JSON.stringify(body) });
  const { type, message: said } = failureOf(body);
  return difference('error', { kind, message, code }, { kind: kinds[status], message: said, code: type });
}

function bodyDifferences(body: JsonValue): string[] {
  const reply = messages.readReply(body, family);
  const { content, stop_reason: reason } = messages.writeReply(reply, target);
  const came = asObject(body);
  return [
    ...difference('reply', factsOf(reply), factsOfBody(body)),
    ...difference('reply written back', { content, reason }, { content: came.content, reason: came.stop_reason }),
  ];
}

function streamDifferences(streamed: string): string[] {
  const writer = messages.writeStream(target);
  let text = '';
  const reply = readStreamed([Buffer.from(streamed)], (part) => (text += writer.write(part)));
  return [
    ...difference('stream', factsOf(reply), factsOfStream(streamed)),
    ...difference('stream written back', comparable(readStreamed([Buffer.from(text)])), comparable(reply)),
  ];
}

/** Requests that their provider refused may be refused by us; all others must be written back as they came. */
function requestDifferences({ request, status }: Recording): string[] {
  if (request === undefined) return [];
  try {
    const read = messages.readRequest(request);
    const { model, stream } = read;
    const { body, adaptations } = messages.writeRequest(read.request, { model, stream, family, dialect: asGiven });
    return [
      ...difference('request', JSON.parse(JSON.stringify(body)), normalised(request)),
      ...difference('adaptations', adaptations, []),
    ];
  } catch (error) {
    const isRefused = status >= 400 && error instanceof ModelError && error.kind === 'invalid-request';
    return isRefused ? [] : [`request: ${String(error)}`];
  }
}

/**
 * How a request may differ that has been read and written again: `stream: false`, the default, is left out; empty lists
 * and nulls say nothing; a tool result without content has empty content.
 */
function normalised(request: JsonObject): JsonObject {
  const kept = Object.entries(request).filter(
    ([field, value]) =>
      value !== null && !(isArray(value) && value.length === 0) && !(field === 'stream' && value === false),
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)), (_key, value: unknown) =>
    isObject(value) && value.type === 'tool_result' ? { content: '', ...value } : value,
  );
}

function factsOf({ content, usage, rawFinishReason }: Reply): MessagesFacts {
  return {
    text: textOf(content),
    reasoning: content.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: content.flatMap((part) => (part.type === 'tool-call' ? [{ name: part.name, input: part.input }] : [])),
    stopReason: rawFinishReason,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
  };
}

/** A reply without what a written stream has no place for: the provider's own usage object, and who called a tool. */
function comparable({ content, usage, ...reply }: Reply): unknown {
  const parts = content.map((part) => {
    const isOurs = part.type === 'tool-call' && part.providerExecuted === undefined;
    const { citations } = asObject(part.state?.value);
    return isOurs || (isArray(citations) && citations.length === 0) ? { ...part, state: undefined } : part;
  });
  return { ...reply, content: parts, usage: { ...usage, raw: undefined }, answeredBy: undefined };
}

function difference(name: string, got: unknown, expected: unknown): string[] {
  const [a, b]: [string, string] = [JSON.stringify(got), JSON.stringify(expected)];
  if (isDeepStrictEqual(JSON.parse(a), JSON.parse(b))) return [];
  return [`${name}: got ${a.slice(0, 300)}, recorded ${b.slice(0, 300)}`];
}
