import { Agent as HttpAgent, type AgentOptions, type ClientRequest, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
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
  readonly send: typeof requestHttp;
  /** Keeps connections alive. */
  readonly pool: HttpAgent;
  /** Makes a connection for one request. */
  readonly single: HttpAgent;
}

class NodeTransport implements Transport {
  readonly #http: Route;
  readonly #https: Route;

  constructor({ ca, lookup, idleMs = 55_000 }: NodeTransportOptions) {
    const common: AgentOptions = lookup === undefined ? {} : { lookup };
    const pooled: AgentOptions = { ...common, keepAlive: true, maxFreeSockets: Infinity, timeout: idleMs };
    const trust = ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] };
    this.#http = { send: requestHttp, pool: new HttpAgent(pooled), single: new HttpAgent(common) };
    this.#https = {
      send: requestHttps,
      pool: new HttpsAgent({ ...pooled, ...trust }),
      single: new HttpsAgent({ ...common, ...trust }),
    };
  }

  /** @throws TypeError for an address that is not http or https, and for a header that HTTP cannot carry */
  send(request: WireRequest, handler: WireHandler): WireExchange {
    const { method, url, headers, body } = request;
    const route = this.#routeTo(url);
    const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    const path = url.pathname + url.search;
    const dispatch = (fresh: boolean): ClientRequest => {
      const agent = fresh ? route.single : route.pool;
      const sent = route.send({ agent, host, port: url.port, path, method, headers });
      // Given whole, the body goes out in one piece with the head, and Node sets its length.
      sent.end(body);
      return sent;
    };
    return new NodeExchange(dispatch, handler);
  }

  close(): Promise<void> {
    for (const { pool } of [this.#http, this.#https]) {
      for (const sockets of Object.values(pool.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    }
    return Promise.resolve();
  }

  #routeTo(url: URL): Route {
    if (url.protocol === 'http:') return this.#http;
    if (url.protocol === 'https:') return this.#https;
    throw new TypeError(`${url.protocol}//${url.host} is not an address of http or https.`);
  }
}
