import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { expect, test } from 'vitest';
import { isModelError, type ModelError } from '../model/error.ts';
import { type BodyDecoder, decodeBody } from './decode-body.ts';

class Outcome {
  bytes = Buffer.alloc(0);
  chunks = 0;
  readonly done: Promise<ModelError | undefined>;
  #settle: (error: ModelError | undefined) => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve) => (this.#settle = resolve));
  }

  onBody(chunk: Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    this.chunks += 1;
  }
  onBodyEnd(): void {
    this.#settle(undefined);
  }
  onBodyFault(error: ModelError): void {
    this.#settle(error);
  }
  onBodyDrain(): void {}
}

function begin(encoding: string | undefined, maxBytes = 1_000_000): { decoder: BodyDecoder; outcome: Outcome } {
  const outcome = new Outcome();
  return { decoder: decodeBody(encoding, maxBytes, outcome), outcome };
}

async function decode(
  encoding: string | undefined,
  packed: Uint8Array,
  maxBytes?: number,
): Promise<{ text: string; error: ModelError | undefined }> {
  const { decoder, outcome } = begin(encoding, maxBytes);
  for (let index = 0; index < packed.length; index += 7) decoder.push(packed.subarray(index, index + 7));
  decoder.end();
  const error = await outcome.done;
  return { text: outcome.bytes.toString(), error };
}

const text = JSON.stringify({ answer: 'forty-two, '.repeat(50) });
const packings: [string, Buffer][] = [
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['GZIP', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['zstd', zstdCompressSync(text)],
];

for (const [encoding, packed] of packings) {
  test(`${encoding} (first byte ${packed[0]}) is unpacked, and an error when it is cut`, async () => {
    expect(await decode(encoding, packed)).toEqual({ text, error: undefined });
    const { error } = await decode(encoding, packed.subarray(0, packed.length - 9));
    expect([error?.kind, error?.phase]).toEqual(['connection', 'body']);
  });
}

test('a body that is not packed is handed on in the very chunks it came in', () => {
  for (const encoding of [undefined, '', 'identity']) {
    const { decoder, outcome } = begin(encoding);
    const chunk = Buffer.from(text);
    expect(decoder.push(chunk)).toBe(true);
    expect([outcome.chunks, outcome.bytes.toString()]).toEqual([1, text]);
  }
});

test('an encoding that nobody can read is refused by name', () => {
  for (const encoding of ['compress', 'gzip, br', 'constructor']) {
    try {
      begin(encoding);
      expect.unreachable();
    } catch (error) {
      expect(isModelError(error) && [error.kind, error.message.includes(`"${encoding}"`)]).toEqual([
        'invalid-reply',
        true,
      ]);
    }
  }
});

test('damaged bytes are an error and not text', async () => {
  const { text: read, error } = await decode('gzip', Buffer.from('{"this":"is not gzip"}'));
  expect([read, error?.kind, error?.phase, error?.code]).toEqual(['', 'connection', 'body', 'Z_DATA_ERROR']);
});

test('a packed body without a byte is an empty one', async () => {
  expect(await decode('gzip', Buffer.alloc(0))).toEqual({ text: '', error: undefined });
});

test('the limit counts unpacked bytes', async () => {
  const exact = Buffer.alloc(1000, 'a');
  expect((await decode(undefined, exact, 1000)).error).toBeUndefined();
  expect((await decode(undefined, Buffer.alloc(1001, 'a'), 1000)).error?.kind).toBe('too-large');
  expect((await decode('gzip', gzipSync(exact), 1000)).error).toBeUndefined();
  const bomb = await decode('gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 1_000_000);
  expect(bomb.error?.kind).toBe('too-large');
  expect(bomb.text.length).toBeLessThanOrEqual(1_000_000);
});

test('each event of a packed stream comes out when its bytes are in', async () => {
  const { decoder, outcome } = begin('gzip');
  const packer = createGzip({ flush: constants.Z_SYNC_FLUSH });
  packer.on('data', (chunk: Buffer) => decoder.push(chunk));
  for (const event of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
    const before = outcome.bytes.toString();
    packer.write(event);
    while (outcome.bytes.length === before.length) await new Promise((resolve) => setImmediate(resolve));
    expect(outcome.bytes.toString()).toBe(before + event);
  }
  decoder.destroy();
  packer.destroy();
});

test('a sink that pauses is given nothing and holds the source back until it resumes', async () => {
  const whole = Buffer.alloc(4 * 1024 * 1024, 'a');
  const packed = gzipSync(whole, { level: 0 });
  const outcome = new Outcome();
  const decoder = decodeBody('gzip', whole.length, outcome);
  let pushed = 0;
  const pump = (): void => {
    while (pushed < packed.length && decoder.push(packed.subarray(pushed, (pushed += 16_384))));
    if (pushed >= packed.length) decoder.end();
  };
  outcome.onBodyDrain = pump;
  decoder.pause();
  pump();
  for (let before = -1; before !== pushed;) {
    before = pushed;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(outcome.chunks).toBe(0);
  expect(pushed).toBeLessThan(1024 * 1024);
  decoder.resume();
  expect(await outcome.done).toBeUndefined();
  expect(outcome.bytes.equals(whole)).toBe(true);
});

test('after destroy nothing more is heard', async () => {
  const { decoder, outcome } = begin('gzip');
  decoder.push(gzipSync(text));
  decoder.destroy();
  decoder.destroy();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(outcome.chunks).toBe(0);
});
