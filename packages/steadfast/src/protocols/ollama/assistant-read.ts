import { asString, isObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { readImages } from './images.ts';
import { readToolCalls } from './tool-calls.ts';
import type { IdMaker } from './tool-calls.ts';

/** Reads what a model said, of a reply or of a conversation: thinking, text, images, tool calls. */
export function readAssistant(message: JsonObject, idAt: IdMaker): AssistantPart[] {
  const thinking = asString(message.thinking) ?? '';
  const text = asString(message.content) ?? '';
  return [
    ...(thinking === '' ? [] : [{ type: 'reasoning' as const, text: thinking }]),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...readImages(message.images),
    ...readToolCalls(message.tool_calls, idAt),
  ];
}

/** What a reply or a piece of one says: its message, or the fields of /api/generate under the names of /api/chat. */
export function messageOf({ message, response, thinking, images }: JsonObject): JsonObject | undefined {
  if (isObject(message)) return message;
  const isGenerated = typeof response === 'string' || typeof thinking === 'string';
  return isGenerated ? { content: response, thinking, images } : undefined;
}
