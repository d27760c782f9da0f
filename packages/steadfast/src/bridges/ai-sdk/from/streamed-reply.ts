import type { LanguageModelV4StreamPart, LanguageModelV4StreamResult } from '@ai-sdk/provider';
import type { Adaptation, Completion, Reply } from '../../../model/completion.ts';
import type { CompletionRequest } from '../../../model/completion-request.ts';
import type { OpenAttempt } from '../../../model/journal.ts';
import type { CompletionStream } from '../../../model/model.ts';
import { isContent } from '../../../model/stream-part.ts';
import type { StreamPart } from '../../../model/stream-part.ts';
import { toCompletion } from '../../../model/to-completion.ts';
import { requestIdOf } from '../../../protocols/classify.ts';
import { ReplyStream } from '../../../stream/reply-stream.ts';
import type { StreamSource } from '../../../stream/stream-source.ts';
import type { OpenCall } from '../../../time/open-call.ts';
import { readWarning } from '../warning.ts';
import { CallBounds } from './call-bounds.ts';
import { callError } from './call-error.ts';
import { writeCall } from './call-options.ts';
import type { SdkTarget } from './sdk-target.ts';
import { sentRequest } from './sent-request.ts';
import { SdkStreamReader } from './stream-read.ts';

/** Asks an AI SDK model for a streamed reply, once; settles when its first content is here. */
export async function openStream(
  target: SdkTarget,
  request: CompletionRequest,
  call: OpenCall,
): Promise<CompletionStream> {
  const { sdk, id, clock } = target;
  const attempt = call.journal.open(id, clock.now());
  const bounds = new CallBounds(call, id, clock);
  try {
    const { options, adaptations } = writeCall(request, target, bounds.signal);
    const result = await bounds.within(() => sdk.doStream(options), discard);
    const streamed = new StreamedReply({ target, call, attempt, bounds, result }, adaptations);
    void streamed.run();
    return await streamed.committed;
  } catch (error) {
    const named = callError(bounds.error ?? error, target);
    attempt.fail(clock.now(), named);
    bounds.release();
    throw named;
  }
}

/** A stream that came when nobody waited for it any more is ended, and with it the request behind it. */
function discard({ stream }: LanguageModelV4StreamResult): void {
  stream.cancel().catch(() => undefined);
}

interface StreamedReplyParts {
  readonly target: SdkTarget;
  readonly call: OpenCall;
  readonly attempt: OpenAttempt;
  readonly bounds: CallBounds;
  readonly result: LanguageModelV4StreamResult;
}

/** Reads the stream of an AI SDK model and gives it to its reader, once its first content is here. */
class StreamedReply implements StreamSource {
  /** Settles at the commit point. */
  readonly committed: Promise<ReplyStream>;
  readonly #parts: StreamedReplyParts;
  readonly #source: ReadableStreamDefaultReader<LanguageModelV4StreamPart>;
  readonly #stream: ReplyStream;
  readonly #reader: SdkStreamReader;
  readonly #commit = Promise.withResolvers<ReplyStream>();
  #adaptations: readonly Adaptation[];
  #firstContentAt = 0;
  #held: PromiseWithResolvers<void> | undefined;
  #over = false;

  constructor(parts: StreamedReplyParts, adaptations: readonly Adaptation[]) {
    const { target, bounds, result } = parts;
    this.#parts = parts;
    this.#adaptations = adaptations;
    this.committed = this.#commit.promise;
    this.#source = result.stream.getReader();
    this.#stream = new ReplyStream(this, (reply) => this.#whole(reply));
    this.#reader = new SdkStreamReader(target.provider, (part) => this.#take(part));
    bounds.onEnd((error) => this.#fail(error));
  }

  async run(): Promise<void> {
    try {
      while (!this.#over && !this.#reader.finished) {
        const { done, value } = await this.#source.read();
        if (done || this.#over) break;
        this.#read(value);
        await this.#held?.promise;
      }
      if (this.#over) return;
      this.#reader.end();
      this.#leave();
      this.#stream.end();
    } catch (error) {
      this.#fail(error);
    }
  }

  pause(): void {
    this.#held = Promise.withResolvers<void>();
  }

  resume(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  close(): void {
    this.#leave();
    this.#parts.bounds.abandon();
  }

  #read(part: LanguageModelV4StreamPart): void {
    if (part.type === 'error') this.#fail(part.error);
    else if (part.type === 'stream-start') {
      const warnings = part.warnings.map((warning) => readWarning(warning, this.#parts.target.id));
      this.#adaptations = [...this.#adaptations, ...warnings];
    } else this.#reader.read(part);
  }

  #take(part: StreamPart): void {
    if (this.#firstContentAt === 0 && isContent(part)) {
      const { target, call, attempt } = this.#parts;
      this.#firstContentAt = target.clock.now();
      attempt.succeed(this.#firstContentAt);
      call.journal.adapt(this.#adaptations);
      this.#commit.resolve(this.#stream);
    }
    this.#stream.push(part);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#leave();
    if (this.#firstContentAt === 0) {
      this.#commit.reject(error);
      return;
    }
    const { target, attempt, call } = this.#parts;
    const named = callError(error, target);
    // After the commit point a broken connection means one thing to the caller: the reply was cut.
    const kind = named.kind === 'connection' ? 'interrupted' : named.kind;
    const broken = named.with({ kind, partial: this.#stream.partial() });
    attempt.fail(target.clock.now(), broken);
    this.#stream.fail(broken.with({ attempts: call.journal.attempts }));
  }

  /** Nothing more is read: the provider's stream ends, and so does the wait for its next part. */
  #leave(): void {
    this.#over = true;
    this.#parts.bounds.release();
    this.resume();
    // A stream that has failed cannot be cancelled, and need not be.
    this.#source.cancel().catch(() => undefined);
  }

  #whole(reply: Reply): Completion {
    const { target, call, result } = this.#parts;
    const { journal } = call;
    const totalMs = target.clock.now() - journal.startedAt;
    return toCompletion(reply, {
      model: target.id,
      requestId: requestIdOf(result.response?.headers ?? {}),
      attempts: journal.attempts,
      adaptations: journal.adaptations,
      timings: { queueMs: journal.waitedMs, firstContentMs: this.#firstContentAt - journal.startedAt, totalMs },
      request: sentRequest(result.request),
    });
  }
}
