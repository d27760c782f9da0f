import { ModelError } from '../model/error.ts';

/** An error for a reply that does not say what its protocol demands. */
export function invalidReply(message: string, cause?: unknown): ModelError {
  return new ModelError({ kind: 'invalid-reply', message, cause });
}

/** An error for a piece of a stream that is not a JSON object. */
export function invalidPiece(data: string): ModelError {
  return invalidReply(`A piece of the stream is not a JSON object (it has ${data.length} characters).`);
}

/** An error for a reply that was cut before it was whole. */
export function interruptedReply(message: string): ModelError {
  return new ModelError({ kind: 'interrupted', message });
}
