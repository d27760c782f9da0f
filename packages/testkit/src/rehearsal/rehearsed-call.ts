import type { JsonValue } from '../ground/json.ts';
import type {
  RehearsedCircumstances,
  RehearsedCompletion,
  RehearsedFinish,
  RehearsedPart,
  RehearsedRequest,
  RehearsedStream,
  RehearsedUsage,
} from './model-shape.ts';
import { PartQueue } from './part-queue.ts';
import { RehearsalError, type RehearsalErrorFacts } from './rehearsal-error.ts';
import { ReplyDraft } from './reply-draft.ts';

/** What a call is made of. */
export interface RehearsedCallFacts {
  readonly model: string;
  readonly number: number;
  readonly request: RehearsedRequest;
  readonly streamed: boolean;
  readonly circumstances: RehearsedCircumstances;
}

/** A promise with its two ends; it counts as handled, since a test may look at it late or never. */
class Deferred<Value> {
  readonly promise: Promise<Value>;
  #ends: { readonly resolve: (value: Value) => void; readonly reject: (error: unknown) => void } | undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#ends = { resolve, reject };
    });
    this.promise.catch(() => undefined);
  }

  resolve(value: Value): void {
    this.#ends?.resolve(value);
  }

  reject(error: unknown): void {
    this.#ends?.reject(error);
  }
}

/** One call of a rehearsed model, held by the test. What is said after the caller has left goes nowhere. */
export class RehearsedCall {
  /** 1 for the model's first call. */
  readonly number: number;
  readonly request: RehearsedRequest;
  /** Whether a stream was asked for. */
  readonly streamed: boolean;
  readonly circumstances: RehearsedCircumstances;
  readonly #model: string;
  readonly #draft: ReplyDraft;
  readonly #parts = new PartQueue<RehearsedPart>();
  readonly #opened = new Deferred<RehearsedStream>();
  readonly #result = new Deferred<RehearsedCompletion>();
  readonly #left = new Deferred<void>();
  #state: 'open' | 'ended' | 'aborted' = 'open';
  #calls = 0;

  constructor(facts: RehearsedCallFacts) {
    this.#model = facts.model;
    this.number = facts.number;
    this.request = facts.request;
    this.streamed = facts.streamed;
    this.circumstances = facts.circumstances;
    this.#draft = new ReplyDraft(`rehearsal-${facts.number}`);
    this.#parts.push({ type: 'response-start', id: `rehearsal-${facts.number}` });
    const { signal } = facts.circumstances;
    const abort = (): void => this.#abort(signal?.reason);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    const release = (): void => signal?.removeEventListener('abort', abort);
    this.#result.promise.then(release, release);
  }

  /** The text of the last message. */
  get said(): string {
    const content = this.request.messages.at(-1)?.content ?? '';
    if (typeof content === 'string') return content;
    return content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('');
  }

  /** Whether the caller has ended the call: by its signal, by leaving the stream, or by closing it. */
  get aborted(): boolean {
    return this.#state === 'aborted';
  }

  /** Settles when the caller ends the call. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  /** The whole reply, as the model's caller gets it. */
  get result(): Promise<RehearsedCompletion> {
    return this.#result.promise;
  }

  /** The stream, as the model's caller gets it: when the first content is said. */
  get stream(): Promise<RehearsedStream> {
    return this.#opened.promise;
  }

  /** Says a text and ends the reply. */
  reply(text: string, options?: FinishOptions): void {
    this.text(text);
    this.finish(options);
  }

  /** Says more text. */
  text(text: string): void {
    this.#say(() => this.#draft.say('text', text));
  }

  /** Thinks aloud. */
  reasoning(text: string): void {
    this.#say(() => this.#draft.say('reasoning', text));
  }

  /** Calls a tool. A string as input is taken as the model's own words, which need not be JSON. */
  toolCall(name: string, input: JsonValue, id?: string): void {
    const inputText = typeof input === 'string' ? input : JSON.stringify(input);
    this.#calls += 1;
    this.#say(() => this.#draft.call(name, inputText, id ?? `call_${this.number}_${this.#calls}`));
  }

  /** Ends the reply well. Default: for the tool calls where there are any, else because the model was done. */
  finish({ reason = this.#draft.hasCalls ? 'tool-calls' : 'stop', usage }: FinishOptions = {}): void {
    const counted = usage ?? this.#draft.usage(this.request);
    this.#say(() => this.#draft.finish(reason, counted));
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#parts.end();
    this.#result.resolve(this.#draft.completion(this.#model, reason, counted));
  }

  /** Ends the call with an error: one of the test's own, or one made of facts such as `{ kind: 'rate-limit' }`. */
  fail(error: Error | RehearsalErrorFacts): void {
    this.#check();
    if (this.#state === 'open') this.#end('ended', error instanceof Error ? error : new RehearsalError(error));
  }

  #say(write: () => readonly RehearsedPart[]): void {
    this.#check();
    if (this.#state !== 'open') return;
    for (const part of write()) this.#parts.push(part);
    this.#opened.resolve(this.#streamOf());
  }

  #check(): void {
    if (this.#state === 'ended') throw new Error(`Call ${this.number} of ${this.#model} has ended already.`);
  }

  #abort(cause?: unknown): void {
    if (this.#state !== 'open') return;
    this.#end('aborted', new RehearsalError({ kind: 'aborted', message: 'The caller ended the call.', cause }));
    this.#left.resolve();
  }

  #end(state: 'ended' | 'aborted', error: Error): void {
    this.#state = state;
    this.#parts.end(error);
    this.#opened.reject(error);
    this.#result.reject(error);
  }

  #streamOf(): RehearsedStream {
    const read = (): AsyncGenerator<RehearsedPart, void> => this.#parts.read(() => this.#abort());
    const close = async (): Promise<void> => this.#abort();
    const over = (): void => undefined;
    return {
      result: this.#result.promise,
      ended: this.#result.promise.then(over, over),
      text: textOf(read),
      close,
      [Symbol.asyncIterator]: read,
      [Symbol.asyncDispose]: close,
    };
  }
}

/** How a reply ends. */
export interface FinishOptions {
  readonly reason?: RehearsedFinish;
  /** Default: by the estimate of about four characters a token. */
  readonly usage?: RehearsedUsage;
}

function textOf(read: () => AsyncIterable<RehearsedPart>): AsyncIterable<string> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const part of read()) if (part.type === 'text-delta') yield part.text;
    },
  };
}
