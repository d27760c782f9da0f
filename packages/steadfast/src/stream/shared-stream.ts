import type { Completion } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { PartialReply } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import { ReplyBuilder } from '../model/reply-builder.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { weightOf } from './part-weight.ts';
import { SharedReader } from './shared-reader.ts';
import type { ReaderOptions, SharedParts } from './shared-reader.ts';

/** A reply that has been read to its end; its parts are absent where they were more than is kept. */
export interface SharedReply {
  readonly completion: Completion;
  readonly parts: readonly StreamPart[] | undefined;
  /** What the parts count, in characters and bytes. */
  readonly weight: number;
}

/** Settings of a shared stream. */
export interface SharedStreamOptions {
  /** The most that is kept, in characters and bytes. */
  readonly mostKept: number;
  /** Is called when the reply has become longer than that: who comes now cannot read it from its beginning. */
  readonly onOverflow?: () => void;
  /** Is called once, when the source is over: with the reply, or with nothing if it broke off or everybody left. */
  readonly onOver?: (reply: SharedReply | undefined) => void;
}

/**
 * One stream for many readers. Its parts are kept once, from the beginning, and each reader has its own place in them. The
 * source is read as fast as the fastest reader reads, and closed when the last reader leaves before its end. Once the reply
 * is longer than `mostKept`, what all have read is dropped, and a reader who is behind the fastest by more than that is cut
 * off with an error: a slow reader slows nobody, and memory is bounded.
 */
export class SharedStream implements SharedParts {
  readonly head: CompletionStream['head'];
  readonly rateWindows: CompletionStream['rateWindows'];
  readonly #source: CompletionStream;
  readonly #options: SharedStreamOptions;
  readonly #iterator: AsyncIterator<StreamPart, unknown>;
  readonly #readers = new Set<SharedReader>();
  readonly #parts: StreamPart[] = [];
  /** The number of the first part that is kept. */
  #first = 0;
  #weight = 0;
  #whole = true;
  #pulling = false;
  /** All has arrived: what is still to be read waits in the source. */
  #arrived = false;
  #over = false;
  #completion: Completion | undefined;
  #error: unknown;

  constructor(source: CompletionStream, options: SharedStreamOptions) {
    this.#source = source;
    this.#options = options;
    this.head = source.head;
    this.rateWindows = source.rateWindows;
    this.#iterator = source[Symbol.asyncIterator]();
    void source.ended.then(() => {
      this.#arrived = true;
      this.pull();
    });
  }

  get length(): number {
    return this.#first + this.#parts.length;
  }

  /** Lets somebody read, from the beginning; to be asked for while `onOverflow` has not been called. */
  reader(options: ReaderOptions = {}): SharedReader {
    const reader = new SharedReader(this, options);
    if (!this.#over) this.#readers.add(reader);
    else if (this.#completion !== undefined) reader.end(this.#completion);
    else reader.break(this.#error);
    return reader;
  }

  part(index: number): StreamPart | undefined {
    return this.#parts[index - this.#first];
  }

  partial(count: number): PartialReply | undefined {
    if (!this.#whole || this.head !== undefined) return undefined;
    const builder = new ReplyBuilder();
    for (const part of this.#parts.slice(0, count)) builder.add(part);
    return builder.partial();
  }

  pull(): void {
    if (this.#pulling || this.#over) return;
    this.#pulling = true;
    this.#iterator.next().then(this.#took, this.#broke);
  }

  leave(reader: SharedReader): void {
    this.#readers.delete(reader);
    // What has arrived in full costs no more: it is read on, so that it can be kept.
    if (this.#readers.size === 0 && !this.#arrived) this.close();
  }

  /** Ends the source. */
  close(): void {
    if (this.#over) return;
    this.#error = new ModelError({ kind: 'aborted', message: 'All readers left the stream before its end.' });
    this.#settle(undefined);
    this.#source.close().catch(() => undefined);
  }

  readonly #took = (step: IteratorResult<StreamPart, unknown>): void => {
    if (this.#over) return;
    if (step.done === true) {
      this.#source.result.then(this.#ended, this.#broke);
      return;
    }
    this.#pulling = false;
    if (this.#add(step.value) || this.#arrived) this.pull();
  };

  readonly #ended = (completion: Completion): void => {
    if (this.#over) return;
    this.#completion = completion;
    for (const reader of this.#readers) reader.end(completion);
    this.#settle({ completion, parts: this.#whole ? this.#parts : undefined, weight: this.#weight });
  };

  readonly #broke = (error: unknown): void => {
    if (this.#over) return;
    this.#error = error;
    for (const reader of this.#readers) reader.break(error);
    this.#settle(undefined);
  };

  #settle(reply: SharedReply | undefined): void {
    this.#over = true;
    this.#readers.clear();
    this.#options.onOver?.(reply);
  }

  /** Keeps a part; says whether somebody wants the next one already. */
  #add(part: StreamPart): boolean {
    this.#parts.push(part);
    this.#weight += keptWeight(part);
    let wanted = false;
    for (const reader of this.#readers) if (reader.note(part)) wanted = true;
    if (this.#weight > this.#options.mostKept) this.#shed();
    return wanted;
  }

  #shed(): void {
    if (this.#whole) {
      this.#whole = false;
      this.#options.onOverflow?.();
    }
    const { mostKept } = this.#options;
    for (let slowest = this.#drop(); this.#weight > mostKept; slowest = this.#drop()) {
      // A reader is not too slow for having missed a single part, however long that is.
      if (this.#readers.size < 2 || this.#parts.length < 2 || this.#arrived || slowest === undefined) return;
      slowest.fail(tooSlow(mostKept), true);
    }
  }

  /** Drops what all have read; gives the reader who is the last of them. */
  #drop(): SharedReader | undefined {
    let slowest: SharedReader | undefined;
    let least = this.length;
    for (const reader of this.#readers) {
      const { position } = reader;
      if (position >= least) continue;
      least = position;
      slowest = reader;
    }
    for (const part of this.#parts.splice(0, least - this.#first)) this.#weight -= keptWeight(part);
    this.#first = least;
    return slowest;
  }
}

function keptWeight(part: StreamPart): number {
  return part.type === 'part-add' ? JSON.stringify(part.part).length : weightOf(part);
}

function tooSlow(mostKept: number): ModelError {
  const message =
    `The reader of a shared stream was cut off: it fell more than ${mostKept} characters behind the others. ` +
    'Read faster, or call with `cache: "skip"` for a stream of your own.';
  return new ModelError({ kind: 'interrupted', message, shouldRetry: false });
}
