import type { Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import { asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { classifyInBand } from '../classify.ts';
import { interruptedReply, invalidReply } from '../reply-error.ts';
import { messageOf, readAssistant } from './assistant-read.ts';
import { readFinishReason } from './finish-reason.ts';
import { idsOfReply } from './tool-calls.ts';
import { readUsage } from './usage.ts';

/**
 * Reads a whole reply of /api/chat or /api/generate.
 * @throws ModelError of kind `invalid-reply` for what is no reply, `interrupted` for one that is not done, and of the
 * reported kind for an error in a 200
 */
export function readReply(body: JsonValue): Reply {
  if (!isObject(body)) throw invalidReply('The reply is not a JSON object.');
  if (isReported(body)) throw new ModelError(classifyInBand(body));
  const message = messageOf(body);
  if (message === undefined) throw invalidReply('The reply has neither a message nor a response.');
  if (body.done === false) {
    throw interruptedReply('The reply ended before the server was done.');
  }
  const content = readAssistant(message, idsOfReply(body.created_at));
  const rawFinishReason = asString(body.done_reason);
  const callsTools = content.some(({ type }) => type === 'tool-call');
  return {
    content,
    finishReason: readFinishReason(rawFinishReason, callsTools),
    rawFinishReason,
    usage: readUsage(body),
    answeredBy: asString(body.model),
  };
}

/** Says whether an object reports an error: `{"error": "…"}`. */
export function isReported(body: JsonObject): boolean {
  return body.error !== undefined && body.error !== null && body.error !== '';
}
