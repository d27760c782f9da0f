import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { toRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Message } from '../model/message.ts';
import type { Layer, Model } from '../model/model.ts';
import { streamOf } from '../stream/stream-of.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';

/** Looks at a reply: gives nothing when it will do, or says what is wrong with it, in words that the model can act on. */
export type ReplyCheck = (completion: Completion) => string | undefined | Promise<string | undefined>;

/** Settings of `expect`. */
export interface ExpectOptions {
  /** How many replies are asked for at most. Default: 3. */
  readonly tries?: number;
  /** Writes what the model is told of a reply that will not do. */
  readonly prompt?: (problem: string) => string;
  readonly clock?: Clock;
}

/**
 * Holds replies to a check: one that fails it is sent back to the model with what is wrong. A stream is held until its
 * reply is whole and passes, because what was shown cannot be taken back.
 */
export function expect(check: ReplyCheck, options: ExpectOptions = {}): Layer {
  const { tries = 3, prompt = defaultPrompt, clock = systemClock } = options;
  return (inner: Model): Model => {
    const settle = async (input: CompletionInput, call: OpenCall): Promise<Completion> => {
      let request = toRequest(input);
      for (let tried = 1; ; tried += 1) {
        const completion = await inner.complete(request, call);
        const problem = await check(completion);
        if (problem === undefined) return completion;
        if (tried >= tries) throw unfitError(completion, problem, tried, call);
        const said: Message[] = completion.empty ? [] : [{ role: 'assistant', content: completion.content }];
        const messages = [...request.messages, ...said, complaint(completion, prompt(problem))];
        request = { ...request, messages, raw: undefined };
      }
    };
    return {
      id: inner.id,
      capabilities: inner.capabilities,
      keepsBudget: inner.keepsBudget,
      complete: (request, call) => settle(request, openCall(call, clock)),
      stream: async (request, call) => streamOf(await settle(request, openCall(call, clock))),
    };
  };
}

/** Says what is wrong: to each call of a tool where there are any, since providers refuse calls without a result. */
function complaint({ toolCalls }: Completion, content: string): Message {
  const calls = toolCalls.filter(({ providerExecuted }) => providerExecuted !== true);
  if (calls.length === 0) return { role: 'user', content };
  return {
    role: 'tool',
    content: calls.map(({ id, name }) => ({ type: 'tool-result', id, name, output: content, isError: true })),
  };
}

function defaultPrompt(problem: string): string {
  return `Your reply can't be used: ${problem}\nAnswer again, with this put right, and with nothing but the answer.`;
}

function unfitError(completion: Completion, problem: string, tried: number, call: OpenCall): ModelError {
  const { text, toolCalls, usage, model, requestId } = completion;
  const times = tried === 1 ? 'once' : `${tried} times`;
  return new ModelError({
    kind: 'invalid-reply',
    message: `${model} was asked ${times} and its reply still fails the check: ${problem}`,
    provider: model.split('/')[0],
    model,
    requestId,
    shouldRetry: false,
    partial: { text, toolCalls, usage },
    attempts: call.journal.attempts,
  });
}
