import type { IncomingHttpHeaders } from 'node:http';
import type { JsonValue } from '../ground/json.ts';

/**
 * How a request ended: its reply was sent whole, the client closed the connection before that, or the simulation did:
 * in good order (FIN) or not (RST).
 */
export type RequestEnd = 'complete' | 'client-closed' | 'server-closed' | 'server-reset';

/** A request that the simulation was sent. The members that can be missing are set as the request goes on. */
export interface RequestRecord {
  /** 1 for the first request of the simulation. */
  readonly number: number;
  /** 1 for the first connection: requests with the same number came over the same one. */
  readonly connection: number;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** In lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Set once the body has arrived. */
  readonly bytes?: Uint8Array;
  /** The body as JSON; absent when it is not JSON. */
  readonly body?: JsonValue;
  /** Epoch milliseconds by the simulation's clock. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The status sent; absent when none was, or no HTTP at all. */
  readonly status?: number;
  readonly end?: RequestEnd;
  /** Settles when the request has ended; never rejects. */
  readonly ended: Promise<RequestEnd>;
}

/** The facts of a record that change while its request goes on. */
export type RequestProgress = Pick<RequestRecord, 'bytes' | 'body' | 'status' | 'end' | 'endedAt'>;
