import type { CompletionRequest } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import type { Fitting } from './fitting.ts';

/** Says whether a model will reason about a request that is fitted to it. */
export function thinks({ effort, thinkingTokens, providerOptions }: CompletionRequest, fitting: Fitting): boolean {
  const { rules, family } = fitting;
  if (effort === 'none') return false;
  if (thinkingTokens !== undefined) return thinkingTokens > 0;
  if (effort !== undefined && rules.thinking !== 'budget') return true;
  if (isSaid(rules.switches?.off, providerOptions?.[family])) return false;
  return (rules.defaultEffort ?? 'none') !== 'none';
}

/** Says whether the provider's own fields hold all of these. */
export function isSaid(fields: JsonObject | undefined, own: JsonObject | undefined): boolean {
  if (fields === undefined || own === undefined) return false;
  return Object.entries(fields).every(([name, value]) => JSON.stringify(own[name]) === JSON.stringify(value));
}
