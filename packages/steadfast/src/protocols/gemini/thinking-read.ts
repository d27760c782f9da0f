import type { CompletionRequest, Effort } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { RequestFields } from '../request-fields.ts';
import { fieldsOrNone } from './fields-or-none.ts';

const efforts: readonly Effort[] = ['minimal', 'low', 'medium', 'high', 'xhigh'];

/** What `thinkingConfig` says in neutral terms, and what is left of it. */
export interface ReadThinking {
  readonly fields: Pick<CompletionRequest, 'effort' | 'thinkingTokens'>;
  readonly left?: JsonObject;
}

/**
 * Reads `thinkingConfig`. Where thinking is asked for we ask for its text too, which is not Google's default: so a
 * request that does not want it keeps saying so.
 */
export function readThinking(config: RequestFields | undefined): ReadThinking {
  if (config === undefined) return { fields: {} };
  const budget = config.number('thinkingBudget');
  const level = config.text('thinkingLevel');
  const shown = config.flag('includeThoughts');
  const effort = efforts.find((known) => known === level?.toLowerCase());
  const thinkingTokens = budget !== undefined && budget >= 0 ? budget : undefined;
  const isAsked = effort !== undefined || (thinkingTokens ?? 0) > 0;
  const left = fieldsOrNone({
    ...config.rest(),
    thinkingBudget: thinkingTokens === undefined ? budget : undefined,
    thinkingLevel: effort === undefined ? level : undefined,
    includeThoughts: isAsked ? (shown === true ? undefined : false) : shown,
  });
  return { fields: { effort, thinkingTokens }, left };
}
