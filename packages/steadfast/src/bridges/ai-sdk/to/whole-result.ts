import type { LanguageModelV4GenerateResult, SharedV4Warning } from '@ai-sdk/provider';
import type { Completion } from '../../../model/completion.ts';
import { writeFinishReason } from '../finish-reason.ts';
import { writeUsage } from '../usage.ts';
import { writeWarning } from '../warning.ts';
import { callMetadata } from './call-metadata.ts';
import { writeContent } from './content-write.ts';

/** Writes a whole reply for the AI SDK; `now` is epoch milliseconds. */
export function writeResult(
  completion: Completion,
  warnings: readonly SharedV4Warning[],
  now: number,
): LanguageModelV4GenerateResult {
  const { content, finishReason, rawFinishReason, usage, id, answeredBy, requestId, request, model } = completion;
  const toolNames = new Map(completion.toolCalls.map((call) => [call.id, call.name]));
  return {
    content: content.flatMap((part) => writeContent(part, toolNames) ?? []),
    finishReason: writeFinishReason(finishReason, rawFinishReason),
    usage: writeUsage(usage),
    providerMetadata: callMetadata(completion),
    request: request && { url: request.url, body: request.body },
    response: {
      id,
      modelId: answeredBy ?? model,
      timestamp: new Date(now),
      headers: requestId === undefined ? undefined : { 'x-request-id': requestId },
    },
    warnings: [...warnings, ...completion.adaptations.map(writeWarning)],
  };
}
