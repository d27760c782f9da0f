import type { Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { writeReplyBlock } from './block-write.ts';
import { writeFinishReason } from './finish-reason.ts';
import { writeUsage } from './usage.ts';

/** Writes a whole reply; only the first of several can be said. */
export function writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject {
  return {
    id: reply.id ?? options.id,
    type: 'message',
    role: 'assistant',
    model: options.model,
    content: reply.content.flatMap<JsonObject>((part) => writeReplyBlock(part, options.family) ?? []),
    stop_reason: writeFinishReason(reply.finishReason, reply.rawFinishReason),
    stop_sequence: null,
    usage: writeUsage(reply.usage),
  };
}
