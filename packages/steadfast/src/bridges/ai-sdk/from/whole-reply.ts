import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { Completion, Reply } from '../../../model/completion.ts';
import type { CompletionRequest } from '../../../model/completion-request.ts';
import { textOf } from '../../../model/message.ts';
import { toCompletion } from '../../../model/to-completion.ts';
import { requestIdOf } from '../../../protocols/classify.ts';
import type { OpenCall } from '../../../time/open-call.ts';
import { readFinishReason } from '../finish-reason.ts';
import { readUsage } from '../usage.ts';
import { readWarning } from '../warning.ts';
import { CallBounds } from './call-bounds.ts';
import { callError } from './call-error.ts';
import { writeCall } from './call-options.ts';
import { readContent } from './content-read.ts';
import { failedFinish } from './failed-finish.ts';
import type { SdkTarget } from './sdk-target.ts';
import { sentRequest } from './sent-request.ts';

/** Asks an AI SDK model for a whole reply, once. */
export async function askWhole(target: SdkTarget, request: CompletionRequest, call: OpenCall): Promise<Completion> {
  const { sdk, id, clock } = target;
  const { journal } = call;
  const attempt = journal.open(id, clock.now());
  const bounds = new CallBounds(call, id, clock);
  try {
    const { options, adaptations } = writeCall(request, target, bounds.signal);
    const result = await bounds.within(() => sdk.doGenerate(options));
    const reply = readResult(result, target.provider);
    attempt.succeed(clock.now());
    journal.adapt([...adaptations, ...result.warnings.map((warning) => readWarning(warning, id))]);
    return completionOf(target, call, reply, result);
  } catch (error) {
    const named = callError(bounds.error ?? error, target);
    attempt.fail(clock.now(), named);
    throw named;
  } finally {
    bounds.release();
  }
}

function readResult(result: LanguageModelV4GenerateResult, provider: string): Reply {
  const { finishReason, response } = result;
  const content = result.content.flatMap((part) => readContent(part, provider) ?? []);
  const usage = readUsage(result.usage);
  const failure = failedFinish(finishReason);
  if (failure !== undefined) {
    const toolCalls = content.filter((part) => part.type === 'tool-call');
    throw failure.with({ partial: { text: textOf(content), toolCalls, usage: usage.reported ? usage : undefined } });
  }
  return {
    content,
    finishReason: readFinishReason(finishReason),
    rawFinishReason: finishReason.raw,
    usage,
    id: response?.id,
    answeredBy: response?.modelId,
  };
}

function completionOf(
  { id, clock }: SdkTarget,
  { journal }: OpenCall,
  reply: Reply,
  { request, response }: LanguageModelV4GenerateResult,
): Completion {
  const totalMs = clock.now() - journal.startedAt;
  return toCompletion(reply, {
    model: id,
    requestId: requestIdOf(response?.headers ?? {}),
    attempts: journal.attempts,
    adaptations: journal.adaptations,
    timings: { queueMs: journal.waitedMs, firstContentMs: totalMs, totalMs },
    request: sentRequest(request),
  });
}
