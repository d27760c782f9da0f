import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';
import type { FinishReason } from '../../model/completion.ts';

/** The raw reasons of a paused turn, which the AI SDK has no word for: Anthropic's, and ours where none was given. */
const pauses: ReadonlySet<string | undefined> = new Set(['pause_turn', 'pause']);

/** Reads why a reply ended; the two reasons that are failures, `error` and `interrupted`, are for `failedFinish`. */
export function readFinishReason({ unified, raw }: LanguageModelV4FinishReason): FinishReason {
  if (pauses.has(raw)) return 'pause';
  return unified === 'error' || unified === 'interrupted' ? 'other' : unified;
}

/** Writes why a reply ended. */
export function writeFinishReason(reason: FinishReason, raw: string | undefined): LanguageModelV4FinishReason {
  return reason === 'pause' ? { unified: 'other', raw: raw ?? 'pause' } : { unified: reason, raw };
}
