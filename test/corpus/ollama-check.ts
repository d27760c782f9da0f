import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { asObject, asString, isArray, isObject } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import { textOf } from '../../packages/steadfast/src/model/message.ts';
import { ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import type { StreamPart } from '../../packages/steadfast/src/model/stream-part.ts';
import { ollama } from '../../packages/steadfast/src/protocols/ollama/ollama.ts';
import { NdjsonReader } from '../../packages/steadfast/src/wire/ndjson.ts';
import { linesOf, ollamaFacts } from './ollama-oracle.ts';
import type { OllamaFacts } from './ollama-oracle.ts';
import type { Recording } from './recordings.ts';
import type { CorpusCheck } from './report.ts';

const family = 'ollama';

/** Holds what we read of Ollama exchanges against what the oracle reads, and what we write against what came. */
export const ollamaCheck: CorpusCheck = {
  protocol: 'ollama',
  recordings: ({ protocol }) => protocol === 'ollama-chat' || protocol === 'ollama-generate',
  differences: (recording) => [...replyDifferences(recording), ...requestDifferences(recording)],
};

/** Reads a recorded stream from its bytes, however they are cut. */
export function readLines(chunks: Iterable<Uint8Array>, tap: (part: StreamPart) => void = () => {}): Reply {
  const builder = new ReplyBuilder();
  const reader = ollama.readStream(family);
  const emit = (part: StreamPart): void => {
    builder.add(part);
    tap(part);
  };
  const lines = new NdjsonReader((event, data) => reader.read(event, data, emit));
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  reader.end(emit);
  return builder.reply();
}

function replyDifferences({ status, headers, body = null, streamed }: Recording): string[] {
  try {
    if (status >= 400) {
      const { kind, message } = ollama.readError({ status, headers, body: JSON.stringify(body) });
      return difference('error', { kind, message }, { kind: 'not-found', message: asString(asObject(body).error) });
    }
    return streamed === undefined ? bodyDifferences(body) : streamDifferences(streamed);
  } catch (error) {
    return [`reply: ${String(error)}`];
  }
}

function bodyDifferences(body: JsonValue): string[] {
  const reply = ollama.readReply(body, family);
  const written = ollama.writeReply(reply, { model: reply.answeredBy ?? '', id: '', created: 0, family });
  return [
    ...difference('reply', factsOf(reply), ollamaFacts([body])),
    ...difference('reply written back', ollamaFacts([written]), ollamaFacts([body])),
  ];
}

function streamDifferences(streamed: string): string[] {
  const model = asString(asObject(linesOf(streamed)[0]).model) ?? '';
  const writer = ollama.writeStream({ model, id: '', created: 0, family, includeUsage: true });
  let text = '';
  const reply = readLines([Buffer.from(streamed)], (part) => (text += writer.write(part)));
  const recorded = ollamaFacts(linesOf(streamed));
  return [
    ...difference('stream', factsOf(reply), recorded),
    ...difference('stream written back', ollamaFacts(linesOf(text)), recorded),
  ];
}

/** Requests of /api/generate are not spoken; all others must be written back as they came. */
function requestDifferences({ request, protocol }: Recording): string[] {
  if (request === undefined || protocol !== 'ollama-chat') return [];
  try {
    const read = ollama.readRequest(request);
    const { model, stream } = read;
    const { body, adaptations } = ollama.writeRequest(read.request, { model, stream, family, dialect: {} });
    return [
      ...difference('request', withoutMadeUpIds(JSON.parse(JSON.stringify(body)), request), normalised(request)),
      ...difference('adaptations', adaptations, []),
    ];
  } catch (error) {
    return [`request: ${String(error)}`];
  }
}

/**
 * How a request may differ that has been read and written again: whether it wants a stream is always said, and it does
 * when it does not say; empty lists, an empty `format` and empty `options` say nothing.
 */
function normalised(request: JsonObject): JsonObject {
  const kept = Object.entries(request).filter(([, value]) => !isEmpty(value));
  const messages = isArray(request.messages) ? request.messages.map(withoutEmpty) : [];
  return { stream: true, ...Object.fromEntries(kept), messages };
}

function withoutEmpty(message: JsonValue): JsonValue {
  return Object.fromEntries(
    Object.entries(asObject(message)).filter(([field, value]) => field === 'content' || !isEmpty(value)),
  );
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === '' || (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Calls without an id get one, by which their results name them. */
function withoutMadeUpIds(written: unknown, request: JsonObject): unknown {
  const hadIds = JSON.stringify(request).includes('"id":');
  return JSON.parse(JSON.stringify(written), (key, value: unknown) =>
    !hadIds && (key === 'id' || key === 'tool_call_id') ? undefined : value,
  );
}

function factsOf({ content, usage, rawFinishReason, answeredBy }: Reply): OllamaFacts {
  return {
    text: textOf(content),
    reasoning: content.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: content.flatMap((part) => (part.type === 'tool-call' ? [{ name: part.name, input: part.input }] : [])),
    doneReason: rawFinishReason,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    model: answeredBy ?? '',
  };
}

function difference(name: string, got: unknown, expected: unknown): string[] {
  const [a, b]: [string, string] = [JSON.stringify(got), JSON.stringify(expected)];
  if (isDeepStrictEqual(JSON.parse(a), JSON.parse(b))) return [];
  return [`${name}: got ${a.slice(0, 300)}, recorded ${b.slice(0, 300)}`];
}
