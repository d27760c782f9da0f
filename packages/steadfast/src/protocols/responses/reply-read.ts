import type { Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import { asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { withCallStates } from '../carried-call.ts';
import { classifyInBand } from '../classify.ts';
import { interruptedReply, invalidReply } from '../reply-error.ts';
import { carriedCallStates } from './call-state.ts';
import { factsOf, rawReasonOf, readFinishReason } from './finish-reason.ts';
import { readItem } from './item-read.ts';
import { readUsage } from './usage.ts';

/**
 * Reads a whole reply. One that runs in the background has no content yet; its reason is `other`.
 * @throws ModelError of kind `invalid-reply` for what is no reply, `interrupted` for one that was cancelled, and of the
 * reported kind for one that failed
 */
export function readReply(body: JsonValue, family: string): Reply {
  if (!isObject(body)) throw invalidReply('The reply is not a JSON object.');
  throwIfFailed(body);
  if (!isArray(body.output)) throw invalidReply('The reply has no output.');
  const parts = body.output.flatMap((item, index) => readItem(asObject(item), family, index));
  const content = withCallStates(parts, carriedCallStates(body.output));
  const rawFinishReason = rawReasonOf(body);
  return {
    content,
    finishReason: readFinishReason(rawFinishReason, factsOf(content, family)),
    rawFinishReason,
    usage: readUsage(body),
    id: asString(body.id) || undefined,
    answeredBy: asString(body.model) || undefined,
  };
}

/** Throws the error of a response that failed, or of one that is an error altogether. */
export function throwIfFailed(response: JsonObject): void {
  const { error, status } = response;
  const reported = error !== undefined && error !== null && error !== '';
  if (reported || status === 'failed' || response.type === 'error') {
    const said = reported ? response : { error: { message: 'The provider says that the response failed.' } };
    throw new ModelError(classifyInBand(reported && status !== undefined ? { error } : said));
  }
  if (status === 'cancelled') throw interruptedReply('The response was cancelled at the provider.');
}
