import type { Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { headOf, saidIn, writeAssistant, writeReplyCall } from './assistant-write.ts';
import { writeFinishReason } from './finish-reason.ts';
import { writeUsage } from './usage.ts';

/** Writes a whole reply of /api/chat or /api/generate; only the first of several can be said. */
export function writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject {
  return {
    ...headOf(options),
    ...saidIn(options.form, writeAssistant(reply.content, writeReplyCall)),
    done: true,
    done_reason: writeFinishReason(reply.finishReason, reply.rawFinishReason),
    ...writeUsage(reply.usage),
  };
}
