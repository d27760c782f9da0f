import type { Completion } from '../model/completion.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { PartialReply } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { textReader } from './text-reader.ts';

/** The parts of one reply, kept once for all who read it. */
export interface SharedParts {
  readonly head: CompletionStream['head'];
  readonly rateWindows: CompletionStream['rateWindows'];
  /** How many parts have come so far. */
  readonly length: number;
  /** The part of this number; absent when it has not come yet, or is no longer kept. */
  part(index: number): StreamPart | undefined;
  /** What the first parts, so many, say together, where they are still kept. */
  partial(count: number): PartialReply | undefined;
  /** Asks for the next part. */
  pull(): void;
  leave(reader: SharedReader): void;
}

/** How one reader of a shared reply differs from the others. */
export interface ReaderOptions {
  /** Makes the whole reply this reader's own. Default: it is the source's. */
  readonly complete?: (completion: Completion) => Completion;
  /** Makes the error with which the reply breaks off this reader's own. Default: it is the source's. */
  readonly broken?: (error: unknown) => unknown;
  /** Is called once, when the reply is over for this reader. */
  readonly onOver?: () => void;
}

type Watcher = (part: StreamPart) => ModelError | undefined;

/** One of several who read the same reply, each at its own pace and from the beginning. */
export class SharedReader implements CompletionStream {
  readonly head: CompletionStream['head'];
  readonly rateWindows: CompletionStream['rateWindows'];
  /** Absent for relays, which share bytes. */
  readonly watch: CompletionStream['watch'];
  readonly #parts: SharedParts;
  readonly #options: ReaderOptions;
  #index = 0;
  /** Behind the last part that may be read. */
  #end = Infinity;
  #state: 'open' | 'ended' | 'failed' | 'left' = 'open';
  #taken = false;
  #completion: Completion | undefined;
  #error: unknown;
  #wake: (() => void) | undefined;
  #watchers: readonly Watcher[] = [];
  #result: { readonly promise: Promise<Completion>; readonly settle: () => void } | undefined;
  #ended: PromiseWithResolvers<void> | undefined;

  constructor(parts: SharedParts, options: ReaderOptions) {
    this.#parts = parts;
    this.#options = options;
    this.head = parts.head;
    this.rateWindows = parts.rateWindows;
    if (parts.head === undefined) this.watch = (watcher) => this.#watch(watcher);
  }

  /** The number of the part that it needs next; one who waits for the whole reply needs none any more. */
  get position(): number {
    if (this.#drains) this.#index = this.#parts.length;
    return this.#index;
  }

  /** Takes note of a part that has come; says whether the next one is wanted already. */
  note(part: StreamPart): boolean {
    for (const watcher of this.#watchers) this.#show(part, watcher);
    this.#wake?.();
    return this.#wake !== undefined || this.#drains;
  }

  /** The reply is whole. */
  end(completion: Completion): void {
    if (this.#state !== 'open') return;
    this.#completion = completion;
    this.#over('ended', this.#parts.length);
  }

  /** The reply breaks off for all. */
  break(error: unknown): void {
    if (this.#state !== 'open') return;
    const { broken } = this.#options;
    this.#error = broken === undefined ? error : broken(error);
    const gone = isModelError(error) && error.kind === 'aborted';
    this.#over('failed', gone ? 0 : this.#parts.length);
  }

  /** The reply breaks off for this reader alone; what has come is read before the error, unless `atOnce`. */
  fail(error: ModelError, atOnce: boolean = error.kind === 'aborted'): void {
    if (this.#state !== 'open') return;
    const { length } = this.#parts;
    this.#error = error.with({ partial: error.partial ?? this.#parts.partial(atOnce ? this.#index : length) });
    this.#over('failed', atOnce ? 0 : length);
    this.#parts.leave(this);
  }

  get result(): Promise<Completion> {
    this.#result ??= this.#makeResult();
    if (this.#drains) this.#parts.pull();
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
      const message = 'The reader left the stream before its end.';
      this.#error = new ModelError({ kind: 'aborted', message, partial: this.#parts.partial(this.#index) });
      this.#over('left', 0);
      this.#parts.leave(this);
    }
    this.#state = 'left';
    this.#end = 0;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Nobody reads the parts and somebody waits for the whole. */
  get #drains(): boolean {
    return this.#state === 'open' && this.#result !== undefined && !this.#taken;
  }

  #over(state: 'ended' | 'failed' | 'left', end: number): void {
    this.#state = state;
    this.#end = end;
    this.#options.onOver?.();
    this.#wake?.();
    this.#result?.settle();
    this.#ended?.resolve();
  }

  #watch(watcher: Watcher): void {
    for (let index = 0; index < this.#parts.length; index += 1) {
      const part = this.#parts.part(index);
      if (part !== undefined) this.#show(part, watcher);
    }
    this.#watchers = [...this.#watchers, watcher];
  }

  #show(part: StreamPart, watcher: Watcher): void {
    const error = watcher(part);
    if (error !== undefined) this.fail(error);
  }

  #makeResult(): { promise: Promise<Completion>; settle: () => void } {
    const { promise, resolve, reject } = Promise.withResolvers<Completion>();
    const settle = (): void => {
      if (this.#state === 'open') return;
      if (this.#completion === undefined) reject(this.#error);
      else resolve((this.#options.complete ?? itself)(this.#completion));
    };
    // Whoever iterates gets the error there; the promise beside it must not count as unhandled.
    promise.catch(() => undefined);
    settle();
    return { promise, settle };
  }

  #read<Value>(pick: (part: StreamPart) => Value | undefined): AsyncIterator<Value, undefined> {
    if (this.#taken || this.#index > 0) {
      const message = 'This stream was already read: it has one reader, by its parts, its text or its result.';
      throw new ModelError({ kind: 'invalid-request', message });
    }
    this.#taken = true;
    return {
      next: () =>
        new Promise((resolve, reject) => {
          const settle = (): void => {
            try {
              const step = this.#next(pick);
              this.#wake = step === undefined ? settle : undefined;
              if (step !== undefined) resolve(step);
            } catch (error) {
              this.#wake = undefined;
              reject(error);
            }
          };
          settle();
          if (this.#wake !== undefined) this.#parts.pull();
        }),
      return: async () => {
        await this.close();
        return { value: undefined, done: true };
      },
    };
  }

  #next<Value>(pick: (part: StreamPart) => Value | undefined): IteratorResult<Value, undefined> | undefined {
    while (this.#index < this.#end) {
      const part = this.#parts.part(this.#index);
      if (part === undefined) break;
      this.#index += 1;
      const value = pick(part);
      if (value !== undefined) return { value, done: false };
    }
    if (this.#state === 'open') return undefined;
    if (this.#state === 'failed') throw this.#error;
    return { value: undefined, done: true };
  }
}

function itself(completion: Completion): Completion {
  return completion;
}
