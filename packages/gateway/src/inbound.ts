import type { IncomingMessage } from 'node:http';
import { refusal } from './refusal.ts';

/**
 * Reads the body of a request, at most so many bytes, and gives what is made of it.
 * @throws ModelError with status 413 as soon as the body is known to be longer, 415 for a compressed one
 */
export function readBody<Read>(
  request: IncomingMessage,
  mostBytes: number,
  read: (body: Buffer) => Read,
): Promise<Read> {
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding !== 'identity') {
    const message = `The body came with content-encoding ${JSON.stringify(encoding)}; send it uncompressed.`;
    return Promise.reject(refusal('unsupported-encoding', 'unsupported_encoding', message));
  }
  if (length !== undefined && Number(length) > mostBytes) return Promise.reject(tooLarge(mostBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge(mostBytes));
      }
    });
    request.on('end', () => {
      if (size > mostBytes) return;
      const [only] = chunks;
      try {
        resolve(read(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    request.on('close', () => {
      if (!request.complete) reject(refusal('bad-request', 'cut_body', 'The body was cut.'));
    });
  });
}

function tooLarge(mostBytes: number): Error {
  const message = `The body is larger than the limit of ${mostBytes} bytes; raise it with maxBodyBytes.`;
  return refusal('too-large', 'body_too_large', message);
}
