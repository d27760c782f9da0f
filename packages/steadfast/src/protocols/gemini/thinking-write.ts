import type { CompletionRequest, Effort } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { ThinkingLevel, ThinkingRules } from './model-rules.ts';

type Asked = Pick<CompletionRequest, 'effort' | 'thinkingTokens'>;
type BudgetRules = Extract<ThinkingRules, { readonly form: 'budget' }>;

/** Writes `thinkingConfig`, by tokens or by level as the model takes it; where it thinks, its thoughts are asked for. */
export function writeThinking(
  asked: Asked,
  rules: ThinkingRules | undefined,
  notes: AdaptationList,
): JsonObject | undefined {
  const { effort, thinkingTokens } = asked;
  if (effort === undefined && thinkingTokens === undefined) return undefined;
  if (rules === undefined) {
    for (const field of ['effort', 'thinkingTokens'] as const) {
      if (asked[field] !== undefined) notes.drop(field, 'The model does not think, or cannot be told how much.');
    }
    return undefined;
  }
  return rules.form === 'budget' ? writeBudget(asked, rules, notes) : writeLevel(asked, rules.levels, notes);
}

/** The budgets that Google itself gives the efforts of OpenAI (ai.google.dev/gemini-api/docs/openai, "Thinking"). */
const budgets: Readonly<Partial<Record<Effort, number>>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
};

function writeBudget(asked: Asked, rules: BudgetRules, notes: AdaptationList): JsonObject {
  const { effort = 'none', thinkingTokens } = asked;
  const wanted = thinkingTokens ?? budgets[effort] ?? rules.most;
  const isOff = wanted === 0 && rules.canStop;
  const thinkingBudget = isOff ? 0 : Math.min(Math.max(wanted, rules.least), rules.most);
  noteBudget(asked, thinkingBudget, notes);
  return isOff ? { thinkingBudget } : { includeThoughts: true, thinkingBudget };
}

function noteBudget({ effort, thinkingTokens }: Asked, budget: number, notes: AdaptationList): void {
  const detail = `The model thinks by a number of tokens, within its limits; ${budget} is sent.`;
  if (thinkingTokens === undefined) {
    if (effort !== 'none' || budget > 0) notes.change('effort', detail);
    return;
  }
  if (thinkingTokens !== budget) notes.change('thinkingTokens', detail);
  if (effort !== undefined) notes.drop('effort', detail);
}

const scale: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

function writeLevel(
  { effort, thinkingTokens }: Asked,
  levels: readonly ThinkingLevel[],
  notes: AdaptationList,
): JsonObject {
  const wanted = effort ?? effortOfTokens(thinkingTokens ?? 0);
  const thinkingLevel = nearest(wanted, levels);
  if (effort === undefined) {
    notes.change('thinkingTokens', `The model takes a level of thinking; "${thinkingLevel}" is sent.`);
  } else {
    if (thinkingLevel !== effort) {
      notes.change('effort', `The model knows the levels ${levels.join(', ')}; "${thinkingLevel}" is sent.`);
    }
    if (thinkingTokens !== undefined) notes.drop('thinkingTokens', 'The model takes a level of thinking, no tokens.');
  }
  return wanted === 'none' ? { thinkingLevel } : { includeThoughts: true, thinkingLevel };
}

/** The same table as for budgets, read the other way. */
function effortOfTokens(tokens: number): Effort {
  if (tokens === 0) return 'none';
  if (tokens <= 1024) return 'low';
  return tokens <= 8192 ? 'medium' : 'high';
}

/** The level itself, else the next lower one, else the next higher one. */
function nearest(effort: Effort, levels: readonly ThinkingLevel[]): ThinkingLevel {
  const wanted = scale.indexOf(effort);
  const [lowest = 'low'] = levels;
  return levels.findLast((level) => scale.indexOf(level) <= wanted) ?? lowest;
}
