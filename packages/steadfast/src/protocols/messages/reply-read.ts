import type { Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import { asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { classifyInBand } from '../classify.ts';
import { invalidReply } from '../reply-error.ts';
import { readAssistantBlock } from './block-read.ts';
import { readFinishReason } from './finish-reason.ts';
import { readUsage } from './usage.ts';

/**
 * Reads a whole reply. One without content is a reply when it has a stop reason: Claude may end its turn without a
 * word ("Handling stop reasons" in Anthropic's documentation; also recorded).
 * @throws ModelError of kind `invalid-reply` for what is no reply, and of the reported kind for an error in a 200
 */
export function readReply(body: JsonValue, family: string): Reply {
  if (!isObject(body)) throw invalidReply('The reply is not a JSON object.');
  if (body.type === 'error' || (isObject(body.error) && body.content === undefined)) {
    throw new ModelError(classifyInBand(body));
  }
  if (!isArray(body.content)) throw invalidReply('The reply has no content.');
  const id = asString(body.id);
  const content = body.content.map((block, index) =>
    readAssistantBlock(asObject(block), family, madeUpToolId(id, index)),
  );
  const raw = asString(body.stop_reason);
  if (content.length === 0 && raw === undefined) throw invalidReply('The reply is empty and gives no stop reason.');
  return {
    content,
    finishReason: readFinishReason(raw, content.some(isClientCall)),
    rawFinishReason: raw,
    usage: readUsage(body.usage),
    id,
    answeredBy: asString(body.model),
  };
}

/** The id of a tool call that came without one: always the same for its place in its reply. */
export function madeUpToolId(replyId: string | undefined, position: number): string {
  return `toolu_${replyId ?? 'reply'}_${position}`;
}

function isClientCall(part: AssistantPart): boolean {
  return part.type === 'tool-call' && part.providerExecuted !== true;
}
