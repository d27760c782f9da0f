import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { type Clock, systemClock } from '../ground/clock.ts';
import { WireServer } from '../stage/wire-server.ts';
import { Recorder } from './recorder.ts';
import type { RecordedChunk } from './recording.ts';
import { Redaction, type RedactionOptions } from './redaction.ts';

/** How recording is set up. */
export interface RecordOptions {
  /** The base address of the provider: `https://api.openai.com`. */
  readonly upstream: string;
  /** Where the files go; it is made if it is not there. */
  readonly directory: string;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  readonly redact?: RedactionOptions;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** A running proxy that records. */
export interface RecordingProxy extends AsyncDisposable {
  /** Send here what would go to the provider. */
  readonly url: string;
  readonly port: number;
  /** Settles once all exchanges that have ended are on disk; rejects when one could not be written. */
  settle(): Promise<void>;
  /** Ends the proxy, after the files are written. */
  close(): Promise<void>;
}

/**
 * Starts a proxy to a provider that writes each exchange to a file: request and reply with the times of its pieces,
 * secrets redacted. An exchange that the client breaks off is not written.
 * @throws TypeError for an upstream that is no address, and the system's error when the port or folder cannot be had
 */
export async function record(options: RecordOptions): Promise<RecordingProxy> {
  const recorder = new Recorder(options.directory, new Redaction(options.redact));
  const upstream = new URL(options.upstream);
  await recorder.open();
  const clock = options.clock ?? systemClock;
  const server = new WireServer({
    onRequest: (request, response) => void relay({ request, response, upstream, recorder, clock }),
  });
  await server.listen(options.port, options.host);
  const close = async (): Promise<void> => {
    await server.close();
    await recorder.settle();
  };
  const { url, port } = server;
  return { url, port, settle: () => recorder.settle(), close, [Symbol.asyncDispose]: close };
}

interface Relay {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: URL;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

async function relay(facts: Relay): Promise<void> {
  const { request, response, upstream, recorder, clock } = facts;
  const number = recorder.take();
  try {
    const body = await bodyOf(request);
    const startedAt = clock.now();
    const reply = await send(facts, body);
    const status = reply.statusCode ?? 502;
    const replyHeaders = headersToPass(reply);
    response.writeHead(status, replyHeaders);
    response.flushHeaders();
    const { chunks, cut } = await passOn(reply, response, () => clock.now() - startedAt);
    const { method = 'GET', url: path = '/', headers } = request;
    if (cut) response.socket?.destroySoon();
    else if (response.destroyed) return;
    recorder.write({ number, startedAt, method, path, headers, body, status, replyHeaders, chunks, cut });
    response.end();
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else refuse(response, upstream, error);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Headers that belong to one connection (RFC 9110, section 7.6.1), and those that are set anew. */
const ownHeaders = new Set(
  'host connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect content-length accept-encoding'.split(
    ' ',
  ),
);

function send({ request, response, upstream }: Relay, body: Uint8Array): Promise<IncomingMessage> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name)));
  const target = new URL(upstream);
  target.pathname = '';
  const path = upstream.pathname.replace(/\/$/, '') + (request.url ?? '/');
  const open = upstream.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Bodies are asked for uncompressed: what cannot be read cannot be redacted.
    const coding = { 'accept-encoding': 'identity', 'content-length': String(body.length) };
    const sent = open(target, { method: request.method, path, headers: { ...headers, ...coding } }, resolve);
    sent.on('error', reject);
    response.once('close', () => {
      if (!response.writableFinished) sent.destroy();
    });
    sent.end(body);
  });
}

function headersToPass(reply: IncomingMessage): Record<string, string | string[]> {
  const dropped = decoderOf(reply) === undefined ? [] : ['content-encoding', 'content-length'];
  const left = new Set(['connection', 'keep-alive', 'transfer-encoding', 'trailer', ...dropped]);
  const entries = Object.entries(reply.headers).flatMap(([name, value]): [string, string | string[]][] =>
    value === undefined || left.has(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}

function decoderOf(reply: IncomingMessage): (NodeJS.ReadWriteStream & Readable) | undefined {
  switch (reply.headers['content-encoding']) {
    case 'gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}

async function passOn(
  reply: IncomingMessage,
  response: ServerResponse,
  elapsed: () => number,
): Promise<{ chunks: RecordedChunk[]; cut: boolean }> {
  const chunks: RecordedChunk[] = [];
  const decoder = decoderOf(reply);
  if (decoder !== undefined) reply.on('error', (error) => decoder.destroy(error));
  try {
    for await (const bytes of decoder === undefined ? reply : reply.pipe(decoder)) {
      if (!Buffer.isBuffer(bytes)) continue;
      chunks.push({ atMs: elapsed(), bytes });
      if (!response.write(bytes)) await drained(response);
    }
    return { chunks, cut: false };
  } catch {
    return { chunks, cut: !response.destroyed };
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    if (response.destroyed) resolve();
    else response.on('drain', go).on('close', go);
  });
}

function refuse(response: ServerResponse, upstream: URL, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The recording proxy could not reach ${upstream.origin}: ${reason}`;
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ type: 'error', error: { type: 'recording_error', message } }));
}
