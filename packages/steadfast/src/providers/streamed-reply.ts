import type { Completion, Reply } from '../model/completion.ts';
import { partsOfReply } from '../model/reply-builder.ts';
import { isContent } from '../model/stream-part.ts';
import type { Finish, StreamPart } from '../model/stream-part.ts';
import type { OpenAttempt } from '../model/journal.ts';
import { toCompletion } from '../model/to-completion.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { StreamReader } from '../protocols/protocol.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { FrameReader } from '../wire/frame-reader.ts';
import { NdjsonReader } from '../wire/ndjson.ts';
import type { OpenReply, StreamHandler } from '../wire/open.ts';
import { SseReader } from '../wire/sse.ts';
import { namedError } from './failure.ts';
import type { Prepared } from './prepare.ts';
import { rateReport } from './rate-report.ts';
import { RelayBytes } from './relay-bytes.ts';
import type { Target } from './target.ts';

/** What a streamed reply is made of. */
export interface StreamedReplyParts {
  readonly target: Target;
  readonly call: OpenCall;
  readonly prepared: Prepared;
  readonly attempt: OpenAttempt;
  readonly open: OpenReply;
  /** The longest time between two data events, in milliseconds. */
  readonly idleMs: number;
}

/** How long a connection is kept for the end of its body when the reply has been said, in milliseconds. */
const tailMs = 1_000;

/** Reads a streamed reply from the wire and gives it to its reader, once its first content is here. */
export class StreamedReply implements StreamHandler {
  /** Settles at the commit point. */
  readonly committed: Promise<ReplyStream>;
  readonly #parts: StreamedReplyParts;
  readonly #stream: ReplyStream;
  readonly #reader: StreamReader;
  readonly #frames: FrameReader;
  readonly #relay: RelayBytes | undefined;
  readonly #commit: PromiseWithResolvers<ReplyStream> = Promise.withResolvers();
  readonly #emit = (part: StreamPart): void => {
    this.#take(part);
  };
  #firstContentAt = 0;
  #heard = false;
  #finish: Finish | undefined;
  #over = false;

  constructor(parts: StreamedReplyParts) {
    const { target, prepared, open } = parts;
    this.#parts = parts;
    this.committed = this.#commit.promise;
    const source = { pause: () => open.pause(), resume: () => open.resume(), close: () => this.#leave() };
    const relayedHead = prepared.relayed ? open.head : undefined;
    const report = rateReport(target, open.head);
    this.#stream = new ReplyStream(source, (reply) => this.#whole(reply), relayedHead, report);
    this.#reader = target.protocol.readStream(target.family);
    this.#relay = prepared.relayed ? new RelayBytes(target.protocol.framing) : undefined;
    const onFrame = (event: string, data: string): void => {
      this.#heard = true;
      if (!this.#reader.finished) this.#reader.read(event, data, this.#emit);
    };
    this.#frames = target.protocol.framing === 'sse' ? new SseReader(onFrame) : new NdjsonReader(onFrame);
  }

  onChunk(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#heard = false;
    this.#frames.push(bytes);
    const { finished } = this.#reader;
    if (this.#heard && this.#firstContentAt !== 0) {
      const { open, idleMs } = this.#parts;
      open.within('idle', finished ? Math.min(tailMs, idleMs) : idleMs);
    }
    this.#passOn(this.#relay?.take(bytes));
    // A relayed stream goes on to its last byte; a read one is over with its finish.
    if (finished && this.#relay === undefined) this.#end();
  }

  onEnd(): void {
    if (this.#over) return;
    this.#frames.end();
    const whole = this.#reader.finished;
    if (!whole) this.#reader.end(this.#emit);
    this.#passOn(this.#relay?.rest());
    if (!whole && this.#relay !== undefined) this.#passOn(Buffer.from(this.#parts.target.protocol.terminator ?? ''));
    this.#end();
  }

  /** A whole reply came where a stream was asked for: it is given as one. */
  whole(reply: Reply): void {
    const { target, prepared } = this.#parts;
    const parts = partsOfReply(reply);
    if (prepared.relayed) this.#passOn(writtenStream(target, prepared, reply, parts));
    for (const part of parts) this.#take(part);
    this.#end();
  }

  onError(error: unknown): void {
    if (this.#over) return;
    // All has been said: how the connection ends after that is of no interest.
    if (this.#reader.finished) {
      this.#end();
      return;
    }
    this.#over = true;
    if (this.#firstContentAt === 0) {
      this.#commit.reject(error);
      return;
    }
    const { target, attempt, call, open } = this.#parts;
    const named = namedError(target, error, requestIdOf(open.head.headers));
    // After the commit point a broken connection means one thing to the caller: the reply was cut.
    const kind = named.kind === 'connection' ? 'interrupted' : named.kind;
    const broken = named.with({ kind, partial: this.#stream.partial() });
    attempt.fail(target.clock.now(), broken);
    this.#stream.fail(broken.with({ attempts: call.journal.attempts }));
  }

  #take(part: StreamPart): void {
    if (this.#firstContentAt === 0 && isContent(part)) this.#commitNow();
    if (this.#relay === undefined) {
      this.#stream.push(part);
      return;
    }
    this.#stream.note(part);
    if (part.type === 'finish') this.#finish = part;
  }

  #commitNow(): void {
    const { target, attempt, call, prepared } = this.#parts;
    this.#firstContentAt = target.clock.now();
    attempt.succeed(this.#firstContentAt);
    call.journal.adapt(prepared.adaptations);
    this.#commit.resolve(this.#stream);
  }

  #passOn(bytes: Uint8Array | undefined): void {
    if (bytes !== undefined && bytes.length > 0) this.#stream.push({ type: 'bytes-delta', bytes });
  }

  /** The reader has gone: whatever still comes is of no interest. */
  #leave(): void {
    this.#over = true;
    this.#parts.open.abort();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    // The bytes of a relay go first: nothing follows the finish.
    if (this.#finish !== undefined) this.#stream.push(this.#finish);
    this.#stream.end();
  }

  #whole(reply: Reply): Completion {
    const { target, call, prepared, open } = this.#parts;
    const { journal } = call;
    const totalMs = target.clock.now() - journal.startedAt;
    return toCompletion(reply, {
      model: target.id,
      requestId: requestIdOf(open.head.headers),
      attempts: journal.attempts,
      adaptations: journal.adaptations,
      timings: { queueMs: journal.waitedMs, firstContentMs: this.#firstContentAt - journal.startedAt, totalMs },
      request: prepared.sent,
      costOf: target.costOf,
      rateWindows: this.#stream.rateWindows,
    });
  }
}

function writtenStream(target: Target, { form }: Prepared, reply: Reply, parts: readonly StreamPart[]): Uint8Array {
  const { id = 'reply', answeredBy: model = target.model } = reply;
  const created = Math.floor(target.clock.now() / 1_000);
  const writer = target.protocol.writeStream({ model, includeUsage: false, id, created, family: target.family, form });
  return Buffer.from(parts.map((part) => writer.write(part)).join(''));
}
