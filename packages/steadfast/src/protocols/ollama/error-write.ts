import type { ModelError } from '../../model/error.ts';
import { statusForCaller } from '../error-status.ts';
import type { WrittenError } from '../protocol.ts';

/** Writes an error as Ollama does: `{"error": "…"}`; it has no types, so the status is all that tells errors apart. */
export function writeError(error: ModelError): WrittenError {
  return { status: statusForCaller(error), body: { error: error.message } };
}
