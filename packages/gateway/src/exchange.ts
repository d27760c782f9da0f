import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isModelError } from 'steadfast/model';
import type { ModelError } from 'steadfast/model';
import type { Dialect } from './dialects.ts';
import { failureOf } from './failure.ts';
import { goneFrom } from './gone-from.ts';
import { headersForCaller } from './header-lists.ts';
import type { House } from './house.ts';
import { refusal } from './refusal.ts';

/** Bytes up to this number are written in one piece with the head: Node joins it with text, and writes bytes apart. */
const mostJoined = 8_192;

/** One request of a caller and the reply to it. */
export class Exchange {
  readonly house: House;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The wire language that the caller speaks. */
  readonly dialect: Dialect;
  /** The path without its query, decoded no further. */
  readonly path: string;
  /** The query, `?` included; empty when there was none. */
  readonly query: string;
  /** The gateway's own id of the request. */
  readonly id: string = randomUUID();
  /** Says that the caller has gone. */
  readonly signal: AbortSignal;

  constructor(house: House, request: IncomingMessage, response: ServerResponse, path: string, dialect: Dialect) {
    this.house = house;
    this.request = request;
    this.response = response;
    this.path = path;
    this.query = request.url?.slice(path.length) ?? '';
    this.dialect = dialect;
    this.signal = goneFrom(request.socket);
  }

  /**
   * Names and values that each reply carries: the id of the request, also under the dialect's own name unless the given
   * headers, which are a provider's, have that already: its support asks for its own id.
   */
  idHeaders(given: readonly string[] = []): string[] {
    const name = this.dialect.requestIdHeader;
    const ids = ['x-steadfast-request-id', this.id];
    if (!given.includes(name)) ids.push(name, this.id);
    return ids;
  }

  /**
   * What a provider's reply says of itself, and what the gateway knows; the date is the provider's where it gave one.
   * @param type What the body was found to be.
   */
  passedHeaders(upstream: Readonly<Record<string, string>>, type: string, known: readonly string[]): string[] {
    this.response.sendDate = upstream['date'] === undefined;
    const headers = headersForCaller(upstream, type);
    headers.push(...this.idHeaders(headers), ...known);
    return headers;
  }

  /** Writes a whole reply. */
  reply(status: number, headers: string[], body: string | Uint8Array): void {
    const { response } = this;
    if (response.destroyed || response.headersSent) return;
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    if (status !== 204) headers.push('content-length', String(length));
    response.writeHead(status, headers);
    if (Buffer.isBuffer(body) && body.length <= mostJoined) response.end(body.toString('latin1'), 'latin1');
    else response.end(body);
  }

  /** Writes a whole reply of JSON. */
  replyJson(status: number, value: unknown, headers: readonly string[] = []): void {
    const all = ['content-type', 'application/json', ...this.idHeaders(), ...headers];
    this.reply(status, all, JSON.stringify(value));
  }

  /** Writes the error as the reply; whatever is not an error of a call becomes one without its details. */
  fail(error: unknown, headers: readonly string[] = []): void {
    if (this.signal.aborted) {
      this.response.destroy();
      return;
    }
    const { status, headers: told, body } = failureOf(modelErrorOf(error), this);
    this.reply(status, [...told, ...this.idHeaders(told), ...headers], body);
  }
}

/** The error as one of a call. */
export function modelErrorOf(error: unknown): ModelError {
  if (isModelError(error)) return error;
  return refusal('internal', 'internal_error', 'Something in the gateway itself went wrong; its log says what.');
}
