import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import { isModelError } from '../../../model/error.ts';
import type { CompletionStream } from '../../../model/model.ts';
import type { Finish, StreamPart } from '../../../model/stream-part.ts';
import { unreportedUsage } from '../../../model/usage.ts';
import { writeFinishReason } from '../finish-reason.ts';
import { writeUsage } from '../usage.ts';
import { callMetadata } from './call-metadata.ts';
import { SdkStreamWriter } from './stream-write.ts';
import { thrownError } from './thrown-error.ts';

/** What a stream for the AI SDK is written with. */
export interface StreamResultFacts {
  readonly warnings: readonly SharedV4Warning[];
  readonly signal: AbortSignal | undefined;
  /** Gives epoch milliseconds. */
  readonly now: () => number;
}

/** Writes a streamed reply for the AI SDK. It is read as fast as the application reads, and closed when that leaves. */
export function writeStream(
  stream: CompletionStream,
  { warnings, signal, now }: StreamResultFacts,
): ReadableStream<LanguageModelV4StreamPart> {
  const writer = new SdkStreamWriter(now);
  const parts = stream[Symbol.asyncIterator]();
  let finish: Finish | undefined;
  return new ReadableStream<LanguageModelV4StreamPart>({
    start: (controller) => controller.enqueue({ type: 'stream-start', warnings: [...warnings] }),
    pull: async (controller) => {
      try {
        for (let pending = true; pending;) {
          const { done, value } = await parts.next();
          const written = done === true ? await ending() : writer.write(keep(value));
          for (const part of written) controller.enqueue(part);
          if (done === true) controller.close();
          pending = written.length === 0 && done !== true;
        }
      } catch (error) {
        const shown = thrownError(error, signal);
        if (!isModelError(shown)) controller.error(shown);
        else {
          for (const part of broken(shown)) controller.enqueue(part);
          controller.close();
        }
      }
    },
    cancel: () => stream.close(),
  });

  function keep(part: StreamPart): StreamPart {
    if (part.type === 'finish') finish = part;
    return part;
  }

  async function ending(): Promise<LanguageModelV4StreamPart[]> {
    const completion = await stream.result;
    const { reason = completion.finishReason, rawReason, usage = completion.usage } = finish ?? {};
    const finishReason = writeFinishReason(reason, rawReason);
    const providerMetadata = callMetadata(completion);
    return [...writer.end(), { type: 'finish', finishReason, usage: writeUsage(usage), providerMetadata }];
  }
}

/** The end of a stream that broke: what is open stays open, so that nobody takes a cut call for a whole one. */
function broken(error: { readonly partial?: { readonly usage?: Finish['usage'] } }): LanguageModelV4StreamPart[] {
  const usage = writeUsage(error.partial?.usage ?? unreportedUsage);
  return [
    { type: 'error', error },
    { type: 'finish', finishReason: { unified: 'error', raw: undefined }, usage },
  ];
}
