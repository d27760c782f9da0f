import type { FinishReason, Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { ownFields } from '../private-state.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { writeFinishReason } from './finish-reason.ts';
import { candidateFacts } from './part-state.ts';
import { writeReplyPart } from './part-write.ts';
import { writeUsage } from './usage.ts';

/** Writes a whole reply. */
export function writeReply(reply: Reply, { family, id, model }: ReplyWriterOptions): JsonObject {
  const all = [reply, ...(reply.alternatives ?? [])];
  return {
    candidates: all.map(({ content, finishReason, rawFinishReason }, index) => ({
      content: { parts: content.flatMap<JsonObject>((part) => writeReplyPart(part, family) ?? []), role: 'model' },
      ...endOf(finishReason, rawFinishReason, index),
      ...factsOfContent(content, family),
    })),
    usageMetadata: writeUsage(reply.usage),
    modelVersion: model,
    responseId: reply.id ?? id,
  };
}

/** The fields that say how a candidate ended. */
export function endOf(reason: FinishReason, raw: string | undefined, index: number): JsonObject {
  return { finishReason: writeFinishReason(reason, raw), index };
}

function factsOfContent(content: readonly AssistantPart[], family: string): JsonObject {
  return Object.assign({}, ...content.map(({ state }) => candidateFacts(ownFields(state, family)) ?? {}));
}
