import type { Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { writeReplyBlock } from './block-write.ts';
import { carrierOf } from './call-state.ts';
import { writeFinishReason } from './finish-reason.ts';
import { writeUsage } from './usage.ts';

/** Writes a whole reply; only the first of several can be said. */
export function writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject {
  return {
    id: reply.id ?? options.id,
    type: 'message',
    role: 'assistant',
    model: options.model,
    content: reply.content.flatMap((part) => writeBlocks(part, options.family)),
    stop_reason: writeFinishReason(reply.finishReason, reply.rawFinishReason),
    stop_sequence: null,
    usage: writeUsage(reply.usage),
  };
}

function writeBlocks(part: AssistantPart, family: string): JsonObject[] {
  const block = writeReplyBlock(part, family);
  if (block === undefined) return [];
  const isCarried = part.type === 'tool-call' && part.state !== undefined && part.state.origin !== family;
  return isCarried ? [block, carrierOf(part.id, part.state)] : [block];
}
