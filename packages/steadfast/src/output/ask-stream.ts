import type { Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import type { Answer } from './answer.ts';
import type { Form, ListForm } from './form.ts';
import { Outlet } from './outlet.ts';
import { SeenReply } from './seen-reply.ts';
import { settle } from './settle.ts';
import { ShownElements } from './shown-elements.ts';

/** An answer while it comes. Leaving the loop over it, `close()` and the call's signal end the request. */
export interface AnswerStream<Value, Partial> extends AsyncDisposable {
  /**
   * The answer so far, each time more of it is here and it was asked for: unchecked, as the model writes it. What is given
   * grows in place; to keep it as it is now, copy it. Where a reply is asked for again, it begins anew.
   */
  readonly partials: AsyncIterable<Partial>;
  /** The answer, checked; rejects as `ask` does. */
  readonly result: Promise<Answer<Value>>;
  close(): Promise<void>;
}

/** A list while it comes. */
export interface ListStream<Element, Partial> extends AnswerStream<Element[], Partial> {
  /** Each element when it is whole and fits; it is never taken back. */
  readonly elements: AsyncIterable<Element>;
}

/** Asks a model for an answer of a form, and shows it while it comes: see `ask`. Each of its iterables has one reader. */
export function askStream<Element, Partial>(
  model: Model,
  request: CompletionInput,
  form: ListForm<Element, Partial>,
  call?: Call,
): ListStream<Element, Partial>;
export function askStream<Value, Partial>(
  model: Model,
  request: CompletionInput,
  form: Form<Value, Partial>,
  call?: Call,
): AnswerStream<Value, Partial>;
export function askStream(
  model: Model,
  request: CompletionInput,
  form: Form<unknown> | ListForm<unknown>,
  call: Call = {},
): AnswerStream<unknown, unknown> | ListStream<unknown, unknown> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  const partials = new Outlet<unknown>(leave);
  const elements = new Outlet<unknown>(leave);
  const shown = 'checkElement' in form ? new ShownElements(form, elements) : undefined;
  const complete: Model['complete'] = async (request, call) => {
    const stream = await model.stream(request, call);
    const seen = new SeenReply(form);
    shown?.restart();
    for await (const part of stream) {
      if (part.type === 'reply-restart') shown?.restart();
      if (!seen.take(part)) continue;
      const partial = form.partialOf(seen);
      if (partial !== undefined) partials.replace(partial);
      await shown?.showComing(seen);
    }
    return stream.result;
  };
  const run = async (): Promise<Answer<unknown>> => {
    const signal = call.signal === undefined ? leaving.signal : AbortSignal.any([call.signal, leaving.signal]);
    const { answer, json } = await settle(model, request, form, { ...call, signal }, complete);
    await shown?.finish(json);
    return answer;
  };
  const result = run();
  result.then(
    () => [partials, elements].forEach((outlet) => outlet.end()),
    (error: unknown) => [partials, elements].forEach((outlet) => outlet.fail(error)),
  );
  const close = (): Promise<void> => Promise.resolve(leave());
  const stream = { partials, result, close, [Symbol.asyncDispose]: close };
  return shown === undefined ? stream : { ...stream, elements };
}
