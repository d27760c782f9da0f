import type { ModelError } from '../../model/error.ts';
import { writeOpenAiError } from '../openai-error.ts';
import type { WrittenError } from '../protocol.ts';

/**
 * Writes an error in OpenAI's envelope. A spent budget is said as a spent quota, because programs of this protocol
 * (Codex) try again after every other word for it.
 */
export function writeError(error: ModelError): WrittenError {
  return writeOpenAiError(error.kind === 'budget' ? error.with({ kind: 'quota' }) : error);
}
