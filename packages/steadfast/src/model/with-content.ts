import type { Completion } from './completion.ts';
import type { AssistantPart } from './message.ts';
import { toCompletion } from './to-completion.ts';

/** The same completion with other content; what is made only when someone looks (request, cost) still is. */
export function withContent(completion: Completion, content: readonly AssistantPart[]): Completion {
  const { finishReason, rawFinishReason, usage, id, answeredBy, alternatives } = completion;
  const { model, requestId, attempts, adaptations, timings, raw, cached, rateWindows } = completion;
  return toCompletion(
    { content, finishReason, rawFinishReason, usage, id, answeredBy, alternatives },
    {
      model,
      requestId,
      attempts,
      adaptations,
      timings,
      raw,
      rateWindows,
      cached,
      request: () => completion.request,
      costOf: () => completion.cost,
    },
  );
}
