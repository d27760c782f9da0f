import type { Attempt } from './attempt.ts';
import type { Call } from './call.ts';
import type { Adaptation, RawReply } from './completion.ts';
import type { CompletionInput } from './completion-request.ts';

/** How many tokens a request has as input. */
export interface TokenCount {
  readonly inputTokens: number;
  /** True for a rule of thumb (see `estimateTokens`), false for the provider's own count. */
  readonly estimated: boolean;
  /** The model that it holds for: `provider/model`. */
  readonly model: string;
  readonly attempts: readonly Attempt[];
  readonly adaptations: readonly Adaptation[];
  readonly raw?: RawReply;
}

/** Counts the tokens of requests without having them answered. */
export interface TokenCounter {
  /** `provider/model`. */
  readonly id: string;
  /**
   * Counts the tokens of a request by the provider's own count where it offers one, else by an estimate.
   * @throws ModelError
   */
  countTokens(request: CompletionInput, call?: Call): Promise<TokenCount>;
}
