import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { asArray, asObject, isArray } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import { textOf } from '../../packages/steadfast/src/model/message.ts';
import type { AssistantPart } from '../../packages/steadfast/src/model/message.ts';
import { ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import type { StreamPart } from '../../packages/steadfast/src/model/stream-part.ts';
import { gemini } from '../../packages/steadfast/src/protocols/gemini/gemini.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import { factsOfPieces, failureOf, piecesOf } from './gemini-oracle.ts';
import type { GeminiFacts } from './gemini-oracle.ts';
import { requestDifferences } from './gemini-requests.ts';
import type { Recording } from './recordings.ts';
import type { CorpusCheck } from './report.ts';

const family = 'google';
const target = { family, model: 'gemini', id: 'made_up', created: 0, includeUsage: true };

/** Kinds of the errors that are recorded, by status; a key that is not valid has status 400. */
const kinds: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  403: 'permission',
  404: 'not-found',
  429: 'rate-limit',
};

/** Holds what we read of generateContent exchanges against what the oracle reads, and what we write against what came. */
export const geminiCheck: CorpusCheck = {
  protocol: 'gemini',
  recordings: ({ protocol }) => protocol === 'gemini-generate' || protocol === 'gemini-stream',
  differences: (recording) => [...replyDifferences(recording), ...requestDifferences(recording)],
};

/** Reads a recorded stream from its bytes, however they are cut. */
export function readStreamed(chunks: Iterable<Uint8Array>, tap: (part: StreamPart) => void = () => {}): Reply {
  const builder = new ReplyBuilder();
  const reader = gemini.readStream(family);
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
  const { status, body = null, streamed } = recording;
  try {
    if (status >= 400) return errorDifferences(recording);
    return streamed === undefined ? bodyDifferences(body) : streamDifferences(streamed);
  } catch (error) {
    const isRefused = asObject(body).promptFeedback !== undefined;
    const isExpected = isRefused && error instanceof ModelError && error.kind === 'content-filter';
    return isExpected ? [] : [`reply: ${String(error)}`];
  }
}

function errorDifferences({ status, headers, body = null }: Recording): string[] {
  const { kind, message, retryAfterMs } = gemini.readError({ status, headers, body: JSON.stringify(body) });
  const said = failureOf(body).message;
  const expected = said.startsWith('API key not valid') ? 'auth' : kinds[status];
  const wait = status === 429 ? 34_400 : undefined;
  return difference('error', { kind, message, retryAfterMs }, { kind: expected, message: said, retryAfterMs: wait });
}

function bodyDifferences(body: JsonValue): string[] {
  const reply = gemini.readReply(body, family);
  const read = difference('reply', factsOf(reply), factsOfPieces(isArray(body) ? body : [body]));
  // What came in pieces is one reply now.
  if (isArray(body)) return read;
  const back = gemini.writeReply(reply, target);
  return [...read, ...difference('reply written back', comparable(back), comparable(asObject(body)))];
}

function streamDifferences(streamed: string): string[] {
  const writer = gemini.writeStream(target);
  let text = '';
  const reply = readStreamed([Buffer.from(streamed)], (part) => (text += writer.write(part)));
  return [
    ...difference('stream', factsOf(reply), factsOfPieces(piecesOf(streamed))),
    ...difference('stream written back', factsOf(readStreamed([Buffer.from(text)])), factsOf(reply)),
  ];
}

/** What a reply written back must have in common with what came; empty parts say nothing, numbers become words. */
function comparable(body: JsonObject): unknown {
  return asArray(body.candidates).map((item) => {
    const { content, groundingMetadata, urlContextMetadata } = asObject(item);
    const parts = asArray(asObject(content).parts).filter((part) => JSON.stringify(part) !== '{"text":""}');
    return { parts, groundingMetadata, urlContextMetadata, reason: factsOfPieces([body]).reason };
  });
}

function factsOf({ content, usage, rawFinishReason }: Reply): GeminiFacts {
  const values = content.map(({ state }) => asObject(state?.value));
  return {
    text: textOf(content),
    reasoning: content.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: content.flatMap((part) =>
      part.type === 'tool-call' && part.providerExecuted !== true ? [{ name: part.name, input: part.input }] : [],
    ),
    ran: values.flatMap(({ part }) => part ?? []),
    signatures: values.flatMap(signatureOf),
    media: content.flatMap(dataOf),
    grounding: values.flatMap(({ candidate }) => asObject(candidate).groundingMetadata ?? []).at(-1),
    reason: rawFinishReason,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
  };
}

function signatureOf({ part, thoughtSignature }: JsonObject): string[] {
  const signature = thoughtSignature ?? asObject(part).thoughtSignature;
  return typeof signature === 'string' ? [signature] : [];
}

function dataOf(part: AssistantPart): string[] {
  return (part.type === 'image' || part.type === 'file') && part.source.kind === 'base64' ? [part.source.data] : [];
}

function difference(name: string, got: unknown, expected: unknown): string[] {
  const [a, b]: [string, string] = [JSON.stringify(got), JSON.stringify(expected)];
  if (isDeepStrictEqual(JSON.parse(a), JSON.parse(b))) return [];
  return [`${name}: got ${a.slice(0, 300)}, recorded ${b.slice(0, 300)}`];
}
