import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';
import { ModelError } from '../../../model/error.ts';

/** The error that a reply ends with when its reason is a failure; `undefined` for any other. */
export function failedFinish({ unified, raw }: LanguageModelV4FinishReason): ModelError | undefined {
  if (unified === 'interrupted') {
    return new ModelError({ kind: 'interrupted', message: 'The reply was cut before it was whole.' });
  }
  if (unified !== 'error') return undefined;
  const why = raw === undefined ? '' : ` (${raw})`;
  return new ModelError({ kind: 'invalid-reply', message: `The model stopped because of an error${why}.` });
}
