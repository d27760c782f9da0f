import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Clock } from '../../../time/clock.ts';

/** An AI SDK model as a target of calls. */
export interface SdkTarget {
  /** `provider/model`. */
  readonly id: string;
  readonly sdk: LanguageModelV4;
  /** The name under which the provider reads its options: `openai` of `openai.chat`. */
  readonly provider: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly clock: Clock;
}
