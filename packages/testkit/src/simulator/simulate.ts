import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '../ground/clock.ts';
import { ConnectionGone, Exchange } from '../stage/exchange.ts';
import type { RequestRecord } from '../stage/request-record.ts';
import { Director } from './director.ts';
import { RequestLog } from './request-log.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** A running server that plays LLM providers. */
export interface Simulation extends AsyncDisposable {
  /** Without a slash at the end: `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  /** The requests so far, the newest last. */
  readonly requests: readonly RequestRecord[];
  /** How many requests there have been, also those that the log has dropped. */
  readonly requestCount: number;
  /** How many requests have not ended. */
  readonly openRequests: number;
  /** How many connections are open, idle ones included. */
  readonly openConnections: number;
  /** Settles once there have been so many requests, whole with their bodies; gives the last of them. */
  waitForRequest(count?: number): Promise<RequestRecord>;
  /** Settles once no request is open. */
  waitForIdle(): Promise<void>;
  /** Settles once so many connections are open or fewer. Default: none. */
  waitForConnections(most?: number): Promise<void>;
  /** Cuts all connections and ends the server. */
  close(): Promise<void>;
}

/**
 * Starts a server that plays LLM providers at wire level: OpenAI Chat Completions, Anthropic Messages and Ollama.
 * A model called `fault/<name>`, or the header `x-sim-fault: <name>`, asks for a fault (see `faults`); with `-once` behind
 * the name only the first request of each conversation fails. All other names answer (see `builtInAnswer`).
 * @throws Error when the port cannot be had, and RangeError for an empty script
 */
export async function simulate(options: SimulateOptions = {}): Promise<Simulation> {
  const server = new SimulationServer(options);
  await server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  return server;
}

class SimulationServer implements Simulation {
  readonly #server: Server;
  readonly #log: RequestLog;
  readonly #director: Director;
  readonly #clock;
  readonly #connections = new Map<Socket, { readonly number: number; requests: number }>();
  #connectionCount = 0;
  #url = '';
  #port = 0;

  constructor(options: SimulateOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#log = new RequestLog(options.keepRequests ?? 10_000);
    this.#director = new Director(options, this.#clock);
    // A provider that is slow or silent is the client's to notice: the server keeps no timers of its own.
    const limits = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: 1 << 20 };
    this.#server = createServer(
      { ...limits, noDelay: true },
      (request, response) => void this.#take(request, response),
    );
    this.#server.on('connection', (socket) => this.#connect(socket));
    this.#server.on('clientError', (_error, socket) => void socket.destroy());
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return this.#port;
  }

  get requests(): readonly RequestRecord[] {
    return this.#log.records;
  }

  get requestCount(): number {
    return this.#log.count;
  }

  get openRequests(): number {
    return this.#log.open;
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      // A long queue of connections, so that a burst of thousands is not refused.
      this.#server.listen({ port, host, backlog: 4096 }, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        if (isAddress(address)) this.#port = address.port;
        this.#url = `http://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
        resolve();
      });
    });
  }

  async waitForRequest(count = 1): Promise<RequestRecord> {
    const find = (): RequestRecord | undefined => this.#log.records.find(({ number }) => number === count);
    await this.#log.until(() => this.#log.count > count || find()?.bytes !== undefined);
    const record = find();
    if (record === undefined) throw new RangeError(`Request ${count} is no longer in the log; raise keepRequests.`);
    return record;
  }

  waitForIdle(): Promise<void> {
    return this.#log.until(() => this.#log.open === 0);
  }

  waitForConnections(most = 0): Promise<void> {
    return this.#log.until(() => this.#connections.size <= most);
  }

  async close(): Promise<void> {
    this.#log.shut();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#connections.keys()) socket.destroy();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #connect(socket: Socket): void {
    this.#connectionCount += 1;
    this.#connections.set(socket, { number: this.#connectionCount, requests: 0 });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#connections.delete(socket);
      this.#log.look();
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#connections.get(request.socket) ?? { number: 0, requests: 0 };
    const open = this.#log.begin(request, connection.number, this.#clock.now());
    const exchange = new Exchange(request, response, {
      onStatus: (status) => open.note({ status }),
      onEnd: (end) => open.close(end, this.#clock.now()),
    });
    const requestsBefore = connection.requests;
    connection.requests += 1;
    try {
      await this.#director.play(exchange, open, requestsBefore);
    } catch (error) {
      if (!(error instanceof ConnectionGone)) exchange.fail(error);
    }
  }
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
