import type { CompletionRequest } from '../model/completion-request.ts';
import type { Fitting } from './fitting.ts';
import { noteChange } from './fitting.ts';

/** Stops a model from reasoning that calls functions on Chat Completions only without. */
export function fitFunctions(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { tools, effort } = request;
  if (tools === undefined || tools.length === 0) return request;
  if ((effort ?? fitting.rules.defaultEffort) === 'none') return request;
  const detail =
    `${fitting.target} calls functions on Chat Completions only while it does not reason; "none" is sent. ` +
    `On the protocol \`responses\` it does both.`;
  noteChange(fitting, 'effort', detail);
  return { ...request, effort: 'none' };
}
