import { isDeepStrictEqual } from 'node:util';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../ground/clock.ts';
import { type JsonValue, parseJson } from '../ground/json.ts';
import { ConnectionGone, Exchange } from '../stage/exchange.ts';
import { WireServer } from '../stage/wire-server.ts';
import { describeDifference, differencesOf } from './difference.ts';
import { type Recording, readRecordings, type StoredRecording } from './recording.ts';
import { Redaction, type RedactionOptions } from './redaction.ts';

/** How replaying is set up. */
export interface ReplayOptions {
  /** Where the recordings are. */
  readonly directory: string;
  /** Whether pieces of replies come at the times at which they came. Default: false, all at once. */
  readonly timing?: boolean;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** What was given to `record`. */
  readonly redact?: RedactionOptions;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** A running server of recorded replies. */
export interface Replay extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Files whose recording has been served, in order. */
  readonly served: readonly string[];
  /** What was said to each request that no recording answers. */
  readonly unmatched: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a server that answers as recorded. A request is matched by method, path and body, secrets redacted; recordings
 * of the same request are served in their order, and the last one repeats. A request without a recording gets status 501
 * and a message that shows the nearest recording and the first difference.
 * @throws Error for a folder without recordings, and for a file that is none
 */
export async function replay(options: ReplayOptions): Promise<Replay> {
  const recordings = await readRecordings(options.directory);
  if (recordings.length === 0) {
    throw new Error(`There are no recordings in ${options.directory}. Make some with record({ upstream, directory }).`);
  }
  const library = new Library(recordings, new Redaction(options.redact));
  const server = new WireServer({
    onRequest: (request, response) => void serve(request, response, library, options),
  });
  await server.listen(options.port, options.host);
  const close = (): Promise<void> => server.close();
  const { url, port } = server;
  return { url, port, served: library.served, unmatched: library.unmatched, close, [Symbol.asyncDispose]: close };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: JsonValue;
}

class Library {
  readonly served: string[] = [];
  readonly unmatched: string[] = [];
  readonly #recordings: readonly StoredRecording[];
  readonly #redaction: Redaction;

  constructor(recordings: readonly StoredRecording[], redaction: Redaction) {
    this.#recordings = recordings;
    this.#redaction = redaction;
  }

  /** The recording to serve; `undefined` when there is none, and then `unmatched` tells why. */
  find(request: IncomingMessage, bytes: Uint8Array): Recording | undefined {
    const secrets = this.#redaction.secretsOf(request.headers);
    const text = this.#redaction.bytes(bytes, secrets).toString();
    const { method = 'GET', url = '/' } = request;
    const asked: Asked = { method, path: this.#redaction.path(url, secrets), body: parseJson(text) ?? text };
    const matching = this.#recordings.filter(({ recording }) => matches(recording, asked));
    const chosen = matching.find(({ file }) => !this.served.includes(file)) ?? matching.at(-1);
    if (chosen === undefined) this.unmatched.push(this.#explain(asked));
    else this.served.push(chosen.file);
    return chosen?.recording;
  }

  #explain(asked: Asked): string {
    const [nearest] = this.#recordings
      .map(({ file, recording }) => ({ file, differences: compare(recording, asked) }))
      .toSorted((first, second) => first.differences.length - second.differences.length);
    const [difference] = nearest?.differences ?? [];
    const found =
      nearest === undefined || difference === undefined
        ? ''
        : ` The nearest is ${nearest.file}; it differs at ${describeDifference(difference)}.`;
    return `No recording answers ${asked.method} ${asked.path}.${found}`;
  }
}

function matches({ request }: Recording, { method, path, body }: Asked): boolean {
  return request.method === method && request.path === path && isDeepStrictEqual(request.body, body);
}

function compare({ request }: Recording, { method, path, body }: Asked): ReturnType<typeof differencesOf> {
  return [
    ...differencesOf(request.method, method, 'method'),
    ...differencesOf(request.path, path, 'path'),
    ...differencesOf(request.body, body, 'body'),
  ];
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  library: Library,
  options: ReplayOptions,
): Promise<void> {
  const exchange = new Exchange(request, response, { onStatus: () => undefined, onEnd: () => undefined });
  try {
    const recording = library.find(request, await exchange.body());
    if (recording === undefined) {
      const error = { type: 'no_recording', message: library.unmatched.at(-1) };
      exchange.whole(
        501,
        { 'content-type': 'application/json', 'x-should-retry': 'false' },
        JSON.stringify({ type: 'error', error }),
      );
      return;
    }
    await play(exchange, recording, options.timing === true ? (options.clock ?? systemClock) : undefined);
  } catch (error) {
    if (!(error instanceof ConnectionGone)) exchange.fail(error);
  }
}

async function play(exchange: Exchange, { reply }: Recording, clock: Clock | undefined): Promise<void> {
  const startedAt = clock?.now() ?? 0;
  exchange.head(reply.status, reply.headers);
  for (const { atMs, bytes } of reply.chunks) {
    if (clock !== undefined) await exchange.wait(clock, startedAt + atMs - clock.now());
    await exchange.write(bytes);
  }
  if (reply.cut) exchange.close();
  else exchange.end();
}
