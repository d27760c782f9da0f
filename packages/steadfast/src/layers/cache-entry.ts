import type { Adaptation, CachedReply, Completion, RawReply, Reply } from '../model/completion.ts';
import type { Cost } from '../model/cost.ts';
import type { CompletionStream } from '../model/model.ts';
import { partsOfReply } from '../model/reply-builder.ts';
import type { BytesDelta, StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import type { OpenCall } from '../time/open-call.ts';

/** A part of a stream as it is kept: bytes are in base64. */
export type CachedPart = Exclude<StreamPart, BytesDelta> | { readonly type: 'bytes-delta'; readonly base64: string };

/** A reply as it is kept: plain data that JSON can say, with the private state of its provider as it came. */
export interface CacheEntry {
  readonly version: 1;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  /** The model that answered: `provider/model`. */
  readonly model: string;
  readonly requestId?: string;
  readonly reply: Reply;
  readonly adaptations: readonly Adaptation[];
  /** The parts of a streamed reply, as they came. */
  readonly parts?: readonly CachedPart[];
  /** Status and headers of a relayed reply. */
  readonly head?: CompletionStream['head'];
  /** The body of a relayed reply that came whole, in base64. */
  readonly raw?: Omit<RawReply, 'body'> & { readonly base64: string };
}

/** The entry of a whole reply. */
export function entryOf(completion: Completion, now: number): CacheEntry {
  const { model, requestId, adaptations, cached, raw } = completion;
  const storedAt = now - (cached?.ageMs ?? 0);
  return { version: 1, storedAt, model, requestId, reply: replyOf(completion), adaptations, raw: raw && keptRaw(raw) };
}

/** The entry of a streamed reply. */
export function entryOfStream(
  completion: Completion,
  parts: readonly StreamPart[],
  head: CompletionStream['head'],
  now: number,
): CacheEntry {
  // What a restart made void is not shown again.
  const begin = parts.findLastIndex(({ type }) => type === 'reply-restart') + 1;
  const kept = parts.slice(begin).map((part) => (part.type === 'bytes-delta' ? keptBytes(part) : part));
  return { ...entryOf(completion, now), parts: kept, head: head && { ...head, headers: lasting(head.headers) } };
}

/** About how much an entry holds without the parts of its stream, in characters and bytes. */
export function sizeOf({ reply, raw }: CacheEntry): number {
  let size = 512 + (raw?.base64.length ?? 0);
  for (const part of reply.content) {
    const plain = part.type === 'text' && part.state === undefined;
    size += plain ? part.text.length : JSON.stringify(part).length;
  }
  return reply.alternatives === undefined ? size : size + JSON.stringify(reply.alternatives).length;
}

/** The reply as a call gets it that asked no provider. */
export function cachedCompletion(completion: Completion, cached: CachedReply, call: OpenCall, now: number): Completion {
  const { model, requestId, adaptations, raw } = completion;
  const own = joined(replyOf(completion), { model, requestId, adaptations, raw }, cached, call, now);
  const { fallback, shouldEscalate } = completion;
  return fallback === undefined ? own : { ...own, fallback, shouldEscalate };
}

/** The reply of an entry, whole. */
export function completionOf(entry: CacheEntry, call: OpenCall, now: number): Completion {
  const { reply, model, requestId, adaptations, raw: kept, storedAt } = entry;
  const raw = kept && { ...kept, body: Buffer.from(kept.base64, 'base64') };
  return joined(reply, { model, requestId, adaptations, raw }, { from: 'store', ageMs: now - storedAt }, call, now);
}

/** The reply of an entry, as a stream of the parts in which it came. */
export function streamOfEntry(entry: CacheEntry, call: OpenCall, now: number): CompletionStream {
  const completion = completionOf(entry, call, now);
  const stream = new ReplyStream(nothing, () => completion, entry.head);
  const relayed = entry.head !== undefined;
  // Whoever looks at a relay is shown what its bytes say; its reader is given the bytes.
  if (relayed) for (const part of partsOfReply(entry.reply)) if (part.type !== 'finish') stream.note(part);
  for (const part of entry.parts?.map(partOf) ?? partsOfReply(entry.reply)) stream.push(part);
  stream.end();
  return stream;
}

const nothing = { pause: () => undefined, resume: () => undefined, close: () => undefined };

const nothingPaid = { uncached: 0, cacheRead: 0, cacheWrite: 0, text: 0, reasoning: 0, fees: 0 };
const noCost: Cost = { known: true, amount: 0, currency: 'USD', buckets: nothingPaid, source: 'cache' };

function joined(
  reply: Reply,
  facts: Pick<Completion, 'model' | 'requestId' | 'adaptations' | 'raw'>,
  cached: CachedReply,
  { journal }: OpenCall,
  now: number,
): Completion {
  const totalMs = now - journal.startedAt;
  const timings = { queueMs: journal.waitedMs, firstContentMs: totalMs, totalMs };
  return toCompletion(reply, { ...facts, attempts: [], timings, cached, costOf: () => noCost });
}

function replyOf(completion: Completion): Reply {
  const { content, finishReason, rawFinishReason, usage, id, answeredBy, alternatives } = completion;
  return { content, finishReason, rawFinishReason, usage, id, answeredBy, alternatives };
}

function keptRaw({ protocol, status, headers, body }: RawReply): CacheEntry['raw'] {
  return { protocol, status, headers: lasting(headers), base64: base64Of(body) };
}

/** Headers of a reply that hold for one caller or one moment only. */
const passing = /^(?:set-cookie|retry-after.*|.*ratelimit.*)$/;

function lasting(headers: RawReply['headers']): RawReply['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.test(name)));
}

function keptBytes({ bytes }: BytesDelta): CachedPart {
  return { type: 'bytes-delta', base64: base64Of(bytes) };
}

function partOf(part: CachedPart): StreamPart {
  return part.type === 'bytes-delta' ? { type: 'bytes-delta', bytes: Buffer.from(part.base64, 'base64') } : part;
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
