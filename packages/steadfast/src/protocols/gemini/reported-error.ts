import { ModelError } from '../../model/error.ts';
import { asArray, asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { classifyInBand } from '../classify.ts';

/**
 * The error that a reply reports in place of an answer: an error object, or a prompt that was refused. `undefined` where
 * it reports none.
 */
export function reportedError(reply: JsonObject): ModelError | undefined {
  if (reply.error !== undefined && reply.error !== null) return new ModelError(classifyInBand(reply));
  const { blockReason, blockReasonMessage } = asObject(reply.promptFeedback);
  if (asArray(reply.candidates).length > 0 || blockReason === undefined || blockReason === 0) return undefined;
  const more = asString(blockReasonMessage);
  const code = asString(blockReason) ?? 'OTHER';
  const message = `The provider refused the prompt (${code})${more === undefined ? '.' : `: ${more}`}`;
  return new ModelError({ kind: 'content-filter', message, code });
}
