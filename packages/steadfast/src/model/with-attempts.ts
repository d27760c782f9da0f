import type { Attempt } from './attempt.ts';
import type { Completion } from './completion.ts';
import { toCompletion } from './to-completion.ts';

/** The same completion with attempts that were written down after it was made; what is made when someone looks still is. */
export function withAttempts(completion: Completion, attempts: readonly Attempt[]): Completion {
  const { model, requestId, adaptations, timings, raw, cached, rateWindows, fallback, shouldEscalate } = completion;
  const request = (): Completion['request'] => completion.request;
  const costOf = (): Completion['cost'] => completion.cost;
  const facts = { model, requestId, attempts, adaptations, timings, raw, cached, request, costOf };
  return Object.assign(toCompletion(completion, facts), { rateWindows, fallback, shouldEscalate });
}
