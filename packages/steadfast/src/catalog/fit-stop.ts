import type { CompletionRequest } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import { noteChange, noteDrop } from './fitting.ts';
import type { Fitting } from './fitting.ts';
import { fittedBudget, lowestEffort } from './thinking-scale.ts';

/** Thinking is not wanted: it is switched off in the form that the model knows, or made as short as can be. */
export function fitStop(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { rules, target, family } = fitting;
  const fitted = inOneForm(request, fitting);
  const off = rules.switches?.off;
  if (off !== undefined) {
    noteChange(fitting, 'effort', `Said to ${target} as ${JSON.stringify(off)}.`);
    return withOwn({ ...fitted, effort: undefined }, family, off);
  }
  return rules.canStopThinking ? fitted : shortest(fitted, fitting);
}

/** Says it once: by the effort, or by 0 tokens where that is all that was asked and the model takes a number. */
function inOneForm(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { effort, thinkingTokens } = request;
  if (thinkingTokens === undefined) return request;
  if (effort !== undefined) noteDrop(fitting, 'thinkingTokens', 'The effort "none" asks for no reasoning.');
  else if (fitting.rules.budget !== undefined) return request;
  else noteChange(fitting, 'thinkingTokens', `${fitting.target} takes an effort; "none" stands for no tokens.`);
  return { ...request, thinkingTokens: undefined, effort: 'none' };
}

/** The model reasons always: as little as it can. */
function shortest(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { rules, target } = fitting;
  const field = request.effort === undefined ? 'thinkingTokens' : 'effort';
  const effort = lowestEffort(rules.efforts ?? []);
  const tokens = effort === undefined ? fittedBudget(0, request, rules) : undefined;
  if (effort !== undefined)
    noteChange(fitting, field, `${target} reasons always; the lowest effort, "${effort}", is sent.`);
  else if (tokens !== undefined) noteChange(fitting, field, `${target} reasons always; ${tokens} tokens are sent.`);
  else noteDrop(fitting, field, `${target} reasons always.`);
  return { ...request, effort, thinkingTokens: tokens };
}

/** Adds fields of the provider's own; what the caller says in them stands. */
export function withOwn(request: CompletionRequest, family: string, fields: JsonObject): CompletionRequest {
  const { providerOptions } = request;
  return { ...request, providerOptions: { ...providerOptions, [family]: { ...fields, ...providerOptions?.[family] } } };
}
