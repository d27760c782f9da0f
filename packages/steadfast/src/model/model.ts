import type { Call } from './call.ts';
import type { Completion } from './completion.ts';
import type { CompletionInput } from './completion-request.ts';
import type { ModelError } from './error.ts';
import type { RateWindow } from './rate-window.ts';
import type { StreamPart } from './stream-part.ts';

/**
 * A streamed reply. It has one reader: iterate it for its parts, or `text` for its text, or wait for `result` alone.
 * Leaving the loop, `close()`, `await using` and the call's signal all end the request to the provider.
 */
export interface CompletionStream extends AsyncIterable<StreamPart>, AsyncDisposable {
  /** The whole reply, once it has been streamed; rejects with the `ModelError` with which the stream breaks. */
  readonly result: Promise<Completion>;
  /** The text as it comes. */
  readonly text: AsyncIterable<string>;
  /** Settles when the stream is over, however it ended; never rejects. For layers that watch: waiting for it reads nothing. */
  readonly ended: Promise<void>;
  /** Ends the stream and the request behind it. */
  close(): Promise<void>;
  /**
   * Shows each part as it arrives, also those that wait for the reader; an error that the watcher gives ends the stream
   * after that part, with the request behind it. For layers that count: it has to be fast. Absent where a stream can't.
   */
  watch?(watcher: (part: StreamPart) => ModelError | undefined): void;
  /** The rate limits that the provider reported with the reply. */
  readonly rateWindows?: readonly RateWindow[];
  /** Status and headers of a relayed reply. */
  readonly head?: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

/** What a model can take and give, as far as it is known. */
export interface Capabilities {
  readonly streaming: boolean;
  readonly tools: boolean;
  readonly structuredOutput: boolean;
  readonly images: boolean;
  readonly reasoning: boolean;
  /** Whether it goes on from its own turn where that is the last of the request. Default: it is not known to. */
  readonly prefill?: boolean;
  /** The most tokens of input and output together. */
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
}

/**
 * A model behind one call. Both promises settle at the commit point: until then a layer may try again, wait or turn to
 * another model; afterwards it may only watch.
 */
export interface Model {
  /** `provider/model`, or the name of a choice. */
  readonly id: string;
  readonly capabilities?: Capabilities;
  /** The model keeps the limits of a call by itself; others are ended from outside by `timeout`. */
  readonly keepsLimits?: true;
  /** The model draws on the call's budget by itself, at its own price; for others `budgeted` draws from outside. */
  readonly keepsBudget?: true;
  /**
   * Asks for a whole reply.
   * @throws ModelError
   */
  complete(request: CompletionInput, call?: Call): Promise<Completion>;
  /**
   * Asks for a streamed reply; settles when its first content is here.
   * @throws ModelError
   */
  stream(request: CompletionInput, call?: Call): Promise<CompletionStream>;
}

/** Takes a model and gives one that does more. */
export type Layer = (inner: Model) => Model;
