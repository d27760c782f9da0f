import type { CompletionRequest, Effort } from '../model/completion-request.ts';
import { fitStop, withOwn } from './fit-stop.ts';
import { noteChange, noteDrop } from './fitting.ts';
import type { Fitting } from './fitting.ts';
import { effortOfTokens, fittedBudget, nearestEffort, replyLimit, tokensOfEffort } from './thinking-scale.ts';
import { isSaid } from './thinks.ts';

/** Says how hard to think in the form that the model knows: as an effort, a number of tokens, or both. */
export function fitThinking(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { effort, thinkingTokens } = request;
  if (effort === undefined && thinkingTokens === undefined) return request;
  const { efforts, budget } = fitting.rules;
  const takesEffort = efforts === undefined || efforts.length > 0;
  if (!takesEffort && budget === undefined) return unthinking(request, fitting);
  if (effort === 'none' || (effort === undefined && thinkingTokens === 0)) return fitStop(request, fitting);
  const fitted = takesEffort ? withEffort(request, fitting) : withoutEffort(request, fitting);
  return switchedOn(withBudget(fitted, fitting), fitting);
}

/** The model does not think, or can't be told how much. */
function unthinking(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { target, rules } = fitting;
  const why = rules.thinking === 'none' ? `${target} does not reason.` : `${target} can't be told how hard to reason.`;
  if (request.effort !== undefined) noteDrop(fitting, 'effort', why);
  if (request.thinkingTokens !== undefined) noteDrop(fitting, 'thinkingTokens', why);
  return { ...request, effort: undefined, thinkingTokens: undefined };
}

/** The model takes an effort: the nearest one, be it asked for as such or as a number of tokens. */
function withEffort(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { rules, target } = fitting;
  const { effort, thinkingTokens } = request;
  const { efforts } = rules;
  if (efforts === undefined) return request;
  const byTokens = rules.budget !== undefined;
  let wanted: Effort | undefined = effort && nearestEffort(effort, efforts);
  if (effort !== undefined && wanted !== effort) noteEffort(fitting, wanted);
  if (thinkingTokens === undefined || byTokens) return wanted === effort ? request : { ...request, effort: wanted };
  if (effort === undefined) {
    wanted = effortOfTokens(thinkingTokens, efforts, replyLimit(request, rules));
    noteChange(fitting, 'thinkingTokens', `${target} takes an effort and no number of tokens; ${said(wanted)}.`);
  } else noteDrop(fitting, 'thinkingTokens', `${target} takes an effort and no number of tokens.`);
  return { ...request, effort: wanted, thinkingTokens: undefined };
}

function noteEffort(fitting: Fitting, wanted: Effort | undefined): void {
  const { target, rules } = fitting;
  const detail = `${target} knows the efforts ${rules.efforts?.join(', ')}; ${said(wanted)}.`;
  if (wanted === undefined) noteDrop(fitting, 'effort', detail);
  else noteChange(fitting, 'effort', detail);
}

function said(effort: Effort | undefined): string {
  return effort === undefined ? 'none is sent' : `"${effort}" is sent`;
}

/** The model takes a number of tokens only: the effort becomes one. */
function withoutEffort(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { target, rules } = fitting;
  const { effort, thinkingTokens } = request;
  if (effort === undefined) return request;
  if (thinkingTokens !== undefined) {
    noteDrop(fitting, 'effort', `${target} takes a number of tokens, which the request names too.`);
    return { ...request, effort: undefined };
  }
  const tokens = fittedBudget(tokensOfEffort(effort, replyLimit(request, rules)), request, rules);
  if (tokens === undefined) noteDrop(fitting, 'effort', `maxOutputTokens leaves ${target} no room to reason.`);
  else noteChange(fitting, 'effort', `${target} takes a number of tokens to reason with; ${tokens} is sent.`);
  return { ...request, effort: undefined, thinkingTokens: tokens };
}

/** Holds the number of tokens to what the model takes. */
function withBudget(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { thinkingTokens } = request;
  const { budget, canStopThinking } = fitting.rules;
  if (thinkingTokens === undefined || budget === undefined) return request;
  if (thinkingTokens === 0 && canStopThinking) return request;
  const tokens = fittedBudget(thinkingTokens, request, fitting.rules);
  if (tokens === thinkingTokens) return request;
  const { least, most } = budget;
  const range = `${fitting.target} reasons with ${least} to ${most} tokens, and the answer needs some of maxOutputTokens`;
  if (tokens === undefined) noteDrop(fitting, 'thinkingTokens', `${range}; none are left.`);
  else noteChange(fitting, 'thinkingTokens', `${range}; ${tokens} is sent.`);
  return { ...request, thinkingTokens: tokens };
}

/** Switches on the thinking that an effort asks for, where the effort alone does not; this is how it is said, no change. */
function switchedOn(request: CompletionRequest, { rules, family }: Fitting): CompletionRequest {
  const on = rules.switches?.on;
  if (on === undefined || request.effort === undefined || request.thinkingTokens !== undefined) return request;
  const own = request.providerOptions?.[family] ?? {};
  if (isSaid(on, own) || Object.keys(on).some((name) => own[name] !== undefined)) return request;
  return withOwn(request, family, on);
}
