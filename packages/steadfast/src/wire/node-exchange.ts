import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { codeOf, failureBeforeHead, failureInBody } from './transport-failure.ts';
import type { TransportFailure, WireExchange, WireHandler } from './transport.ts';

/** Sends the request: over a pooled connection if there is one, or over a fresh one. */
export type Dispatch = (fresh: boolean) => ClientRequest;

/** One request of `node:http` and its reply. */
export class NodeExchange implements WireExchange {
  readonly #dispatch: Dispatch;
  readonly #handler: WireHandler;
  #request: ClientRequest;
  #response: IncomingMessage | undefined;
  #attached = false;
  /** Bytes that had come over the connection before this request was given to it. */
  #bytesBefore = 0;
  #resent = false;
  #paused = false;
  #over = false;

  constructor(dispatch: Dispatch, handler: WireHandler) {
    this.#dispatch = dispatch;
    this.#handler = handler;
    this.#request = this.#send(false);
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    // A request that has no connection yet takes it first: Node would keep the connection for later, unused.
    if (this.#attached) this.#request.destroy();
  }

  pause(): void {
    this.#paused = true;
    this.#response?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#response?.resume();
  }

  #send(fresh: boolean): ClientRequest {
    const request = this.#dispatch(fresh);
    this.#attached = false;
    request.on('socket', (socket) => this.#attach(request, socket));
    request.on('response', (response) => this.#read(response));
    request.on('error', (error) => this.#onRequestError(request, error));
    request.on('close', () => this.#onClose(request));
    return request;
  }

  #attach(request: ClientRequest, socket: Socket): void {
    this.#attached = true;
    this.#bytesBefore = socket.bytesRead;
    if (this.#over) request.destroy();
  }

  #read(response: IncomingMessage): void {
    if (this.#over) return;
    this.#response = response;
    response.on('error', (error) => this.#fail(failureInBody(error)));
    this.#handler.onHead({ status: response.statusCode ?? 0, headers: headersOf(response) });
    if (this.#paused) response.pause();
    response.on('data', (chunk: Buffer) => {
      if (!this.#over) this.#handler.onData(chunk);
    });
    response.on('end', () => {
      if (this.#over) return;
      this.#over = true;
      this.#handler.onEnd();
    });
  }

  #onRequestError(request: ClientRequest, error: Error): void {
    if (this.#over) return;
    if (this.#response !== undefined) {
      // What came in the same packet as the fault is read but not handed on yet; `read` hands it on as data.
      while (!this.#paused && this.#response.read() !== null);
      this.#fail(failureInBody(error));
    } else if (!this.#resent && this.#wasStale(request, error)) {
      this.#resent = true;
      this.#request = this.#send(true);
    } else this.#fail(failureBeforeHead(error, request.socket));
  }

  /** Says whether the server closed a kept-alive connection just as the request was given to it, before a reply byte. */
  #wasStale(request: ClientRequest, error: Error): boolean {
    const socket: Socket | null = request.socket;
    return (
      request.reusedSocket && /^(?:ECONNRESET|EPIPE)$/.test(codeOf(error)) && socket?.bytesRead === this.#bytesBefore
    );
  }

  /** The last word of a request. Node is silent in some cases, such as a status 101 that nobody asked for. */
  #onClose(request: ClientRequest): void {
    if (this.#over || request !== this.#request || this.#response?.complete === true) return;
    const error = new Error('The connection was closed before the reply was whole.');
    this.#fail({ phase: this.#response === undefined ? 'headers' : 'body', code: 'ECONNRESET', cause: error });
  }

  #fail(failure: TransportFailure): void {
    if (this.#over) return;
    this.#over = true;
    this.#request.destroy();
    this.#handler.onError(failure);
  }
}

function headersOf(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  const raw = response.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before !== undefined && Object.hasOwn(headers, name) ? `${before}, ${value}` : value;
  }
  return headers;
}
