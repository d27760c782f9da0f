import type { Adaptation } from './completion.ts';
import type { CompletionRequest } from './completion-request.ts';

/** A request as a model takes it, and every difference from the one that was asked. */
export interface AdaptedRequest {
  readonly request: CompletionRequest;
  readonly adaptations: readonly Adaptation[];
}
