import type { CompletionRequest } from '../model/completion-request.ts';
import type { Fitting } from './fitting.ts';
import { noteDrop } from './fitting.ts';
import type { SettingField } from './model-rules.ts';
import { thinks } from './thinks.ts';

/** The fields that sampling is made of. */
export const samplingFields = ['temperature', 'topP', 'topK', 'presencePenalty', 'frequencyPenalty'] as const;

/** Leaves out the settings that the model refuses. */
export function fitSettings(request: CompletionRequest, fitting: Fitting): CompletionRequest {
  const { sampling, refuses } = fitting.rules;
  let fitted = request;
  for (const field of refuses) {
    if (request[field] !== undefined) fitted = without(fitted, field, `${fitting.target} refuses it.`, fitting);
  }
  if (sampling === 'always' || samplingFields.every((field) => fitted[field] === undefined)) return fitted;
  if (sampling === 'not-thinking' && !thinks(fitted, fitting)) return fitted;
  const why =
    sampling === 'never'
      ? `${fitting.target} takes no sampling settings.`
      : `${fitting.target} takes sampling settings only while it does not reason.`;
  for (const field of samplingFields) if (fitted[field] !== undefined) fitted = without(fitted, field, why, fitting);
  return fitted;
}

function without(request: CompletionRequest, field: SettingField, detail: string, fitting: Fitting): CompletionRequest {
  noteDrop(fitting, field, detail);
  return { ...request, [field]: undefined };
}
