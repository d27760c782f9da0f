import type { ErrorPhase } from '../model/error-kind.ts';

/** An HTTP request, ready to go. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** In lower case; without host, connection and content-length, which the transport sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Status line and headers of a reply, names in lower case; a header that came several times is joined by `, `. */
export interface WireHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a reply did not come or was cut. */
export interface TransportFailure {
  /** Where it happened: `headers` after the connection stood and before the head was whole, `body` afterwards. */
  readonly phase: ErrorPhase;
  /** The system's or the parser's code: `ECONNREFUSED`, `ENOTFOUND`, `HPE_INVALID_CONSTANT`, … */
  readonly code: string;
  readonly cause: unknown;
}

/** Is told what comes. Exactly one of `onEnd` and `onError` is called, last; neither after `abort()`. */
export interface WireHandler {
  onHead(head: WireHead): void;
  /** Bytes of the body as they came over the wire, still compressed if they are. */
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  onError(failure: TransportFailure): void;
}

/** A request under way. */
export interface WireExchange {
  /** Closes the connection at once; the handler hears nothing more. */
  abort(): void;
  /** Stops reading, so that the provider is held back. */
  pause(): void;
  resume(): void;
}

/**
 * What carries requests. It never follows redirects, sends a request again only when a kept-alive connection was closed
 * before it was taken, and keeps no timers: whoever sends bounds the time.
 */
export interface Transport {
  send(request: WireRequest, handler: WireHandler): WireExchange;
  /** Closes idle connections. */
  close(): Promise<void>;
}
