import type { Completion, Reply } from '../model/completion.ts';
import type { ModelError, PartialReply } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import { ReplyBuilder, partsOfReply } from '../model/reply-builder.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { highWater, weightOf } from './part-weight.ts';
import { leftError, readTwiceError } from './reader.ts';
import type { Reader, Waiting } from './reader.ts';
import type { StreamSource } from './stream-source.ts';
import { textReader } from './text-reader.ts';

type Head = CompletionStream['head'];
type RateWindows = CompletionStream['rateWindows'];

/** A streamed reply that a source pushes parts into and one reader takes them from. */
export class ReplyStream implements CompletionStream {
  readonly head: Head;
  readonly rateWindows: RateWindows;
  readonly #source: StreamSource;
  readonly #complete: (reply: Reply) => Completion;
  readonly #builder = new ReplyBuilder();
  #parts: StreamPart[] = [];
  #next = 0;
  #buffered = 0;
  #paused = false;
  #reader: Reader | undefined;
  #state: 'open' | 'ended' | 'failed' | 'left' = 'open';
  #taken = false;
  #discarding = false;
  #error: unknown;
  #completion: Completion | undefined;
  #result: { promise: Promise<Completion>; settle: () => void } | undefined;
  #ended: PromiseWithResolvers<void> | undefined;
  #watcher: ((part: StreamPart) => ModelError | undefined) | undefined;

  constructor(source: StreamSource, complete: (reply: Reply) => Completion, head?: Head, rateWindows?: RateWindows) {
    this.#source = source;
    this.#complete = complete;
    this.head = head;
    this.rateWindows = rateWindows;
  }

  /** Adds a part to the reply, but not to what its reader is given: a relay's reader is given bytes. */
  note(part: StreamPart): void {
    if (this.#state !== 'open') return;
    this.#builder.add(part);
    if (this.#watcher !== undefined) this.#show(part, this.#watcher);
  }

  /** Adds a part. */
  push(part: StreamPart): void {
    if (this.#state !== 'open') return;
    this.#builder.add(part);
    if (!this.#discarding && this.#reader?.offer(part) !== true) this.#keep(part);
    if (this.#watcher !== undefined) this.#show(part, this.#watcher);
  }

  /** The reply is whole. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#reader?.end();
    this.#settle();
  }

  /** The reply breaks off; what has arrived is read before the error, unless it is the caller who ended the call. */
  fail(error: ModelError): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#error = error;
    if (error.kind === 'aborted') this.#drop();
    this.#reader?.fail(error);
    this.#settle();
  }

  /** Shows a watcher the parts, those that have arrived first. */
  watch(watcher: (part: StreamPart) => ModelError | undefined): void {
    const before = this.#watcher;
    this.#watcher = before === undefined ? watcher : (part) => before(part) ?? watcher(part);
    for (const part of partsOfReply(this.#builder.reply())) {
      // The last part is made up as long as it has not come.
      if (part.type !== 'finish' || this.#state === 'ended') this.#show(part, watcher);
    }
  }

  /** What has arrived so far. */
  partial(): PartialReply {
    return this.#builder.partial();
  }

  get result(): Promise<Completion> {
    this.#result ??= this.#makeResult();
    if (this.#paused && !this.#taken && this.#state === 'open') this.#discard();
    return this.#result.promise;
  }

  get ended(): Promise<void> {
    this.#ended ??= Promise.withResolvers<void>();
    if (this.#state !== 'open') this.#ended.resolve();
    return this.#ended.promise;
  }

  get text(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#read(textReader()) };
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamPart, undefined> {
    return this.#read((part) => part);
  }

  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'left';
      this.#error = leftError(this.partial());
      this.#source.close();
      this.#settle();
    }
    this.#drop();
    this.#reader?.end();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #show(part: StreamPart, watcher: (part: StreamPart) => ModelError | undefined): void {
    const error = watcher(part);
    if (error === undefined || this.#state !== 'open') return;
    this.fail(error.with({ partial: this.partial() }));
    this.#source.close();
  }

  #keep(part: StreamPart): void {
    this.#parts.push(part);
    this.#buffered += weightOf(part);
    if (this.#buffered > highWater) this.#overflow();
  }

  #settle(): void {
    this.#result?.settle();
    this.#ended?.resolve();
  }

  #makeResult(): { promise: Promise<Completion>; settle: () => void } {
    const { promise, resolve, reject } = Promise.withResolvers<Completion>();
    const settle = (): void => {
      if (this.#state === 'open') return;
      if (this.#state === 'ended') resolve((this.#completion ??= this.#complete(this.#builder.reply())));
      else reject(this.#error);
    };
    // Whoever iterates gets the error there; the promise beside it must not count as unhandled.
    promise.catch(() => undefined);
    settle();
    return { promise, settle };
  }

  #overflow(): void {
    if (this.#result !== undefined && !this.#taken) this.#discard();
    else if (!this.#paused) {
      this.#paused = true;
      this.#source.pause();
    }
  }

  /** Nobody reads the parts and somebody waits for the whole: parts need not be kept. */
  #discard(): void {
    this.#discarding = true;
    this.#drop();
  }

  #drop(): void {
    this.#parts = [];
    this.#next = 0;
    this.#drained();
  }

  #drained(): void {
    this.#buffered = 0;
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#state === 'open') this.#source.resume();
  }

  /** The reader can't be given what came: the stream is over for it, also where the reply is whole by now. */
  #refuse(error: unknown): void {
    if (this.#state === 'open') this.#source.close();
    this.#state = 'failed';
    this.#error = error;
    this.#drop();
    this.#reader?.fail(error);
    this.#settle();
  }

  #take(): StreamPart | undefined {
    const part = this.#parts[this.#next];
    if (part === undefined) return undefined;
    this.#next += 1;
    if (this.#next === this.#parts.length) {
      this.#parts = [];
      this.#next = 0;
      if (this.#buffered > 0) this.#drained();
    }
    return part;
  }

  #read<Value>(pick: (part: StreamPart) => Value | undefined): AsyncIterator<Value, undefined> {
    if (this.#taken || this.#discarding) throw readTwiceError();
    this.#taken = true;
    const picked = (part: StreamPart): Value | undefined => {
      try {
        return pick(part);
      } catch (error) {
        this.#refuse(error);
        return undefined;
      }
    };
    let waiting: Waiting<Value> | undefined;
    this.#reader = {
      offer: (part) => {
        if (waiting === undefined) return false;
        const value = picked(part);
        if (value !== undefined) {
          waiting.resolve({ value, done: false });
          waiting = undefined;
        }
        return true;
      },
      end: () => waiting?.resolve({ value: undefined, done: true }),
      fail: (error) => waiting?.reject(error),
    };
    return {
      next: () => {
        for (let part = this.#take(); part !== undefined; part = this.#take()) {
          const value = picked(part);
          if (value !== undefined) return Promise.resolve({ value, done: false });
        }
        if (this.#state === 'failed') return Promise.reject(this.#error);
        if (this.#state !== 'open') return Promise.resolve({ value: undefined, done: true });
        const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Value, undefined>>();
        waiting = { resolve, reject };
        return promise;
      },
      return: async () => {
        await this.close();
        return { value: undefined, done: true };
      },
    };
  }
}
