import type { Completion, Reply } from '../model/completion.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { Finish, StreamPart } from '../model/stream-part.ts';
import type { Usage } from '../model/usage.ts';
import { unreportedUsage } from '../model/usage.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import type { StreamSource } from '../stream/stream-source.ts';
import { ContinueParts } from './continue-parts.ts';
import { GivenReply } from './survive-given.ts';
import { joinedCompletion, joinedError, sumWith } from './survive-joined.ts';
import { NextGo } from './survive-go.ts';
import type { OpenGo, SurvivingCall } from './survive-go.ts';

/** A streamed reply that outlives the streams that it comes in: when one breaks, the next is opened, as the policy says. */
export class SurvivingReply implements StreamSource {
  readonly stream: ReplyStream;
  readonly #call: SurvivingCall;
  readonly #goes: NextGo;
  readonly #firstContentAt: number;
  /** The usage of streams that broke, as far as they told of it. */
  readonly #spent: Usage[] = [];
  /** What broke the reply off first. */
  #broken: ModelError | undefined;
  #given = new GivenReply();
  #current: CompletionStream;
  #continue: ContinueParts | undefined;
  #finish: Finish | undefined;
  #completion: Completion | undefined;
  #held: PromiseWithResolvers<void> | undefined;
  #left = false;

  /** Begins to pass on a stream that has its first content. */
  static of(first: CompletionStream, call: SurvivingCall): SurvivingReply {
    const reply = new SurvivingReply(first, call);
    void reply.#run();
    return reply;
  }

  private constructor(first: CompletionStream, call: SurvivingCall) {
    this.#current = first;
    this.#call = call;
    this.#goes = new NextGo(call);
    this.#firstContentAt = call.clock.now();
    this.stream = new ReplyStream(this, (reply) => this.#whole(reply), undefined, first.rateWindows);
  }

  pause(): void {
    this.#held = Promise.withResolvers<void>();
  }

  resume(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  close(): void {
    this.#left = true;
    this.#goes.leave();
    this.#held?.resolve();
    void this.#current.close();
  }

  async #run(): Promise<void> {
    for (let broken = await this.#pass(); broken !== undefined && !this.#left; broken = await this.#pass()) {
      this.#spent.push(broken.partial?.usage ?? unreportedUsage);
      this.#broken ??= broken;
      try {
        this.#enter(await this.#goes.after(broken, this.#given));
      } catch (error) {
        const usage = sumWith(this.#spent, undefined);
        this.stream.fail(
          joinedError(this.#broken, this.#errorOf(error), this.stream.partial(), usage, this.#call.call),
        );
        return;
      }
    }
  }

  /** Passes a stream on to its end, or gives the error with which it breaks. */
  async #pass(): Promise<ModelError | undefined> {
    try {
      for await (const part of this.#current) {
        this.#take(part);
        if (this.#held !== undefined) await this.#held.promise;
        if (this.#left) return undefined;
      }
      this.#completion = await this.#current.result;
      for (const part of this.#continue?.end() ?? []) this.#give(part);
    } catch (error) {
      this.#finish = undefined;
      const named = this.#errorOf(error);
      if (this.#continue !== undefined) this.#goes.reject(named);
      return named;
    }
    this.#end();
    return undefined;
  }

  #take(part: StreamPart): void {
    if (part.type === 'finish') this.#finish = part;
    else if (this.#continue === undefined) this.#give(part);
    else for (const placed of this.#continue.take(part)) this.#give(placed);
  }

  #give(part: StreamPart): void {
    this.#given.add(part);
    this.stream.push(part);
  }

  #enter({ stream, form, target, kind }: OpenGo): void {
    this.#current = stream;
    if (this.#left) {
      void stream.close();
      return;
    }
    this.#continue = form && new ContinueParts(this.#given, form, target);
    if (form !== undefined) return;
    this.#given = new GivenReply();
    this.stream.push({ type: 'reply-restart', kind, target });
  }

  #end(): void {
    if (this.#finish !== undefined) {
      this.stream.push({ ...this.#finish, usage: sumWith(this.#spent, this.#finish.usage) });
    }
    this.stream.end();
  }

  #whole(reply: Reply): Completion {
    const completion = this.#completion;
    if (completion === undefined) throw this.#errorOf(undefined);
    if (this.#spent.length === 0) return completion;
    const continued = this.#continue === undefined ? undefined : reply;
    const usage = sumWith(this.#spent, completion.usage);
    return joinedCompletion(completion, continued, usage, this.#call.call, this.#firstContentAt);
  }

  #errorOf(error: unknown): ModelError {
    if (isModelError(error)) return error;
    const message = `The reply broke off: ${error instanceof Error ? error.message : 'no reason given'}.`;
    return new ModelError({ kind: 'interrupted', message, model: this.#call.inner.id, cause: error });
  }
}
