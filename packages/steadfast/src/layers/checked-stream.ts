import type { Completion } from '../model/completion.ts';
import type { CompletionStream } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';

/** A stream whose whole reply is looked at before it ends: its parts pass as they come, all but the last. */
export class CheckedStream implements CompletionStream {
  readonly #stream: CompletionStream;
  readonly #check: (completion: Completion) => Completion;
  #result: Promise<Completion> | undefined;

  /** `check` gives the reply as its reader is to have it, or throws what it fails with. */
  constructor(stream: CompletionStream, check: (completion: Completion) => Completion) {
    this.#stream = stream;
    this.#check = check;
  }

  get head(): CompletionStream['head'] {
    return this.#stream.head;
  }

  get rateWindows(): CompletionStream['rateWindows'] {
    return this.#stream.rateWindows;
  }

  get result(): Promise<Completion> {
    if (this.#result === undefined) {
      this.#result = this.#stream.result.then(this.#check);
      // Whoever iterates gets the error there; the promise beside it must not count as unhandled.
      this.#result.catch(() => undefined);
    }
    return this.#result;
  }

  get ended(): Promise<void> {
    return this.#stream.ended;
  }

  get text(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#texts() };
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamPart, undefined> {
    return this.#parts();
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stream.close();
  }

  async *#parts(): AsyncGenerator<StreamPart, undefined> {
    let last: StreamPart | undefined;
    for await (const part of this.#stream) {
      if (part.type === 'finish') last = part;
      else yield part;
    }
    await this.result;
    if (last !== undefined) yield last;
    return undefined;
  }

  async *#texts(): AsyncGenerator<string, undefined> {
    yield* this.#stream.text;
    await this.result;
    return undefined;
  }
}
