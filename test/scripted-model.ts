import { ModelError } from 'steadfast';
import type { Call, Completion, CompletionInput, ErrorKind, Model, ModelErrorFacts } from 'steadfast';
import { toCompletion, unreportedUsage } from 'steadfast/model';
import { streamOf } from 'steadfast/stream';
import type { Clock } from 'steadfast/time';

/** What a scripted model does with a call: answers with a text, or fails. */
export type Outcome = string | (Partial<ModelErrorFacts> & { readonly kind: ErrorKind });

/** A model that does with its calls, one after another, what the script says; the last outcome repeats. */
export interface ScriptedModel extends Model {
  readonly calls: { readonly at: number; readonly request: CompletionInput; readonly call: Call | undefined }[];
}

/** Makes a scripted model; it writes its attempts into the call's journal as a provider's model does. */
export function scripted(id: string, clock: Clock, ...outcomes: readonly Outcome[]): ScriptedModel {
  const calls: ScriptedModel['calls'] = [];
  const answer = async (request: CompletionInput, call: Call | undefined): Promise<Completion> => {
    const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)] ?? '';
    calls.push({ at: clock.now(), request, call });
    const attempt = call?.journal?.open(id, clock.now());
    if (typeof outcome !== 'string') {
      const error = new ModelError({ message: `scripted ${outcome.kind}`, model: id, ...outcome });
      attempt?.fail(clock.now(), error);
      throw error;
    }
    attempt?.succeed(clock.now());
    const reply = { content: [{ type: 'text' as const, text: outcome }], finishReason: 'stop' as const };
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    const attempts = call?.journal?.attempts ?? [];
    return toCompletion({ ...reply, usage: unreportedUsage }, { model: id, attempts, adaptations: [], timings });
  };
  return { id, calls, complete: answer, stream: async (request, call) => streamOf(await answer(request, call)) };
}
