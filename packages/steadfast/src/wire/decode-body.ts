import type { Transform } from 'node:stream';
import { ModelError } from '../model/error.ts';

/** Is given the unpacked body. Exactly one of `onBodyEnd` and `onBodyFault` is called, last. */
export interface BodySink {
  onBody(chunk: Uint8Array): void;
  onBodyEnd(): void;
  onBodyFault(error: ModelError): void;
  /** After `push` gave false: there is room again. */
  onBodyDrain(): void;
}

/** Unpacks a body as it comes. */
export interface BodyDecoder {
  /** Takes more bytes as they came over the wire; false asks to wait for `onBodyDrain` before giving more. */
  push(chunk: Uint8Array): boolean;
  end(): void;
  /** Hands out nothing for now. */
  pause(): void;
  resume(): void;
  /** Gives up; the sink hears nothing more. */
  destroy(): void;
}

/** The default limit of a whole body, unpacked: 32 MiB. */
export const defaultMaxBytes: number = 32 * 1024 * 1024;

/**
 * Makes the decoder for a `content-encoding`: none, gzip, deflate (with or without its zlib frame), br or zstd.
 * @param maxBytes the most bytes the body may have, unpacked; beyond, the fault is of kind `too-large`
 * @throws ModelError of kind `invalid-reply` for any other encoding
 */
export function decodeBody(encoding: string | undefined, maxBytes: number, sink: BodySink): BodyDecoder {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return new PlainBody(maxBytes, sink);
  const unpacker = unpackers.get(name);
  if (unpacker !== undefined) return new PackedBody(name, unpacker, maxBytes, sink);
  const message = `The reply came in the content encoding "${name}", which cannot be read. Ask for gzip, br or none.`;
  throw new ModelError({ kind: 'invalid-reply', message });
}

/** The error of a body above the limit. */
export function bodyTooLarge(maxBytes: number): ModelError {
  const message = `The reply has more than ${maxBytes} bytes, the most that is taken, and was given up.`;
  return new ModelError({ kind: 'too-large', message });
}

type Unpacker = (firstByte: number) => Transform;

/** Loaded when a reply comes packed: most do not. */
const zlib = () => process.getBuiltinModule('node:zlib');

const unpackers: ReadonlyMap<string, Unpacker> = new Map<string, Unpacker>([
  ['gzip', () => zlib().createGunzip()],
  ['x-gzip', () => zlib().createGunzip()],
  // Some servers send deflate without the zlib frame, whose first byte always ends in 8 (RFC 1950, section 2.2).
  ['deflate', (firstByte) => ((firstByte & 0x0f) === 8 ? zlib().createInflate() : zlib().createInflateRaw())],
  ['br', () => zlib().createBrotliDecompress()],
  ['zstd', () => zlib().createZstdDecompress()],
]);

class PlainBody implements BodyDecoder {
  readonly #maxBytes: number;
  readonly #sink: BodySink;
  #bytes = 0;

  constructor(maxBytes: number, sink: BodySink) {
    this.#maxBytes = maxBytes;
    this.#sink = sink;
  }

  push(chunk: Uint8Array): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#sink.onBodyFault(bodyTooLarge(this.#maxBytes));
    else this.#sink.onBody(chunk);
    return true;
  }

  end(): void {
    this.#sink.onBodyEnd();
  }

  pause(): void {}
  resume(): void {}
  destroy(): void {}
}

class PackedBody implements BodyDecoder {
  readonly #encoding: string;
  readonly #unpacker: Unpacker;
  readonly #maxBytes: number;
  readonly #sink: BodySink;
  #stream: Transform | undefined;
  #bytes = 0;
  #paused = false;

  constructor(encoding: string, unpacker: Unpacker, maxBytes: number, sink: BodySink) {
    this.#encoding = encoding;
    this.#unpacker = unpacker;
    this.#maxBytes = maxBytes;
    this.#sink = sink;
  }

  push(chunk: Uint8Array): boolean {
    this.#stream ??= this.#start(chunk[0] ?? 0);
    return this.#stream.write(chunk);
  }

  end(): void {
    if (this.#stream === undefined) this.#sink.onBodyEnd();
    else this.#stream.end();
  }

  pause(): void {
    this.#paused = true;
    this.#stream?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#stream?.resume();
  }

  destroy(): void {
    this.#stream?.removeAllListeners('data').removeAllListeners('end').destroy();
  }

  #start(firstByte: number): Transform {
    const stream = this.#unpacker(firstByte);
    stream.on('drain', () => this.#sink.onBodyDrain());
    stream.on('end', () => this.#sink.onBodyEnd());
    stream.on('error', (error) => {
      this.#sink.onBodyFault(this.#damaged(error));
    });
    if (this.#paused) stream.pause();
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    return stream;
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#maxBytes) {
      this.#sink.onBody(chunk);
      return;
    }
    this.destroy();
    this.#sink.onBodyFault(bodyTooLarge(this.#maxBytes));
  }

  #damaged(error: Error): ModelError {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    const message = `The reply's body (${this.#encoding}) is cut or damaged: ${error.message}.`;
    return new ModelError({ kind: 'connection', phase: 'body', code, message, cause: error });
  }
}
