import type { ErrorPhase } from '../model/error-kind.ts';
import type { ModelError } from '../model/error.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';
import { Alarm } from './alarm.ts';
import { type BodyDecoder, type BodySink, decodeBody, defaultMaxBytes } from './decode-body.ts';
import { connectionError, readingError, redirectError, timeoutError, unsendableError } from './exchange-error.ts';
import type { Transport, TransportFailure, WireExchange, WireHandler, WireHead, WireRequest } from './transport.ts';

/** What carries exchanges, and what tells the time. */
export interface Carrier {
  readonly transport: Transport;
  readonly clock: Clock;
}

/** How long an exchange may take and how much may come of it. What is missing does not bound it. */
export interface ExchangeBounds {
  /** The longest time until the head is whole, in milliseconds, connecting included. */
  readonly headersMs?: number;
  /** The longest time until the body is whole, in milliseconds, all included. */
  readonly bodyMs?: number;
  /** When the exchange must have ended: epoch milliseconds. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** The most bytes of the body, unpacked. Default: 32 MiB for a whole reply, 256 MiB for a streamed one. */
  readonly maxBytes?: number;
}

/** Is told how an exchange goes. Exactly one of `onEnd` and `onFail` is called, last; neither after `abort()`. */
export interface ExchangeSink {
  onHead(head: WireHead): void;
  /** What it throws ends the exchange and comes back through `onFail`. */
  onChunk(chunk: Uint8Array): void;
  /** What it throws comes back through `onFail`. */
  onEnd(): void;
  onFail(error: ModelError): void;
}

/** One HTTP request and its reply: unpacked, limited, and ended by whichever comes first of its bounds and its signal. */
export class Exchange implements WireHandler, BodySink {
  readonly #carrier: Carrier;
  readonly #request: WireRequest;
  readonly #bounds: ExchangeBounds;
  readonly #maxBytes: number;
  readonly #sink: ExchangeSink;
  readonly #alarm: Alarm;
  readonly #begunAt: number;
  /** When the body must be whole, and when all must have ended. */
  readonly #bodyAt: number;
  readonly #endAt: number;
  /** The part that is under way, how long it may take, and until when. */
  #phase: ErrorPhase = 'headers';
  #phaseMs: number;
  #phaseAt: number;
  #wire: WireExchange | undefined;
  #decoder: BodyDecoder | undefined;
  #leaveSignal: (() => void) | undefined;
  #paused = false;
  #full = false;
  #over = false;

  constructor(carrier: Carrier, request: WireRequest, bounds: ExchangeBounds, sink: ExchangeSink) {
    const { headersMs = Infinity, bodyMs = Infinity, deadline = Infinity, maxBytes = defaultMaxBytes } = bounds;
    this.#begunAt = carrier.clock.now();
    this.#carrier = carrier;
    this.#request = request;
    this.#bounds = bounds;
    this.#maxBytes = maxBytes;
    this.#sink = sink;
    this.#alarm = new Alarm(carrier.clock, () => this.#onAlarm());
    this.#bodyAt = this.#begunAt + bodyMs;
    this.#endAt = Math.min(this.#bodyAt, deadline);
    this.#phaseMs = headersMs;
    this.#phaseAt = this.#begunAt + headersMs;
  }

  /** Sends the request, unless the signal has aborted or the deadline has passed. */
  start(): void {
    const { signal, deadline = Infinity } = this.#bounds;
    if (signal?.aborted === true) this.#fail(abortedError(signal));
    else if (deadline <= this.#begunAt) this.#fail(timeoutError('deadline', 0, this.#request.url));
    else this.#send();
    if (this.#over) return;
    this.#setAlarm();
    if (signal !== undefined) this.#leaveSignal = onAbort(signal, () => this.#fail(abortedError(signal)));
  }

  /** Ends the exchange: the connection is closed and the sink hears nothing more. */
  abort(): void {
    if (!this.#finish()) return;
    this.#wire?.abort();
    this.#decoder?.destroy();
  }

  /** Holds the sender back. The time of the phase stands still meanwhile, the time until the end does not. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#setAlarm();
    this.#wire?.pause();
    this.#decoder?.pause();
  }

  /** Lets the reply come again; the phase begins anew. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.within(this.#phase, this.#phaseMs);
    this.#decoder?.resume();
    if (!this.#full) this.#wire?.resume();
  }

  /** Bounds what comes next, from now on, in place of what was bounded before. Costs next to nothing. */
  within(phase: ErrorPhase, ms: number): void {
    if (this.#over) return;
    this.#phase = phase;
    this.#phaseMs = ms;
    this.#phaseAt = ms === Infinity ? Infinity : this.#carrier.clock.now() + ms;
    this.#setAlarm();
  }

  onHead(head: WireHead): void {
    if (this.#over) return;
    if (head.status >= 300 && head.status < 400) this.#fail(redirectError(head, this.#request.url));
    else this.#begin(head);
  }

  onData(chunk: Uint8Array): void {
    if (this.#over || this.#decoder === undefined || this.#decoder.push(chunk)) return;
    this.#full = true;
    this.#wire?.pause();
  }

  onEnd(): void {
    if (!this.#over) this.#decoder?.end();
  }

  onError(failure: TransportFailure): void {
    this.#fail(connectionError(failure, this.#request.url));
  }

  onBody(chunk: Uint8Array): void {
    if (this.#over) return;
    try {
      this.#sink.onChunk(chunk);
    } catch (thrown) {
      this.#fail(readingError(thrown));
    }
  }

  onBodyEnd(): void {
    if (!this.#finish()) return;
    try {
      this.#sink.onEnd();
    } catch (thrown) {
      this.#sink.onFail(readingError(thrown));
    }
  }

  onBodyFault(error: ModelError): void {
    this.#fail(error);
  }

  onBodyDrain(): void {
    this.#full = false;
    if (!this.#paused) this.#wire?.resume();
  }

  #send(): void {
    try {
      this.#wire = this.#carrier.transport.send(this.#request, this);
    } catch (thrown) {
      this.#fail(unsendableError(thrown));
    }
  }

  #begin(head: WireHead): void {
    try {
      this.#decoder = decodeBody(head.headers['content-encoding'], this.#maxBytes, this);
    } catch (thrown) {
      this.#fail(readingError(thrown));
      return;
    }
    this.within('body', Infinity);
    this.#sink.onHead(head);
  }

  #setAlarm(): void {
    this.#alarm.set(Math.min(this.#paused ? Infinity : this.#phaseAt, this.#endAt));
  }

  #onAlarm(): void {
    const url = this.#request.url;
    const { bodyMs = 0 } = this.#bounds;
    if (this.#phaseAt <= this.#endAt && !this.#paused) this.#fail(timeoutError(this.#phase, this.#phaseMs, url));
    else if (this.#bodyAt <= this.#endAt) this.#fail(timeoutError('body', bodyMs, url));
    else this.#fail(timeoutError('deadline', 0, url));
  }

  #fail(error: ModelError): void {
    if (this.#over) return;
    this.abort();
    this.#sink.onFail(error);
  }

  /** Lets go of timer and signal; false when that was done before. */
  #finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#alarm.cancel();
    this.#leaveSignal?.();
    return true;
  }
}
