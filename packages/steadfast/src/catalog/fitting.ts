import type { Adaptation } from '../model/completion.ts';
import type { CompletionRequest, ProtocolId } from '../model/completion-request.ts';
import type { ModelRules } from './model-rules.ts';

/** For whom requests are adapted. */
export interface AdapterOptions {
  readonly rules: ModelRules;
  readonly protocol: ProtocolId;
  /** The provider's family: fields of its own go into `providerOptions` under this name. */
  readonly family: string;
  /** `provider/model`, for the adaptations. */
  readonly target: string;
  /** Whether a request has to say how long the reply may be, and nobody has said so for the provider. Default: false. */
  readonly demandsLimit?: boolean;
}

/** One request on its way to a model, and what was changed so far. */
export interface Fitting extends AdapterOptions {
  readonly notes: Adaptation[];
}

/** One step of the way: gives the same request where it has nothing to change. */
export type Fit = (request: CompletionRequest, fitting: Fitting) => CompletionRequest;

/** Notes that a field is not sent, and why. */
export function noteDrop({ notes, target }: Fitting, field: string, detail: string): void {
  notes.push({ field, action: 'dropped', detail, target });
}

/** Notes that a field is sent in another form, and which. */
export function noteChange({ notes, target }: Fitting, field: string, detail: string): void {
  notes.push({ field, action: 'changed', detail, target });
}
