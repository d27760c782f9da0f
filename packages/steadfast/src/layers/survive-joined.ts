import type { Completion, Reply } from '../model/completion.ts';
import type { Cost } from '../model/cost.ts';
import type { ModelError, PartialReply } from '../model/error.ts';
import { sumUsage } from '../model/sum-usage.ts';
import { toCompletion } from '../model/to-completion.ts';
import type { Usage } from '../model/usage.ts';
import type { OpenCall } from '../time/open-call.ts';

/** The usage of a reply with that of the streams which broke on the way: none of those told of all its tokens. */
export function sumWith(spent: readonly Usage[], last: Usage | undefined): Usage {
  if (spent.length === 0 && last !== undefined) return last;
  const sum = sumUsage(last === undefined ? spent : [...spent, last]);
  return sum.reported ? { ...sum, atLeast: true } : sum;
}

const unknownCost: Cost = {
  known: false,
  reason: 'A part of the reply was cut off, and its provider did not say what it used.',
};

/**
 * The completion of a reply that came in several streams. Who finished it is its `model`; of one that was continued the
 * content is what its reader was given, of one that was restarted that of the last stream.
 */
export function joinedCompletion(
  last: Completion,
  continued: Reply | undefined,
  usage: Usage,
  { journal }: OpenCall,
  firstContentAt: number,
): Completion {
  const { model, requestId, timings, finishReason, rawFinishReason, alternatives } = last;
  const { content, id, answeredBy } = continued ?? last;
  const firstContentMs = continued === undefined ? timings.firstContentMs : firstContentAt - journal.startedAt;
  return toCompletion(
    { content, finishReason, rawFinishReason, usage, id, answeredBy, alternatives },
    {
      model,
      requestId,
      attempts: journal.attempts,
      adaptations: journal.adaptations,
      timings: { ...timings, firstContentMs },
      request: () => last.request,
      costOf: () => unknownCost,
    },
  );
}

/** The error of a reply that was not gone on with, or in vain: what broke it, unless the caller or a limit ended the call. */
export function joinedError(
  broken: ModelError,
  last: ModelError,
  given: PartialReply,
  usage: Usage,
  { journal }: OpenCall,
): ModelError {
  const partial = { ...given, usage: usage.reported ? usage : undefined };
  const facts = { partial, attempts: journal.attempts };
  if (last === broken || last.kind === 'aborted' || last.kind === 'budget') return last.with(facts);
  return broken.with({ ...facts, message: `${broken.message} Going on with it failed: ${last.message}`, cause: last });
}
