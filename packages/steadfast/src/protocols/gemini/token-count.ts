import type { CompletionRequest } from '../../model/completion-request.ts';
import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { SideCall } from '../protocol.ts';
import { invalidReply } from '../reply-error.ts';
import { methodPath, resourceOf } from './path.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';

/** Google's `countTokens`, of contents or of a whole request (ai.google.dev/api/tokens). */
export const tokenCount: SideCall<CompletionRequest, number> = {
  path: (model) => methodPath(model, 'countTokens'),
  readRequest: (body) => readRequest(wholeIn(body) ?? body).request,
  writeRequest: (request, target) => {
    const { body, adaptations } = writeRequest(request, target);
    return { body: { generateContentRequest: { ...body, model: resourceOf(target.model) } }, adaptations };
  },
  retarget: (body, model) => {
    const whole = wholeIn(body);
    return whole === undefined ? body : { generateContentRequest: { ...whole, model: resourceOf(model) } };
  },
  readAnswer,
  writeAnswer: (tokens) => ({ totalTokens: tokens }),
};

function wholeIn({ generateContentRequest, generate_content_request: other }: JsonObject): JsonObject | undefined {
  const whole = generateContentRequest ?? other;
  return isObject(whole) ? whole : undefined;
}

function readAnswer(body: JsonValue): number {
  const tokens = asNumber(asObject(body).totalTokens);
  if (tokens === undefined) throw invalidReply('The reply has no number `totalTokens`.');
  return tokens;
}
