import type { CompletionRequest, OutputFormat } from '../model/completion-request.ts';
import type { Fitting } from './fitting.ts';
import { noteChange, noteDrop } from './fitting.ts';

/** Holds the length and the form of the reply to what the model can give. */
export function fitOutput(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { maxOutputTokens, outputFormat } = request;
  const most = fitting.rules.maxOutputTokens ?? Infinity;
  let fitted = request;
  if (maxOutputTokens !== undefined && maxOutputTokens > most) {
    noteChange(fitting, 'maxOutputTokens', `${fitting.target} writes at most ${most} tokens; that many are asked for.`);
    fitted = { ...fitted, maxOutputTokens: most };
  }
  return outputFormat === undefined ? fitted : fitFormat(fitted, outputFormat, fitting);
}

/** Asks for as much as the model can write, where a limit is demanded and none was named: that holds nothing back. */
export function fitLimit(request: CompletionRequest, { rules }: Fitting): CompletionRequest {
  const { maxOutputTokens = rules.maxOutputTokens } = request;
  return maxOutputTokens === request.maxOutputTokens ? request : { ...request, maxOutputTokens };
}

function fitFormat(request: CompletionRequest, format: OutputFormat, fitting: Fitting): CompletionRequest {
  const { rules, target } = fitting;
  if (format.type === 'text') return request;
  if (rules.structuredOutput === 'none') {
    noteDrop(fitting, 'outputFormat', `${target} can't be held to JSON; the prompt alone asks for it.`);
    return { ...request, outputFormat: undefined };
  }
  if (rules.structuredOutput === 'schema' || format.schema === undefined) return request;
  noteDrop(
    fitting,
    'outputFormat.schema',
    `${target} writes JSON but can't be held to a schema; the prompt has to name it.`,
  );
  return { ...request, outputFormat: { type: 'json' } };
}
