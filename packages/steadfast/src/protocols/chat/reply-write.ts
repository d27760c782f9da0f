import type { Alternative, Reply } from '../../model/completion.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { AssistantWriter } from './assistant-write.ts';
import { writeFinishReason } from './finish-reason.ts';
import { ownState } from './private-state.ts';
import { writeUsage } from './usage.ts';

/** Writes a whole reply; the provider's own id is kept where it gave one. */
export function writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject {
  const { family, model, created } = options;
  const choices = [reply, ...(reply.alternatives ?? [])];
  return {
    id: reply.id ?? options.id,
    object: 'chat.completion',
    created,
    model,
    choices: choices.map((choice, index) => writeChoice(choice, index, family)),
    usage: writeUsage(reply.usage),
    citations: saidOfText(reply, family, 'citations'),
  };
}

function writeChoice(choice: Alternative, index: number, family: string): JsonObject {
  const writer = new AssistantWriter({ kind: 'client', family }, new AdaptationList());
  for (const part of choice.content) writer.add(part, '');
  return {
    index,
    message: writer.message(),
    logprobs: saidOfText(choice, family, 'logprobs') ?? null,
    finish_reason: writeFinishReason(choice.finishReason, choice.rawFinishReason),
  };
}

function saidOfText(choice: Alternative, family: string, name: 'citations' | 'logprobs'): JsonValue | undefined {
  for (const part of choice.content) {
    const value = ownState(part.state, family)[name];
    if (value !== undefined) return value;
  }
  return undefined;
}
