import type { CompletionRequest, Effort } from '../model/completion-request.ts';
import type { ModelRules } from './model-rules.ts';

/** All efforts, the lowest first. */
export const scale: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * The share of a reply's longest length that an effort gives to reasoning. They are those by which the AI SDK's providers
 * turn efforts into budgets.
 */
const shares: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 0.02,
  low: 0.1,
  medium: 0.3,
  high: 0.6,
  xhigh: 0.9,
  max: 0.95,
};

/** The fewest tokens that an effort is turned into: Anthropic's least budget. */
const leastTokens = 1_024;

/** What shares are taken of where neither the request nor the catalog says how long a reply may be. */
const assumedOutput = 32_000;

/** How many tokens are left to the answer where the request does not bound the reply. */
const answerTokens = 4_096;

/** The effort itself, else the next lower one that the model knows, else the next higher one; `none` is no lower one. */
export function nearestEffort(effort: Effort, known: readonly Effort[]): Effort | undefined {
  if (known.includes(effort)) return effort;
  const wanted = scale.indexOf(effort);
  const others = known.filter((other) => other !== 'none');
  return others.findLast((other) => scale.indexOf(other) < wanted) ?? others[0];
}

/** The lowest effort at which the model reasons. */
export function lowestEffort(known: readonly Effort[]): Effort | undefined {
  return known.find((effort) => effort !== 'none');
}

/** The effort among those known whose share is closest to so many tokens. */
export function effortOfTokens(tokens: number, known: readonly Effort[], limit: number): Effort | undefined {
  const share = tokens / limit;
  const distance = (effort: Effort): number => Math.abs(shares[effort] - share);
  return known.filter((effort) => effort !== 'none').toSorted((a, b) => distance(a) - distance(b))[0];
}

/** The tokens that an effort stands for. */
export function tokensOfEffort(effort: Effort, limit: number): number {
  return Math.max(leastTokens, Math.round(limit * shares[effort]));
}

/** The longest that the reply to a request may be, in tokens. */
export function replyLimit(request: CompletionRequest, rules: ModelRules): number {
  return request.maxOutputTokens ?? rules.maxOutputTokens ?? assumedOutput;
}

/** The number nearest to so many tokens that the model takes and that leaves room for an answer, if there is one. */
export function fittedBudget(tokens: number, request: CompletionRequest, rules: ModelRules): number | undefined {
  const { least, most } = rules.budget ?? { least: 0, most: Infinity };
  const answer = request.maxOutputTokens === undefined ? answerTokens : 1;
  const roof = Math.min(most, replyLimit(request, rules) - answer);
  return roof < least ? undefined : Math.min(Math.max(tokens, least), roof);
}
