import type { Agent, AgentOptions, ClientRequest, RequestOptions } from 'node:http';
import type { AgentOptions as TlsAgentOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import { sweepIdle } from './idle-sweep.ts';
import { NodeExchange } from './node-exchange.ts';
import type { Transport, WireExchange, WireHandler, WireRequest } from './transport.ts';

/** How connections are made. */
export interface NodeTransportOptions {
  /** Certificates to trust instead of the well-known ones, in PEM form. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  /** Turns names into addresses, and may refuse some. Default: the system's resolver. */
  readonly lookup?: LookupFunction;
  /**
   * How long an idle connection is kept, in milliseconds; less where the server says so. Default: 55,000, just below the
   * 60 s after which common load balancers drop idle connections.
   */
  readonly idleMs?: number;
}

/**
 * Carries requests over `node:http` and `node:https`: one connection for each request under way, kept alive
 * afterwards, the last used first.
 */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  return new NodeTransport(options);
}

interface Route {
  readonly send: (options: RequestOptions) => ClientRequest;
  /** Keeps connections alive. */
  readonly pool: Agent;
  /** Makes a connection for one request. */
  readonly single: Agent;
  readonly stopSweeping: () => void;
}

class NodeTransport implements Transport {
  readonly #idleMs: number;
  readonly #options: AgentOptions;
  readonly #trust: TlsAgentOptions;
  #http: Route | undefined;
  #https: Route | undefined;

  constructor({ ca, lookup, idleMs = 55_000 }: NodeTransportOptions) {
    this.#idleMs = idleMs;
    this.#options = lookup === undefined ? {} : { lookup };
    this.#trust = ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] };
  }

  /** @throws TypeError for an address that is not http or https, and for a header that HTTP cannot carry */
  send(request: WireRequest, handler: WireHandler): WireExchange {
    const { method, url, body } = request;
    const route = this.#routeTo(url);
    const { host, port, path, authority } = placeOf(url);
    const headers = headerList(request, authority);
    const dispatch = (fresh: boolean): ClientRequest => {
      const agent = fresh ? route.single : route.pool;
      const sent = route.send({ agent, host, port, path, method, headers });
      // Given whole, the body goes out in one piece with the head.
      sent.end(body);
      return sent;
    };
    return new NodeExchange(dispatch, handler);
  }

  close(): Promise<void> {
    for (const route of [this.#http, this.#https]) {
      route?.stopSweeping();
      for (const sockets of Object.values(route?.pool.freeSockets ?? {})) {
        for (const socket of sockets ?? []) socket.destroy();
      }
    }
    this.#http = undefined;
    this.#https = undefined;
    return Promise.resolve();
  }

  #routeTo(url: URL): Route {
    if (url.protocol === 'http:') return (this.#http ??= this.#plainRoute());
    if (url.protocol === 'https:') return (this.#https ??= this.#securedRoute());
    throw new TypeError(`${url.protocol}//${url.host} is not an address of http or https.`);
  }

  // The modules are asked for when they are needed: loading them takes longer than loading all the rest of the library.

  #plainRoute(): Route {
    const { Agent, request } = process.getBuiltinModule('node:http');
    const pool = new Agent({ ...this.#options, ...pooled });
    const single = new Agent(this.#options);
    return { send: request, pool, single, stopSweeping: sweepIdle(pool, this.#idleMs) };
  }

  #securedRoute(): Route {
    const { Agent, request } = process.getBuiltinModule('node:https');
    const options = { ...this.#options, ...this.#trust };
    const pool = new Agent({ ...options, ...pooled });
    return { send: request, pool, single: new Agent(options), stopSweeping: sweepIdle(pool, this.#idleMs) };
  }
}

/** Names and values in turn: Node writes such a list down as it is, and keeps no book of headers that may still change. */
function headerList({ method, headers, body }: WireRequest, authority: string): string[] {
  const list = ['host', authority];
  for (const name in headers) list.push(name, headers[name] ?? '');
  if (body !== undefined || method !== 'GET') list.push('content-length', String(Buffer.byteLength(body ?? '')));
  return list;
}

interface Place {
  /** The name or address alone, and with its port. */
  readonly host: string;
  readonly authority: string;
  readonly port: string;
  readonly path: string;
}

const places = new WeakMap<URL, Place>();

/** Where an address leads, as Node wants it. A target is asked at the same address each time: it is read once. */
function placeOf(url: URL): Place {
  const known = places.get(url);
  if (known !== undefined) return known;
  const { hostname, host: authority, port, pathname, search } = url;
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const place = { host, authority, port, path: pathname + search };
  places.set(url, place);
  return place;
}

const pooled = { keepAlive: true, maxFreeSockets: Infinity };
