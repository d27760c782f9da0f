import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../ground/clock.ts';
import { ConnectionGone, Exchange } from '../stage/exchange.ts';
import type { RequestRecord } from '../stage/request-record.ts';
import { type Connection, WireServer } from '../stage/wire-server.ts';
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
  const simulation = new RunningSimulation(options);
  await simulation.listen(options.port, options.host);
  return simulation;
}

class RunningSimulation implements Simulation {
  readonly #clock: Clock;
  readonly #log: RequestLog;
  readonly #director: Director;
  readonly #server: WireServer;

  constructor(options: SimulateOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#log = new RequestLog(options.keepRequests ?? 10_000);
    this.#director = new Director(options, this.#clock);
    this.#server = new WireServer({
      onRequest: (request, response, connection) => void this.#take(request, response, connection),
      onLeave: () => this.#log.look(),
    });
  }

  get url(): string {
    return this.#server.url;
  }

  get port(): number {
    return this.#server.port;
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
    return this.#server.openConnections;
  }

  listen(port?: number, host?: string): Promise<void> {
    return this.#server.listen(port, host);
  }

  async waitForRequest(count = 1): Promise<RequestRecord> {
    await this.#log.until(() => this.#log.count > count || this.#log.find(count)?.bytes !== undefined);
    const record = this.#log.find(count);
    if (record === undefined) throw new RangeError(`Request ${count} is no longer in the log; raise keepRequests.`);
    return record;
  }

  waitForIdle(): Promise<void> {
    return this.#log.until(() => this.#log.open === 0);
  }

  waitForConnections(most = 0): Promise<void> {
    return this.#log.until(() => this.#server.openConnections <= most);
  }

  async close(): Promise<void> {
    this.#log.shut();
    await this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse, connection: Connection): Promise<void> {
    const open = this.#log.begin(request, connection.number, this.#clock.now());
    const exchange = new Exchange(request, response, {
      onStatus: (status) => open.note({ status }),
      onEnd: (end) => open.close(end, this.#clock.now()),
    });
    try {
      await this.#director.play(exchange, open, connection.requests - 1);
    } catch (error) {
      if (!(error instanceof ConnectionGone)) exchange.fail(error);
    }
  }
}
