import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One connection of a server. */
export interface Connection {
  /** 1 for the first connection. */
  readonly number: number;
  /** How many requests came over it. */
  requests: number;
}

/** What a server tells of. */
export interface WireServerWatch {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse, connection: Connection) => void;
  /** A connection was closed. */
  readonly onLeave?: () => void;
}

/** An HTTP server that keeps no timers of its own, for whoever is slow or silent is the client's to notice. */
export class WireServer {
  readonly #server: Server;
  readonly #connections = new Map<Socket, Connection>();
  readonly #watch: WireServerWatch;
  #count = 0;
  #url = '';
  #port = 0;

  constructor(watch: WireServerWatch) {
    this.#watch = watch;
    const limits = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: 1 << 20 };
    this.#server = createServer({ ...limits, noDelay: true }, (request, response) => {
      const connection = this.#connections.get(request.socket) ?? { number: 0, requests: 0 };
      connection.requests += 1;
      watch.onRequest(request, response, connection);
    });
    this.#server.on('connection', (socket) => this.#connect(socket));
    this.#server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      else socket.destroy();
    });
  }

  /** Without a slash at the end. */
  get url(): string {
    return this.#url;
  }

  get port(): number {
    return this.#port;
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  /** Begins to listen; rejects when the port cannot be had. */
  listen(port = 0, host = '127.0.0.1'): Promise<void> {
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

  /** Cuts all connections and ends the server; does nothing the second time. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#connections.keys()) socket.destroy();
    });
  }

  #connect(socket: Socket): void {
    this.#count += 1;
    this.#connections.set(socket, { number: this.#count, requests: 0 });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#connections.delete(socket);
      this.#watch.onLeave?.();
    });
  }
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
