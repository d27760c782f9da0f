import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { ModelError } from 'steadfast/model';
import type { EmbeddingModel, Layer, Model, TokenCounter } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Environment, Provider } from 'steadfast/providers';
import { systemClock } from 'steadfast/time';
import type { Clock } from 'steadfast/time';
import type { Transport } from 'steadfast/wire';
import { authorizer } from './authorize.ts';
import { directory } from './directory.ts';
import type { NamedModel, Source } from './directory.ts';
import type { House } from './house.ts';
import { gatewayServer } from './server.ts';

/** How a gateway is set up; everything has a default. */
export interface GatewayOptions {
  /** The address to listen on. Default: `127.0.0.1`, which only this machine reaches. */
  readonly host?: string;
  /** Default: 4000; 0 takes any free port. */
  readonly port?: number;
  /** What callers must show. Default: `STEADFAST_TOKEN`, else a new one; `false` lets everybody in, on this machine only. */
  readonly token?: string | false;
  /** Names of the gateway's own, each for one target or for several that are asked in turn. */
  readonly models?: Readonly<Record<string, NamedModel>>;
  /** Names to show in the list of models besides these: any `provider/model` can be asked for without being shown. */
  readonly shown?: readonly string[];
  /** Models that are asked when the one asked for can't answer, unless the caller names its own. */
  readonly fallbacks?: readonly string[];
  /** Gives the model of a name. Default: the library's models, with keys and addresses from the environment. */
  readonly resolve?: (name: string) => Model;
  /** Gives the embedding model of a name. Default: the library's, or none where `resolve` is given. */
  readonly embedding?: (name: string) => EmbeddingModel;
  /** Gives what counts tokens for a name. Default: the library's, or none where `resolve` is given. */
  readonly counter?: (name: string) => TokenCounter;
  /** More providers, or other rows for known ones. */
  readonly providers?: Readonly<Record<string, Provider>>;
  /** Default: the process's. */
  readonly environment?: Environment;
  /** The largest body of a request, in bytes. Default: 10 MiB. */
  readonly maxBodyBytes?: number;
  /** Put around whatever model is asked, such as `watch`. Default: nothing. */
  readonly outermost?: Layer;
  /** Origins of web pages that may call. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** How long `close` lets running calls go on, in milliseconds. Default: 30,000. */
  readonly drainMs?: number;
  readonly clock?: Clock;
  /** Is told of errors in the gateway itself. Default: they are written to stderr. */
  readonly log?: (error: unknown) => void;
}

/** A running gateway. */
export interface Gateway {
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  /** What callers must show; `undefined` when everybody is let in. */
  readonly token: string | undefined;
  /** Stops listening at once, lets running calls end (see `drainMs`), then closes what is left. */
  close(): Promise<void>;
}

const defaultPort = 4_000;
const defaultBodyBytes = 10 * 1024 * 1024;
const defaultDrainMs = 30_000;
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts a gateway.
 * @throws Error when it would let everybody in on an address that other machines reach, or can't listen there
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { host = '127.0.0.1', port = defaultPort, environment = process.env, clock = systemClock } = options;
  const token = tokenFor(options.token, environment);
  if (token === undefined && !loopback.has(host)) {
    throw new Error(`Without a token the gateway only listens on this machine; ${host} is reached by others.`);
  }
  const { source, transport } = await sourceOf(options, environment, clock);
  const state = { draining: false };
  const server = gatewayServer(
    houseOf(options, source, clock, state),
    authorizer({ token, allowedOrigins: options.allowedOrigins }),
    options.log ?? report,
  );
  await listen(server, host, port);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    state.draining = true;
    closing ??= drain(server, options.drainMs ?? defaultDrainMs, clock).then(() => transport?.close());
    return closing;
  };
  return { url: urlOf(server, host), token, close };
}

function houseOf(options: GatewayOptions, source: Source, clock: Clock, state: { readonly draining: boolean }): House {
  const { models: named, shown, outermost, fallbacks = [], maxBodyBytes = defaultBodyBytes } = options;
  return {
    directory: directory({ source, named, shown, outermost }),
    providers: { ...providers, ...options.providers },
    fallbacks,
    clock,
    maxBodyBytes,
    draining: () => state.draining,
  };
}

interface Sourced {
  readonly source: Source;
  readonly transport?: Transport;
}

/** Where models come from: as given, else the library over undici, which is loaded only now: it takes longest to load. */
async function sourceOf(options: GatewayOptions, environment: Environment, clock: Clock): Promise<Sourced> {
  const { resolve, embedding = none('embeddings'), counter = none('counts of tokens') } = options;
  if (resolve !== undefined) return { source: { model: resolve, embedding, counter } };
  const [{ createModels }, { undiciTransport }] = await Promise.all([
    import('steadfast'),
    import('./undici-transport.ts'),
  ]);
  const transport = undiciTransport();
  const models = createModels({ transport, environment, clock, providers: options.providers });
  const source = {
    model: (name: string) => models.model(name),
    embedding: options.embedding ?? ((name: string) => models.embedding(name)),
    counter: options.counter ?? ((name: string) => models.counter(name)),
  };
  return { source, transport };
}

function none(what: string): (name: string) => never {
  return (name) => {
    throw new ModelError({ kind: 'not-found', message: `This gateway gives no ${what} for "${name}".`, model: name });
  };
}

function tokenFor(given: string | false | undefined, environment: Environment): string | undefined {
  if (given === false) return undefined;
  const token = given ?? environment['STEADFAST_TOKEN'] ?? newToken();
  if (token === '') throw new Error('The token is empty. Give one, or let the gateway make one.');
  return token;
}

/** Makes a token of 192 random bits. */
export function newToken(): string {
  return `sk-steadfast-${randomBytes(24).toString('base64url')}`;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function drain(server: Server, drainMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(drainMs, () => server.closeAllConnections());
    server.close(() => {
      timer.cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function report(error: unknown): void {
  process.stderr.write(`steadfast: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
