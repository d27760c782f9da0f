import type { SharedV4Warning } from '@ai-sdk/provider';
import type { Adaptation } from '../../model/completion.ts';

/** What a warning of an AI SDK provider says, as an adaptation made for this target. */
export function readWarning(warning: SharedV4Warning, target: string): Adaptation {
  switch (warning.type) {
    case 'unsupported':
      return { field: warning.feature, action: 'dropped', detail: detailOf(warning, 'It is not supported.'), target };
    case 'compatibility':
      return { field: warning.feature, action: 'changed', detail: detailOf(warning, 'It is emulated.'), target };
    case 'deprecated':
      return { field: warning.setting, action: 'changed', detail: warning.message, target };
    default:
      return { field: 'request', action: 'changed', detail: warning.message, target };
  }
}

function detailOf({ details }: { readonly details?: string }, otherwise: string): string {
  return details ?? otherwise;
}

/** What could not be told as it was asked, as a warning of the AI SDK. */
export function writeWarning({ field: feature, action, detail, target }: Adaptation): SharedV4Warning {
  const details = target === undefined ? detail : `${target}: ${detail}`;
  return { type: action === 'dropped' ? 'unsupported' : 'compatibility', feature, details };
}
