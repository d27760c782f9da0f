import type { Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import type { Answer } from './answer.ts';
import type { Form } from './form.ts';
import { settle } from './settle.ts';

/**
 * Asks a model for an answer of a form, such as `object(schema)`. A reply that does not fit is mended where it can be read
 * in one way only, or goes back to the model with what is wrong, as often as the form's `repairs` allow.
 * @throws ModelError as the model does; of kind `invalid-reply` when no reply fits
 */
export async function ask<Value>(
  model: Model,
  request: CompletionInput,
  form: Form<Value>,
  call?: Call,
): Promise<Answer<Value>> {
  const { answer } = await settle(model, request, form, call, (request, call) => model.complete(request, call));
  return answer;
}
