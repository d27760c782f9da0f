import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { parseJson } from '../ground/json.ts';
import { type RecordedChunk, recordingFiles, writeRecording } from './recording.ts';
import type { Redaction } from './redaction.ts';

/** An exchange as it came over the wire, secrets and all. */
export interface RawExchange {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly status: number;
  readonly replyHeaders: IncomingHttpHeaders;
  readonly chunks: readonly RecordedChunk[];
  readonly cut: boolean;
}

/** Writes exchanges to files, one each, secrets redacted first. */
export class Recorder {
  readonly #directory: string;
  readonly #redaction: Redaction;
  readonly #writes = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #number = 0;

  constructor(directory: string, redaction: Redaction) {
    this.#directory = directory;
    this.#redaction = redaction;
  }

  /** Makes the folder; numbers go on after the recordings that are there. */
  async open(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    for (const file of await recordingFiles(this.#directory)) {
      this.#number = Math.max(this.#number, Number.parseInt(file, 10) || 0);
    }
  }

  /** The number of the next exchange: they are numbered in the order in which they were asked. */
  take(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Writes an exchange. */
  write(exchange: RawExchange): void {
    const file = join(this.#directory, fileName(exchange));
    const writing = writeFile(file, this.#redact(exchange)).catch((error: unknown) => {
      this.#failure ??= { error };
    });
    this.#writes.add(writing);
    void writing.then(() => this.#writes.delete(writing));
  }

  /** Settles when all is on disk; rejects with the first error of writing. */
  async settle(): Promise<void> {
    await Promise.all(this.#writes);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #redact(exchange: RawExchange): string {
    const redaction = this.#redaction;
    const secrets = redaction.secretsOf(exchange.headers);
    const body = redaction.bytes(exchange.body, secrets).toString();
    return writeRecording({
      recordedAt: new Date(exchange.startedAt).toISOString(),
      request: {
        method: exchange.method,
        path: redaction.path(exchange.path, secrets),
        headers: redaction.headers(exchange.headers, secrets),
        body: parseJson(body) ?? body,
      },
      reply: {
        status: exchange.status,
        headers: redaction.headers(exchange.replyHeaders, secrets),
        chunks: redactChunks(exchange.chunks, redaction, secrets),
        cut: exchange.cut,
      },
    });
  }
}

/** A secret may be split between chunks: the body is redacted as one, and cut again at the same places. */
function redactChunks(
  chunks: readonly RecordedChunk[],
  redaction: Redaction,
  secrets: readonly string[],
): RecordedChunk[] {
  const safe = redaction.bytes(Buffer.concat(chunks.map(({ bytes }) => bytes)), secrets);
  let place = 0;
  return chunks.map(({ atMs, bytes }) => {
    const from = place;
    place += bytes.length;
    return { atMs, bytes: safe.subarray(from, place) };
  });
}

function fileName({ number, method, path }: RawExchange): string {
  const [place = ''] = path.split('?');
  const words = `${method} ${place}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  return `${String(number).padStart(4, '0')}-${words}.json`;
}
