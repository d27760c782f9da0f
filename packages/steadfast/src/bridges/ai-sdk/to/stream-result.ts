import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import type { Completion } from '../../../model/completion.ts';
import { isModelError } from '../../../model/error.ts';
import type { CompletionStream } from '../../../model/model.ts';
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

  const next = async (): Promise<LanguageModelV4StreamPart[]> => {
    for (;;) {
      const { done, value } = await parts.next();
      if (done === true) return [...writer.end(), finishOf(await stream.result)];
      const written = writer.write(value);
      if (written.length > 0) return written;
    }
  };

  return new ReadableStream<LanguageModelV4StreamPart>({
    start: (controller) => controller.enqueue({ type: 'stream-start', warnings: [...warnings] }),
    pull: async (controller) => {
      const written = await next().catch(async (error: unknown) => {
        await stream.close();
        return broken(thrownError(error, signal));
      });
      for (const part of written) controller.enqueue(part);
      if (written.at(-1)?.type === 'finish') controller.close();
    },
    cancel: () => stream.close(),
  });
}

function finishOf(completion: Completion): LanguageModelV4StreamPart {
  const { finishReason, rawFinishReason, usage } = completion;
  return {
    type: 'finish',
    finishReason: writeFinishReason(finishReason, rawFinishReason),
    usage: writeUsage(usage),
    providerMetadata: callMetadata(completion),
  };
}

/**
 * The end of a stream that broke: what is open stays open, so that nobody takes a cut call for a whole one.
 * @throws what is no `ModelError`: the AI SDK wants the end of a call by its caller thrown
 */
function broken(error: unknown): LanguageModelV4StreamPart[] {
  if (!isModelError(error)) throw error;
  const usage = writeUsage(error.partial?.usage ?? unreportedUsage);
  return [
    { type: 'error', error },
    { type: 'finish', finishReason: { unified: 'error', raw: undefined }, usage },
  ];
}
