import type { Completion } from '../model/completion.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import type { Clock } from '../time/clock.ts';
import { ReplyStream } from './reply-stream.ts';
import type { StreamSource } from './stream-source.ts';

/** Ends a stream whose next part does not come within so many milliseconds; time that its reader takes does not count. */
export function guardIdle(stream: CompletionStream, idleMs: number, target: string, clock: Clock): CompletionStream {
  const pump = new Pump(stream, idleMs, target, clock);
  void pump.run();
  return pump.guarded;
}

class Pump implements StreamSource {
  readonly guarded: ReplyStream;
  readonly #stream: CompletionStream;
  readonly #idleMs: number;
  readonly #target: string;
  readonly #clock: Clock;
  #completion: Completion | undefined;
  #held: PromiseWithResolvers<void> | undefined;

  constructor(stream: CompletionStream, idleMs: number, target: string, clock: Clock) {
    this.#stream = stream;
    this.#idleMs = idleMs;
    this.#target = target;
    this.#clock = clock;
    this.guarded = new ReplyStream(this, () => this.#whole(), stream.head, stream.rateWindows);
  }

  async run(): Promise<void> {
    try {
      const iterator = this.#stream[Symbol.asyncIterator]();
      for (let step = await this.#next(iterator); step.done !== true; step = await this.#next(iterator)) {
        this.guarded.push(step.value);
        await this.#held?.promise;
      }
      this.#completion = await this.#stream.result;
      this.guarded.end();
    } catch (error) {
      this.guarded.fail(isModelError(error) ? error : this.#unknownError(error));
      await this.#stream.close();
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
    this.#held?.resolve();
    void this.#stream.close();
  }

  #whole(): Completion {
    if (this.#completion === undefined) throw this.#unknownError(undefined);
    return this.#completion;
  }

  async #next(iterator: AsyncIterator<StreamPart, unknown>): Promise<IteratorResult<StreamPart, unknown>> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = this.#clock.after(this.#idleMs, () => {
      reject(this.#idleError());
    });
    try {
      return await Promise.race([iterator.next(), promise]);
    } finally {
      timer.cancel();
    }
  }

  #idleError(): ModelError {
    const message = `${this.#target} stopped in the middle of its reply: nothing came for ${this.#idleMs} ms.`;
    const partial = this.guarded.partial();
    return new ModelError({ kind: 'timeout', phase: 'idle', message, model: this.#target, partial });
  }

  #unknownError(cause: unknown): ModelError {
    const message = `${this.#target} broke off its reply: ${cause instanceof Error ? cause.message : 'no reason given'}.`;
    return new ModelError({
      kind: 'interrupted',
      message,
      model: this.#target,
      partial: this.guarded.partial(),
      cause,
    });
  }
}
