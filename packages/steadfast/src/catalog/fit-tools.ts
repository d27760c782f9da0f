import type { CompletionRequest } from '../model/completion-request.ts';
import { noteChange } from './fitting.ts';
import type { Fitting } from './fitting.ts';
import type { ModelRules } from './model-rules.ts';
import { thinks } from './thinks.ts';

/** Says whether a request wants functions called while the model reasons. */
export function wantsThoughtAndFunctions({ tools, effort }: CompletionRequest, rules: ModelRules): boolean {
  return tools !== undefined && tools.length > 0 && (effort ?? rules.defaultEffort) !== 'none';
}

/** Stops a model from reasoning that calls functions on Chat Completions only without. */
export function fitFunctions(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  if (!wantsThoughtAndFunctions(request, fitting.rules)) return request;
  const detail =
    `${fitting.target} calls functions on Chat Completions only while it does not reason; "none" is sent. ` +
    `On the protocol \`responses\` it does both.`;
  noteChange(fitting, 'effort', detail);
  return { ...request, effort: 'none' };
}

/** Leaves it to the model whether to call a tool, where that can't be demanded. */
export function fitToolChoice(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { toolChoice } = request;
  if (toolChoice === undefined || toolChoice === 'auto' || toolChoice === 'none') return request;
  const { rules, target } = fitting;
  if (rules.forcedToolChoice === 'not-thinking' && !thinks(request, fitting)) return request;
  const when = rules.forcedToolChoice === 'never' ? '' : ' while it reasons';
  noteChange(fitting, 'toolChoice', `${target} can't be made to call a tool${when}; "auto" is sent.`);
  return { ...request, toolChoice: 'auto' };
}
