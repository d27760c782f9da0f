import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ErrorPhase } from 'steadfast/model';
import type { buildConnector } from 'undici';

/** Where an error of a connection fell that was not ready for a request yet. */
type ConnectPhase = Extract<ErrorPhase, 'dns' | 'connect' | 'tls'>;

/** The most TLS sessions kept for resumption, one per origin. */
const mostSessions = 256;

/** Opens connections for undici and remembers in which phase one failed. It has no timers. */
export class Connector {
  readonly #phases = new WeakMap<Error, ConnectPhase>();
  readonly #sessions = new Map<string, Buffer>();
  #opened: Socket | undefined;
  #handingOver = false;

  /** True while a new connection is handed to undici: a request that starts meanwhile is the first on it. */
  get handingOver(): boolean {
    return this.#handingOver;
  }

  /** The phase in which a connection failed with this error; `undefined` for errors of connections that had stood. */
  phaseOf(error: Error): ConnectPhase | undefined {
    return this.#phases.get(error);
  }

  /** The connection that undici has begun to open since this was asked before. */
  takeOpened(): Socket | undefined {
    const opened = this.#opened;
    this.#opened = undefined;
    return opened;
  }

  /** Undici's `connect`. */
  readonly connect: buildConnector.connector = (options, callback) => {
    const secure = options.protocol === 'https:';
    const port = Number(options.port) || (secure ? 443 : 80);
    const socket = secure ? this.#secure(options, port) : connectTcp({ host: options.hostname, port });
    let phase: ConnectPhase = 'connect';
    let standing = false;
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    if (secure) {
      socket.once('connect', () => {
        phase = 'tls';
      });
    }
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      standing = true;
      this.#handingOver = true;
      try {
        callback(null, socket);
      } finally {
        this.#handingOver = false;
      }
    });
    socket.on('error', (error) => {
      if (standing) return;
      standing = true;
      this.#phases.set(error, isLookup(error) ? 'dns' : phase);
      callback(error, null);
    });
    this.#opened = socket;
  };

  #secure(options: buildConnector.Options, port: number): Socket {
    const { hostname, host = hostname } = options;
    const servername = options.servername ?? undefined;
    const key = `${host}:${port}`;
    const session = this.#sessions.get(key);
    const socket = connectTls({ host: hostname, port, servername, session, ALPNProtocols: ['http/1.1'] });
    socket.on('session', (fresh) => {
      this.#sessions.delete(key);
      this.#sessions.set(key, fresh);
      const [oldest] = this.#sessions.keys();
      if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    });
    return socket;
  }
}

function isLookup(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'getaddrinfo';
}
