import { asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantMessage, Message, ToolCallPart, ToolResultPart, UserMessage } from '../../model/message.ts';
import { arrayAt, invalidField, objectAt, stringAt } from '../request-fields.ts';
import { readAssistant } from './assistant-read.ts';
import { readImages } from './images.ts';

/**
 * Reads the messages of a request. Calls and results without ids, as older programs send them, are told apart by name
 * and order. @throws ModelError of kind `invalid-request`
 */
export function readMessages(value: JsonValue | undefined): Message[] {
  const messages: Message[] = [];
  let open: ToolCallPart[] = [];
  let results: ToolResultPart[] | undefined;
  for (const [index, item] of arrayAt(value ?? [], 'messages').entries()) {
    const path = `messages[${index}]`;
    const message = objectAt(item, path);
    if (message.role === 'tool') {
      if (results === undefined) messages.push({ role: 'tool', content: (results = []) });
      results.push(readResult(message, path, open));
    } else {
      results = undefined;
      const read = readMessage(message, path, index);
      if (read.role === 'assistant') open = callsOf(read);
      messages.push(read);
    }
  }
  return messages;
}

/** Reads what /api/generate is asked: a prompt, its images, instructions. @throws ModelError of kind `invalid-request` */
export function readPrompt({ prompt, system, images }: JsonObject): Message[] {
  const user: Message = { role: 'user', content: readUser({ content: stringAt(prompt, 'prompt'), images }, '') };
  const instructions = system === undefined || system === null ? '' : stringAt(system, 'system');
  return instructions === '' ? [user] : [{ role: 'system', content: instructions }, user];
}

function readMessage(message: JsonObject, path: string, index: number): Exclude<Message, { role: 'tool' }> {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: contentAt(message, path) };
    case 'user':
      return { role: 'user', content: readUser(message, path) };
    case 'assistant':
      return { role: 'assistant', content: readSaid(message, path, index) };
    default:
      throw invalidField(`${path}.role`, 'system, user, assistant or tool', message.role);
  }
}

function readUser(message: JsonObject, path: string): UserMessage['content'] {
  const text = contentAt(message, path);
  const images = readImages(arrayAt(message.images ?? [], `${path}.images`));
  if (images.length === 0) return text;
  return text === '' ? images : [{ type: 'text', text }, ...images];
}

function readSaid(message: JsonObject, path: string, index: number): AssistantMessage['content'] {
  const text = contentAt(message, path);
  for (const [position, call] of arrayAt(message.tool_calls ?? [], `${path}.tool_calls`).entries()) {
    const callPath = `${path}.tool_calls[${position}].function`;
    stringAt(objectAt(objectAt(call, callPath).function, callPath).name, `${callPath}.name`);
  }
  const parts = readAssistant(message, (position) => `call_${index}_${position}`);
  return parts.every(({ type }) => type === 'text') ? text : parts;
}

function readResult(message: JsonObject, path: string, open: ToolCallPart[]): ToolResultPart {
  const name = asString(message.tool_name);
  const id = asString(message.tool_call_id);
  const answered = open.findIndex((call) =>
    id === undefined ? name === undefined || call.name === name : call.id === id,
  );
  const [call] = answered < 0 ? [] : open.splice(answered, 1);
  const text = contentAt(message, path);
  const images = readImages(arrayAt(message.images ?? [], `${path}.images`));
  const output = images.length === 0 ? text : [{ type: 'text' as const, text }, ...images];
  return { type: 'tool-result', id: id ?? call?.id ?? name ?? '', name, output };
}

/** The text of a message; a call of tools may come without any. */
function contentAt(message: JsonObject, path: string): string {
  const { content } = message;
  return content === undefined || content === null ? '' : stringAt(content, `${path}.content`);
}

function callsOf({ content }: AssistantMessage): ToolCallPart[] {
  return typeof content === 'string' ? [] : content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
}
