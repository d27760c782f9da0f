import type { CompletionRequest } from '../../model/completion-request.ts';
import { asArray } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';

/** Options of a caller who wants the provider to keep the conversation. */
const keeping = ['store', 'previous_response_id', 'conversation', 'background'];

const encrypted = 'reasoning.encrypted_content';

/** The models that reason, by name: OpenAI's o series and all from GPT-5 on but those that only chat (model pages). */
const reasons = /(?:^|[/.])(?:o\d|gpt-(?:[5-9]|\d\d))(?!.*-chat)/;

/**
 * The fields `store` and `include`. A request carries its whole conversation, so the provider is asked to store nothing
 * and to give its reasoning encrypted, to be returned with the next request; unless the caller's own options say who
 * keeps it. A model that does not reason refuses to be asked.
 */
export function statelessFields(request: CompletionRequest, model: string, own: JsonObject): JsonObject {
  if (keeping.some((name) => own[name] !== undefined)) return {};
  const { effort, thinkingTokens = 0 } = request;
  const thinks = effort === undefined ? thinkingTokens > 0 || reasons.test(model) : effort !== 'none';
  if (!thinks) return { store: false };
  const asked = asArray(own.include);
  return { store: false, include: asked.includes(encrypted) ? asked : [...asked, encrypted] };
}
