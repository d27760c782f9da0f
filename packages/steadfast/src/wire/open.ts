import type { ModelError } from '../model/error.ts';
import { bodyTooLarge, defaultMaxBytes } from './decode-body.ts';
import { type Carrier, Exchange, type ExchangeBounds, type ExchangeSink } from './exchange.ts';
import type { WireHead, WireRequest } from './transport.ts';

/** Is given the body of a streamed reply. Exactly one of `onEnd` and `onError` is called, last; neither after `abort()`. */
export interface StreamHandler {
  /** What it throws ends the exchange and comes back through `onError`. */
  onChunk(chunk: Uint8Array): void;
  /** What it throws comes back through `onError`. */
  onEnd(): void;
  onError(error: ModelError): void;
}

/** A reply whose head is here and whose body is held back until it is asked for, by `read` or by `whole`. */
export interface OpenReply {
  readonly head: WireHead;
  /** Lets the body come, unpacked, as it comes. To be called once. */
  read(handler: StreamHandler): void;
  /**
   * Waits for the rest of the body, at most 32 MiB; for replies that turn out to be no stream.
   * @throws ModelError as `collect` does
   */
  whole(): Promise<Buffer>;
  /**
   * Bounds the time, from now on, until the next call of `within` or the end; the phase is what the timeout will be
   * called. It is cheap enough to be called for each event. While the reply is paused the time stands still, and
   * begins anew on `resume`.
   */
  within(phase: 'first-content' | 'idle', ms: number): void;
  /** Holds the sender back. */
  pause(): void;
  resume(): void;
  /** Closes the connection at once; the handler hears nothing more. */
  abort(): void;
}

const defaultMaxStreamBytes = 256 * 1024 * 1024;

/**
 * Sends a request and settles when the head of the reply is here, whatever its status, redirects excepted. The bounds
 * hold until the body has ended.
 * @throws ModelError as `collect` does
 */
export function open(carrier: Carrier, request: WireRequest, bounds: ExchangeBounds): Promise<OpenReply> {
  return new Promise((resolve, reject) => {
    const limited = { ...bounds, maxBytes: bounds.maxBytes ?? defaultMaxStreamBytes };
    new HeldReply(carrier, request, limited, resolve, reject).start();
  });
}

class HeldReply implements OpenReply, ExchangeSink {
  readonly #exchange: Exchange;
  readonly #resolve: (reply: OpenReply) => void;
  readonly #reject: (error: ModelError) => void;
  #head: WireHead | undefined;
  #handler: StreamHandler | undefined;
  /** An error that came before anybody read. */
  #error: ModelError | undefined;

  constructor(
    carrier: Carrier,
    request: WireRequest,
    bounds: ExchangeBounds,
    resolve: (reply: OpenReply) => void,
    reject: (error: ModelError) => void,
  ) {
    this.#exchange = new Exchange(carrier, request, bounds, this);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get head(): WireHead {
    return this.#head ?? { status: 0, headers: {} };
  }

  start(): void {
    this.#exchange.start();
  }

  read(handler: StreamHandler): void {
    this.#handler = handler;
    if (this.#error === undefined) this.#exchange.resume();
    else handler.onError(this.#error);
  }

  whole(): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    return new Promise((resolve, reject) => {
      this.read({
        onChunk: (chunk) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > defaultMaxBytes) throw bodyTooLarge(defaultMaxBytes);
        },
        onEnd: () => resolve(Buffer.concat(chunks)),
        onError: reject,
      });
    });
  }

  within(phase: 'first-content' | 'idle', ms: number): void {
    this.#exchange.within(phase, ms);
  }

  pause(): void {
    this.#exchange.pause();
  }

  resume(): void {
    if (this.#handler !== undefined) this.#exchange.resume();
  }

  abort(): void {
    this.#exchange.abort();
  }

  onHead(head: WireHead): void {
    this.#head = head;
    this.#exchange.pause();
    this.#resolve(this);
  }

  onChunk(chunk: Uint8Array): void {
    this.#handler?.onChunk(chunk);
  }

  onEnd(): void {
    this.#handler?.onEnd();
  }

  onFail(error: ModelError): void {
    if (this.#head === undefined) this.#reject(error);
    else if (this.#handler === undefined) this.#error = error;
    else this.#handler.onError(error);
  }
}
