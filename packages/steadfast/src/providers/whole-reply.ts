import type { Completion, Reply } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { toCompletion } from '../model/to-completion.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { WireHead } from '../wire/transport.ts';
import { attempt, jsonOf } from './attempt.ts';
import type { Answered } from './attempt.ts';
import { prepare } from './prepare.ts';
import { rateReport } from './rate-report.ts';
import { rawReplyOf } from './raw-reply.ts';
import type { Target } from './target.ts';

/** Asks a target for a whole reply, once. */
export function askWhole(target: Target, request: CompletionRequest, call: OpenCall): Promise<Completion> {
  return attempt(
    target,
    call,
    () => prepare(target, request, false),
    (json) => target.protocol.readReply(json, target.family),
    (answered) => completionOf(target, call, answered),
  );
}

/**
 * Reads the body of a reply.
 * @throws ModelError for a status that is no success and a body that is no reply
 */
export function readWhole(target: Target, head: WireHead, body: Buffer): Reply {
  return target.protocol.readReply(jsonOf(target, head, body), target.family);
}

function completionOf(target: Target, call: OpenCall, { answer, prepared, head, body }: Answered<Reply>): Completion {
  const { journal } = call;
  const totalMs = target.clock.now() - journal.startedAt;
  return toCompletion(answer, {
    model: target.id,
    requestId: requestIdOf(head.headers),
    attempts: journal.attempts,
    adaptations: journal.adaptations,
    timings: { queueMs: journal.waitedMs, firstContentMs: totalMs, totalMs },
    request: prepared.sent,
    raw: rawReplyOf(target, prepared, head, body),
    costOf: target.costOf,
    rateWindows: rateReport(target, head),
  });
}
