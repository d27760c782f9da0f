import type { LanguageModelV3, LanguageModelV4 } from '@ai-sdk/provider';
import { toRequest } from '../../model/completion-request.ts';
import type { Capabilities, Model } from '../../model/model.ts';
import { systemClock } from '../../time/system-clock.ts';
import type { Clock } from '../../time/clock.ts';
import { openCall } from '../../time/open-call.ts';
import type { SdkTarget } from './from/sdk-target.ts';
import { openStream } from './from/streamed-reply.ts';
import { asVersionFour } from './from/version-three.ts';
import { askWhole } from './from/whole-reply.ts';

/** Settings of `fromAiSdk`. */
export interface FromAiSdkOptions {
  /** Default: the provider's name, without what follows a dot, and the model's: `openai/gpt-6-luna`. */
  readonly id?: string;
  /** Sent with every request, over the provider's own. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly capabilities?: Capabilities;
  readonly clock?: Clock;
}

/**
 * Makes a model of a language model of the AI SDK (specification v4 or v3). Each call is one attempt, without the AI
 * SDK's own retries: put the layers that it is to have around it.
 */
export function fromAiSdk(model: LanguageModelV4 | LanguageModelV3, options: FromAiSdkOptions = {}): Model {
  const { headers, capabilities, clock = systemClock } = options;
  const sdk = model.specificationVersion === 'v4' ? model : asVersionFour(model);
  const [provider = sdk.provider] = sdk.provider.split('.');
  const { id = `${provider}/${sdk.modelId}` } = options;
  const target: SdkTarget = { id, sdk, provider, headers, clock };
  return {
    id,
    capabilities,
    complete: (input, call) => askWhole(target, toRequest(input), openCall(call, clock)),
    stream: (input, call) => openStream(target, toRequest(input), openCall(call, clock)),
  };
}
