import { ModelError } from '../model/error.ts';
import type { PartialReply } from '../model/error.ts';
import type { StreamPart } from '../model/stream-part.ts';

/** Who reads a stream: is given parts as they come. */
export interface Reader {
  /** Takes a part at once if the reader waits for one. */
  readonly offer: (part: StreamPart) => boolean;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** A reader that waits for the next value. */
export interface Waiting<Value> {
  resolve(result: IteratorResult<Value, undefined>): void;
  reject(error: unknown): void;
}

/** The error of a result whose reader left. */
export function leftError(partial: PartialReply): ModelError {
  return new ModelError({ kind: 'aborted', message: 'The reader left the stream before its end.', partial });
}

/** The error of one who reads what another reads already. */
export function readTwiceError(): ModelError {
  const message = 'This stream was already read: it has one reader, by its parts, its text or its result.';
  return new ModelError({ kind: 'invalid-request', message });
}
