import type { Socket } from 'node:net';
import type { ErrorPhase } from 'steadfast/model';
import type { Transport, WireExchange, WireHandler, WireRequest } from 'steadfast/wire';
import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { UndiciClients } from './undici-clients.ts';
import type { Line } from './undici-clients.ts';
import { Connector } from './undici-connector.ts';

/** Milliseconds for which an idle connection is kept, where the server names no time of its own. */
const keepAliveMs = 30_000;

/** The largest head of a reply, in bytes: what Node's own parser takes. */
const maxHeaderBytes = 16_384;

/** Undici's codes in the words of Node's own client, so that both transports say the same of the same failure. */
const nodeCodes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ECONNRESET',
  UND_ERR_HEADERS_OVERFLOW: 'HPE_HEADER_OVERFLOW',
  HTTPParserError: 'HPE_INVALID_CONSTANT',
};

/** What a kept-alive connection fails with that the server closed before it took the request. */
const staleCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/**
 * A transport over undici's dispatcher, the leanest HTTP client on Node: one connection per request under way, kept
 * alive in between, no pipelining, no redirects, no timers.
 */
export function undiciTransport(): Transport {
  const connector = new Connector();
  const clients = new UndiciClients(
    (origin) =>
      new Client(origin, {
        allowH2: false,
        connect: connector.connect,
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: keepAliveMs,
        maxHeaderSize: maxHeaderBytes,
      }),
  );
  return {
    send: (request, handler) => new Exchange(clients, connector, request, handler).start(),
    close: () => clients.close(),
  };
}

/** One request under way: what undici reports is told to the handler. */
class Exchange implements WireExchange, Dispatcher.DispatchHandler {
  readonly #clients: UndiciClients;
  readonly #connector: Connector;
  readonly #request: WireRequest;
  readonly #handler: WireHandler;
  #line: Line;
  #controller: Dispatcher.DispatchController | undefined;
  #connecting: Socket | undefined;
  #starting = false;
  #refused: Error | undefined;
  #fresh = false;
  #again = false;
  #answered = false;
  #paused = false;
  #over = false;

  constructor(clients: UndiciClients, connector: Connector, request: WireRequest, handler: WireHandler) {
    this.#clients = clients;
    this.#line = clients.take(addressOf(request.url).origin);
    this.#connector = connector;
    this.#request = request;
    this.#handler = handler;
  }

  /** @throws Error for a request that HTTP cannot carry */
  start(): this {
    const { method, url, headers, body } = this.#request;
    this.#starting = true;
    this.#connector.takeOpened();
    this.#line.client.dispatch({ path: addressOf(url).path, method, headers, body }, this);
    this.#connecting = this.#connector.takeOpened();
    this.#starting = false;
    if (this.#refused !== undefined) throw this.#refused;
    return this;
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#clients.drop(this.#line);
    if (this.#controller === undefined) this.#connecting?.destroy(ended());
    else this.#controller.abort(ended());
  }

  pause(): void {
    this.#paused = true;
    this.#controller?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#fresh = this.#connector.handingOver;
    this.#controller = controller;
    if (this.#over) controller.abort(ended());
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHeaders): void {
    // They are read by now; of a slow stream undici would hold their bytes to its end.
    controller.rawHeaders = null;
    if (this.#over || status < 200) return;
    this.#answered = true;
    if (this.#paused) this.#controller?.pause();
    this.#handler.onHead({ status, headers: joined(headers) });
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#over) this.#handler.onData(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#finish();
    this.#handler.onEnd();
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return;
    if (this.#starting) {
      // Undici looks at the request before it does anything else: what it finds wrong there is the sender's to hear.
      this.#refused = error;
      this.#finish();
      return;
    }
    const code = codeOf(error);
    if (this.#wasStale(error, code)) {
      this.#again = true;
      this.#controller = undefined;
      this.#clients.drop(this.#line);
      this.#line = this.#clients.open(this.#line.origin);
      this.start();
      return;
    }
    this.#finish();
    this.#handler.onError({ phase: this.#phaseOf(error), code, cause: error });
  }

  #finish(): void {
    this.#over = true;
    this.#clients.give(this.#line);
  }

  /** Says whether the server closed a kept-alive connection before it took this request. */
  #wasStale(error: Error, code: string): boolean {
    const first = this.#fresh || this.#connector.phaseOf(error) !== undefined;
    return !first && !this.#answered && !this.#again && staleCodes.has(code);
  }

  #phaseOf(error: Error): ErrorPhase {
    return this.#connector.phaseOf(error) ?? (this.#answered ? 'body' : 'headers');
  }
}

type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>;

function ended(): Error {
  return new Error('The request was ended by its sender.');
}

/** Undici makes the object for this reply alone; a header that came once is left as it is. */
function joined(headers: IncomingHeaders): Readonly<Record<string, string>> {
  if (isJoined(headers)) return headers;
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}

function isJoined(headers: IncomingHeaders): headers is Readonly<Record<string, string>> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false;
  return true;
}

interface Address {
  readonly origin: string;
  readonly path: string;
}

const addresses = new WeakMap<URL, Address>();

/** The parts of an address; the same few are asked again and again, and taking them apart costs more than to find them. */
function addressOf(url: URL): Address {
  const known = addresses.get(url);
  if (known !== undefined) return known;
  const address = { origin: url.origin, path: url.pathname + url.search };
  addresses.set(url, address);
  return address;
}

function codeOf(error: Error): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0] instanceof Error ? error.errors[0] : new Error());
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return nodeCodes[code] ?? code;
}
