import type { CompletionRequest } from '../model/completion-request.ts';
import { toRequest } from '../model/completion-request.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { TokenCount, TokenCounter } from '../model/token-count.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { AskTarget } from './ask-target.ts';
import { attempt } from './attempt.ts';
import type { Errand } from './errand.ts';
import { prepareSide } from './prepare.ts';
import { rawReplyOf } from './raw-reply.ts';
import type { Target } from './target.ts';

/** A target that counts tokens, each count one errand; where its protocol counts none, they are estimated here. */
export function wireCounter(id: string, ask: AskTarget, errand: Errand): TokenCounter {
  return {
    id,
    countTokens: (input, call) => {
      const request = toRequest(input);
      return errand((opened) => ask((target) => countOnce(target, request, opened)), call);
    },
  };
}

async function countOnce(target: Target, request: CompletionRequest, call: OpenCall): Promise<TokenCount> {
  const side = target.protocol.tokenCount;
  if (side === undefined) {
    const inputTokens = estimateTokens(request);
    return { inputTokens, estimated: true, model: target.id, attempts: call.journal.attempts, adaptations: [] };
  }
  return attempt(
    target,
    call,
    () => prepareSide(target, side, request),
    (json) => side.readAnswer(json),
    ({ answer, prepared, head, body }) => {
      const { attempts, adaptations } = call.journal;
      const raw = rawReplyOf(target, prepared, head, body);
      return { inputTokens: answer, estimated: false, model: target.id, attempts, adaptations, raw };
    },
  );
}
