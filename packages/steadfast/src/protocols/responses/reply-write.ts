import type { Reply } from '../../model/completion.ts';
import { isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, ReasoningPart, ToolCallPart } from '../../model/message.ts';
import { clientFamily } from '../openai-fields.ts';
import { carryingText } from '../private-state.ts';
import type { ReplyWriterOptions } from '../protocol.ts';
import { CallForms } from './call-form.ts';
import { carrierOf } from './call-state.ts';
import { factsOf, writeFinishReason } from './finish-reason.ts';
import { madeUpItemId } from './item-id.ts';
import { ownState } from './item-state.ts';
import { MessageItem, wholeItem, writeCall, writeImage, writePiece } from './item-write.ts';
import { writeUsage } from './usage.ts';

/**
 * Writes a whole reply; only the first of several can be said. Whichever family answered, what goes out here is taken
 * for OpenAI's when it comes back: private data of any other is carried, and so returns to its own.
 */
export function writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject {
  const id = reply.id ?? options.id;
  const { finishReason, rawFinishReason, content, usage } = reply;
  const ended = writeFinishReason(finishReason, rawFinishReason, factsOf(content, clientFamily));
  return { ...responseOf(options, id), ...ended, output: outputOf(content, options, id), ...writeUsage(usage) };
}

/** A response without output, with all members that callers' programs look for. */
export function responseOf({ model, created }: Pick<ReplyWriterOptions, 'model' | 'created'>, id: string): JsonObject {
  return {
    id,
    object: 'response',
    created_at: created,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: null,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    truncation: 'disabled',
    usage: null,
  };
}

function outputOf(content: readonly AssistantPart[], options: ReplyWriterOptions, replyId: string): JsonObject[] {
  const items: (JsonObject | MessageItem)[] = [];
  const forms = new CallForms(options.tools);
  for (const part of content) {
    const idOf = (type: string): string => madeUpItemId(type, items.length, replyId);
    if (part.type === 'text') {
      const own = ownState(part.state, clientFamily);
      const last = items.at(-1);
      const message = last instanceof MessageItem && last.takes(own) ? last : messageOf(own);
      message.pieces.push(writePiece(part, clientFamily, 'output_text'));
      if (message !== last) items.push(message);
    } else {
      items.push(...writePart(part, idOf, forms));
    }
  }
  return items.map((item, index) =>
    item instanceof MessageItem ? item.forCaller(madeUpItemId('message', index, replyId)) : item,
  );
}

function messageOf({ item }: JsonObject): MessageItem {
  return new MessageItem(isObject(item) ? item : undefined);
}

type IdOf = (type: string) => string;

function writePart(part: AssistantPart, idOf: IdOf, forms: CallForms): JsonObject[] {
  switch (part.type) {
    case 'reasoning':
      return writeReasoning(part, idOf);
    case 'tool-call':
      return writeReplyCall(part, idOf, forms);
    case 'image': {
      const item = writeImage(part, clientFamily);
      return item === undefined ? [] : [{ id: idOf('image_generation_call'), ...item }];
    }
    // What came of a provider's own tool stands in the item of its call; files cannot be said.
    default:
      return [];
  }
}

function writeReasoning(part: ReasoningPart, idOf: IdOf): JsonObject[] {
  const whole = wholeItem(part, clientFamily);
  if (whole !== undefined) return [whole];
  return part.text === '' && part.state === undefined ? [] : [shownReasoning(part, idOf('reasoning'))];
}

/** Reasoning as a summary: the state of another family travels where a caller's program keeps OpenAI's own. */
export function shownReasoning({ text, state }: ReasoningPart, id: string): JsonObject {
  const summary: JsonValue = text === '' ? [] : [{ type: 'summary_text', text }];
  return { id, type: 'reasoning', summary, encrypted_content: state === undefined ? undefined : carryingText(state) };
}

function writeReplyCall(part: ToolCallPart, idOf: IdOf, forms: CallForms): JsonObject[] {
  const whole = wholeItem(part, clientFamily);
  if (whole !== undefined) return [whole];
  if (part.providerExecuted === true) return [];
  const call = forms.formed(part);
  const id = idOf(call.form === 'text' ? 'custom_tool_call' : 'function_call');
  const item = { id, status: 'completed', ...writeCall(call, clientFamily), ...forms.placeOf(part.name) };
  const { state } = part;
  if (state === undefined || state.origin === clientFamily) return [item];
  return [item, carrierOf(part.id, state, `${idOf('reasoning')}_state`)];
}
