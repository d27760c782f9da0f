import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../ground/clock.ts';
import type { RequestEnd } from './request-record.ts';

/** Thrown to leave a fault or a reply whose client has gone; nobody needs to be told. */
export class ConnectionGone extends Error {
  override readonly name = 'ConnectionGone';
}

/** Time for bytes to leave before a reset throws away what has not been read, in milliseconds. */
const flushMs = 20;

/** One request and its reply, written in good HTTP or, for faults, byte by byte. */
export class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  readonly #onStatus: (status: number) => void;
  readonly #leavers = new Set<() => void>();
  #cut: RequestEnd | undefined;
  #closed = false;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    watch: { readonly onStatus: (status: number) => void; readonly onEnd: (end: RequestEnd) => void },
  ) {
    this.#request = request;
    this.#response = response;
    this.#socket = request.socket;
    this.#onStatus = watch.onStatus;
    response.on('error', () => undefined);
    response.once('close', () => {
      this.#closed = true;
      for (const leave of this.#leavers) leave();
      watch.onEnd(this.#cut ?? (response.writableFinished ? 'complete' : 'client-closed'));
    });
  }

  /** Reads the whole body of the request. */
  async body(): Promise<Uint8Array> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.#request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    } catch (cause) {
      throw new ConnectionGone('The client left before its request was whole.', { cause });
    }
    return Buffer.concat(chunks);
  }

  /** Sends a whole reply; `content-length` is set unless the headers name one. */
  whole(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): void {
    this.#onStatus(status);
    this.#response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
    this.#response.end(body);
  }

  /** Sends the head of a reply at once; its body is chunked unless the headers name a length. */
  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.#onStatus(status);
    this.#response.writeHead(status, { ...headers });
    this.#response.flushHeaders();
  }

  /** Sends one chunk of the body; waits while the client reads too slowly. */
  async write(bytes: string | Uint8Array): Promise<void> {
    this.#stay();
    if (!this.#response.write(bytes)) await this.#until((go) => this.#response.once('drain', go));
  }

  /** Sends chunks of the body together in one go. */
  async writeAll(chunks: readonly string[]): Promise<void> {
    this.#stay();
    this.#response.cork();
    let ready = true;
    for (const chunk of chunks) ready = this.#response.write(chunk);
    this.#response.uncork();
    if (!ready) await this.#until((go) => this.#response.once('drain', go));
  }

  /** Ends the body in good order. */
  end(): void {
    this.#response.end();
  }

  /** Writes bytes past HTTP, straight to the connection: before a reply in good HTTP only an informational one, else the connection must then be closed. */
  async raw(bytes: string | Uint8Array): Promise<void> {
    this.#stay();
    if (!this.#socket.write(bytes)) await this.#until((go) => this.#socket.once('drain', go));
  }

  /** Notes the status that raw bytes carried. */
  sentStatus(status: number): void {
    this.#onStatus(status);
  }

  /** Closes the connection with a FIN, wherever the reply stands. */
  close(end: RequestEnd = 'server-closed'): void {
    this.#cut = end;
    this.#socket.end();
    this.#socket.destroySoon();
  }

  /** Closes the connection with an RST, after what was written has left. */
  async reset(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, flushMs));
    this.#cut = 'server-reset';
    this.#socket.resetAndDestroy();
  }

  /** Ends a request that the simulation itself failed on: with 500 where nothing was sent yet. */
  fail(error: unknown): void {
    const message = `The simulation failed: ${String(error)}`;
    if (this.#closed || this.#response.headersSent) this.#socket.destroy();
    else this.whole(500, { 'content-type': 'application/json' }, JSON.stringify({ error: { message } }));
  }

  /** Does nothing until the client leaves. */
  async hang(): Promise<void> {
    await this.#until(() => undefined);
  }

  /** Waits by the given clock; leaves early when the client does. */
  async wait(clock: Clock, ms: number): Promise<void> {
    if (ms <= 0) return;
    await this.#until((go) => clock.after(ms, go));
  }

  #stay(): void {
    if (this.#closed) throw new ConnectionGone('The client has gone.');
  }

  /** Settles when told to go; throws when the connection closes first. */
  #until(begin: (go: () => void) => unknown): Promise<void> {
    this.#stay();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leavers.delete(leave);
        if (isCancellable(begun)) begun.cancel();
        reject(new ConnectionGone('The client has gone.'));
      };
      this.#leavers.add(leave);
      const begun = begin(() => {
        this.#leavers.delete(leave);
        resolve();
      });
    });
  }
}

function isCancellable(value: unknown): value is { cancel(): void } {
  return typeof value === 'object' && value !== null && 'cancel' in value && typeof value.cancel === 'function';
}
