import { isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, Message, SystemMessage, ToolResultPart, UserPart } from '../../model/message.ts';
import { withCallStates } from '../carried-call.ts';
import { arrayAt, invalidField, objectAt, stringAt } from '../request-fields.ts';
import { readAssistantBlock, readText, readToolResult, readUserBlock } from './block-read.ts';
import { carriedCallStates, isCarrier } from './call-state.ts';

/**
 * Reads `system` and `messages`; `system` becomes the first message.
 * @throws ModelError of kind `invalid-request`
 */
export function readMessages(body: JsonObject, origin: string): Message[] {
  const turns = arrayAt(body.messages, 'messages').flatMap((turn, index) =>
    readTurn(turn, `messages[${index}]`, origin),
  );
  return [...readSystem(body.system, origin), ...turns];
}

function readSystem(system: JsonValue | undefined, origin: string): SystemMessage[] {
  if (system === undefined || system === null || system === '') return [];
  if (isArray(system) && system.length === 0) return [];
  return [{ role: 'system', content: readContent(system, 'system', (block) => readText(block, origin)) }];
}

function readTurn(value: JsonValue, path: string, origin: string): Message[] {
  const { role, content } = objectAt(value, path);
  const contentPath = `${path}.content`;
  switch (role) {
    case 'user':
      return readUserTurn(content, contentPath, origin);
    case 'assistant':
      return [{ role, content: readAssistant(content, contentPath, origin) }];
    case 'system':
      return [{ role, content: readContent(content, contentPath, (block) => readText(block, origin)) }];
    default:
      throw invalidField(`${path}.role`, 'user, assistant or system', role);
  }
}

/** Blocks that carry the state of a call are no parts: the state goes back to its call. */
function readAssistant(
  content: JsonValue | undefined,
  path: string,
  origin: string,
): string | readonly AssistantPart[] {
  if (!isArray(content)) return readContent(content, path, (block) => readText(block, origin));
  const blocks = readBlocks(content, path);
  const place = path.replaceAll(/\D/g, '');
  const parts = blocks.flatMap<AssistantPart>((block, index) =>
    isCarrier(block) ? [] : readAssistantBlock(block, origin, `toolu_${place}_${index}`),
  );
  return withCallStates(parts, carriedCallStates(blocks));
}

/** Tool results stand among what the user says; here they are messages of their own, in the same order. */
function readUserTurn(content: JsonValue | undefined, path: string, origin: string): Message[] {
  if (!isArray(content) || content.length === 0) {
    return [{ role: 'user', content: readContent(content, path, (block) => readUserBlock(block, origin)) }];
  }
  const messages: Message[] = [];
  let results: ToolResultPart[] | undefined;
  let parts: UserPart[] | undefined;
  for (const block of readBlocks(content, path)) {
    if (block.type === 'tool_result') {
      parts = undefined;
      if (results === undefined) messages.push({ role: 'tool', content: (results = []) });
      results.push(readToolResult(block, origin));
    } else {
      results = undefined;
      if (parts === undefined) messages.push({ role: 'user', content: (parts = []) });
      parts.push(readUserBlock(block, origin));
    }
  }
  return messages;
}

function readContent<Part>(
  content: JsonValue | undefined,
  path: string,
  read: (block: JsonObject) => Part,
): string | Part[] {
  if (typeof content === 'string') return content;
  if (!isArray(content)) throw invalidField(path, 'a string or an array of blocks', content);
  return readBlocks(content, path).map(read);
}

function readBlocks(content: readonly JsonValue[], path: string): JsonObject[] {
  return content.map((item, index) => {
    const block = objectAt(item, `${path}[${index}]`);
    checkBlock(block, `${path}[${index}]`);
    return block;
  });
}

/** The fields without which a block says nothing. */
const strings: ReadonlyMap<string, readonly string[]> = new Map([
  ['text', ['text']],
  ['thinking', ['thinking']],
  ['tool_use', ['id', 'name']],
  ['tool_result', ['tool_use_id']],
]);
const objects: ReadonlyMap<string, readonly string[]> = new Map([
  ['tool_use', ['input']],
  ['image', ['source']],
  ['document', ['source']],
]);

function checkBlock(block: JsonObject, path: string): void {
  const type = stringAt(block.type, `${path}.type`);
  for (const field of strings.get(type) ?? []) stringAt(block[field], `${path}.${field}`);
  for (const field of objects.get(type) ?? []) objectAt(block[field], `${path}.${field}`);
  if (type !== 'tool_result' || !isArray(block.content)) return;
  readBlocks(block.content, `${path}.content`);
}
