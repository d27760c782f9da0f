import { expect } from '../layers/expect.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { JsonValue } from '../model/json.ts';
import type { Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import type { Answer } from './answer.ts';
import type { Form } from './form.ts';
import { question } from './question.ts';
import { readReply } from './read-reply.ts';
import type { ReadReply } from './read-reply.ts';

/** An answer, and the JSON that the model wrote for it, where it wrote any. */
export interface Settled<Value> {
  readonly answer: Answer<Value>;
  readonly json: JsonValue | undefined;
}

/**
 * Asks until a reply fits, as often as the form allows; a reply that does not is sent back with what is wrong.
 * @param complete asks the model once, for a whole reply
 * @throws ModelError of kind `invalid-reply` when no reply fits, of kind `content-filter` when the model refuses
 */
export async function settle<Value>(
  model: Model,
  input: CompletionInput,
  form: Form<Value>,
  call: Call | undefined,
  complete: Model['complete'],
): Promise<Settled<Value>> {
  const reads: ReadReply<Value>[] = [];
  const review = async (completion: Completion): Promise<string | undefined> => {
    const read = await readReply(form, completion);
    reads.push(read);
    return 'problem' in read ? worthAsking(completion, read.problem) : undefined;
  };
  const { id, capabilities, keepsBudget } = model;
  const once: Model['complete'] = (request, call) =>
    complete(request, call).catch((error: unknown) => brokenReply(id, error));
  const stream: Model['stream'] = (request, call) => model.stream(request, call);
  const held = expect(review, { tries: form.repairs + 1 })({ id, capabilities, keepsBudget, complete: once, stream });
  const completion = await held.complete(question(input, form, capabilities), call);
  const read = reads.at(-1) ?? { problem: 'it was not looked at' };
  if ('problem' in read) throw notAnAnswer(completion, 'invalid-reply', read.problem);
  const { value, json, mends } = read;
  const replies = reads.length;
  return { answer: { value, repaired: replies > 1 || mends.length > 0, mends, replies, completion }, json };
}

/** The problem, where asking again may help. */
function worthAsking(completion: Completion, problem: string): string {
  if (completion.finishReason === 'content-filter') {
    throw notAnAnswer(completion, 'content-filter', 'a filter or a refusal stopped it');
  }
  if (completion.fallback === true) {
    throw notAnAnswer(completion, 'invalid-reply', 'it is the safe reply that stands in when nobody answers');
  }
  return problem;
}

function notAnAnswer(completion: Completion, kind: 'invalid-reply' | 'content-filter', why: string): ModelError {
  const { model, text, toolCalls, usage, requestId, attempts } = completion;
  return new ModelError({
    kind,
    message: `The reply of ${model} is no answer of the form that was asked for: ${why}.`,
    provider: model.split('/')[0],
    model,
    requestId,
    shouldRetry: false,
    partial: { text, toolCalls, usage },
    attempts,
  });
}

/**
 * The reply inside of an error that says it breaks its schema: models that are held to one check by themselves. It may be
 * mended, or the model be told what is wrong.
 */
function brokenReply(id: string, error: unknown): Completion {
  if (!isModelError(error) || error.kind !== 'invalid-reply' || error.partial === undefined) throw error;
  const { model = id, requestId, attempts, partial } = error;
  if (partial.text === '' && partial.toolCalls.length === 0) throw error;
  const text = partial.text === '' ? [] : [{ type: 'text' as const, text: partial.text }];
  const reply = { content: [...text, ...partial.toolCalls], usage: partial.usage ?? unreportedUsage };
  const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
  return toCompletion({ ...reply, finishReason: 'stop' }, { model, requestId, attempts, adaptations: [], timings });
}
