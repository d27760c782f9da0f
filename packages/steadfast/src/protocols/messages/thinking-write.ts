import type { CompletionRequest, Effort } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { Dialect } from '../protocol.ts';

/** The smallest `thinking.budget_tokens` that is taken (Messages API reference). */
const smallestBudget = 1024;

/** What is sent as `max_tokens`, which the protocol demands, for the answer of a request that names no limit. */
const standardMaxTokens = 4096;

/** The fields `max_tokens` and `thinking`, and the effort for `output_config`. */
export interface WrittenThinking {
  readonly maxTokens: number;
  readonly thinking?: JsonObject;
  readonly effort?: Effort;
}

/** Writes how much the model may think and say: the effort `none` and a budget of 0 switch thinking off. */
export function writeThinking(request: CompletionRequest, dialect: Dialect, notes: AdaptationList): WrittenThinking {
  const isOff = request.effort === 'none' || request.thinkingTokens === 0;
  const budget = isOff ? undefined : budgetOf(request, notes);
  if (request.effort === 'none' && (request.thinkingTokens ?? 0) > 0) {
    notes.drop('thinkingTokens', 'The effort "none" switches thinking off.');
  }
  return {
    maxTokens: maxTokensOf(request, dialect, budget, notes),
    thinking: thinkingOf(isOff, budget),
    effort: effortOf(request.effort, notes),
  };
}

function thinkingOf(isOff: boolean, budget: number | undefined): JsonObject | undefined {
  if (isOff) return { type: 'disabled' };
  return budget === undefined ? undefined : { type: 'enabled', budget_tokens: budget };
}

/** A budget must be at least 1,024 and leave some of `max_tokens` to the answer. */
function budgetOf({ thinkingTokens, maxOutputTokens }: CompletionRequest, notes: AdaptationList): number | undefined {
  if (thinkingTokens === undefined) return undefined;
  const largest = (maxOutputTokens ?? Number.POSITIVE_INFINITY) - 1;
  if (largest < smallestBudget) {
    notes.drop(
      'thinkingTokens',
      `Thinking needs ${smallestBudget} tokens or more, and maxOutputTokens does not leave them.`,
    );
    return undefined;
  }
  const budget = Math.min(Math.max(thinkingTokens, smallestBudget), largest);
  if (budget !== thinkingTokens) {
    notes.change(
      'thinkingTokens',
      `Sent as ${budget}: it must be ${smallestBudget} or more and less than maxOutputTokens.`,
    );
  }
  return budget;
}

function maxTokensOf(
  { maxOutputTokens }: CompletionRequest,
  dialect: Dialect,
  budget: number | undefined,
  notes: AdaptationList,
): number {
  if (maxOutputTokens !== undefined) return maxOutputTokens;
  const maxTokens = (dialect.defaultMaxTokens ?? standardMaxTokens) + (budget ?? 0);
  notes.change('maxOutputTokens', `Messages demands a limit; ${maxTokens} is sent because the request names none.`);
  return maxTokens;
}

function effortOf(effort: Effort | undefined, notes: AdaptationList): Effort | undefined {
  if (effort === 'none') return undefined;
  if (effort !== 'minimal') return effort;
  notes.change('effort', 'The lowest effort that Messages knows is "low", which is sent.');
  return 'low';
}
