import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { Call } from '../../model/call.ts';
import type { Model } from '../../model/model.ts';
import { systemClock } from '../../time/system-clock.ts';
import type { Clock } from '../../time/clock.ts';
import { openCall } from '../../time/open-call.ts';
import type { OpenCall } from '../../time/open-call.ts';
import { ownName } from './part-facts.ts';
import { readCall } from './to/request-read.ts';
import { writeStream } from './to/stream-result.ts';
import { thrownError } from './to/thrown-error.ts';
import { writeResult } from './to/whole-result.ts';
import { writeWarning } from './warning.ts';

/** Settings of `toAiSdk`. */
export interface ToAiSdkOptions {
  /**
   * The addresses of files that the model's provider reads by itself, by media type: `{ 'image/*': [/^https:/] }`.
   * Default: none; the AI SDK downloads the files and sends what they hold, which every provider takes.
   */
  readonly supportedUrls?: Readonly<Record<string, RegExp[]>>;
  /** The circumstances of each call, but for its signal, which is the AI SDK's. */
  readonly call?: () => Omit<Call, 'signal'>;
  readonly clock?: Clock;
}

/**
 * Makes a language model of the AI SDK (specification v4) of a model of ours, with all its layers. `generateText` and
 * `streamText` do not try it again: its errors are `ModelError`s that are not retryable to the AI SDK.
 */
export function toAiSdk(model: Model, options: ToAiSdkOptions = {}): LanguageModelV4 {
  const { supportedUrls = {}, clock = systemClock } = options;
  const [preferred = model.id] = model.id.split('/');
  const open = (signal: AbortSignal | undefined): OpenCall => openCall({ ...options.call?.(), signal }, clock);
  return {
    specificationVersion: 'v4',
    provider: ownName,
    modelId: model.id,
    supportedUrls: { ...supportedUrls },
    doGenerate: async (asked: LanguageModelV4CallOptions) => {
      const { abortSignal: signal } = asked;
      const { request, warnings } = readCall(asked, preferred);
      try {
        return writeResult(await model.complete(request, open(signal)), warnings, clock.now());
      } catch (error) {
        throw thrownError(error, signal);
      }
    },
    doStream: async (asked: LanguageModelV4CallOptions) => {
      const { abortSignal: signal } = asked;
      const { request, warnings } = readCall(asked, preferred);
      const call = open(signal);
      try {
        const stream = await model.stream(request, call);
        const all = [...warnings, ...call.journal.adaptations.map(writeWarning)];
        return {
          stream: writeStream(stream, { warnings: all, signal, now: () => clock.now() }),
          response: stream.head && { headers: { ...stream.head.headers } },
        };
      } catch (error) {
        throw thrownError(error, signal);
      }
    },
  };
}
