import { asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  OpaqueState,
  ToolResultPart,
  UserPart,
} from '../../model/message.ts';
import { withCallStates } from '../carried-call.ts';
import { clientFamily } from '../openai-fields.ts';
import { invalidField, objectAt, stringAt } from '../request-fields.ts';
import { carriedCallStates } from './call-state.ts';
import { readInputPart, wordsOfOutput } from './content-read.ts';
import { readItem } from './item-read.ts';
import { fieldsBut, itemState } from './item-state.ts';

type Content = string | UserPart[];

/**
 * Reads `input`. Items of the model that follow each other are one message, and so are results of tools.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readInput(input: JsonValue | undefined): Message[] {
  if (input === undefined) return [];
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!isArray(input)) throw invalidField('input', 'a string or an array of items', input);
  const messages = new MessageList(carriedCallStates(input));
  input.forEach((value, index) => {
    const path = `input[${index}]`;
    const item = objectAt(value, path);
    if (item.type !== 'additional_tools') readInputItem(item, index, path, messages);
  });
  return messages.all();
}

function readInputItem(item: JsonObject, index: number, path: string, messages: MessageList): void {
  const type = asString(item.type) ?? 'message';
  if (type === 'message' && item.role !== 'assistant') messages.push(readSaid(item, path));
  else if (isResult(item, type)) messages.addResult(readResult(item, path));
  else if (type === 'message') messages.addSaid(readItem(checkedMessage(item, path), clientFamily, index), true);
  else messages.addSaid(readItem(checkedCall(item, type, path), clientFamily, index), false);
}

/** Says whether an item is what the caller's own tool answered. */
function isResult(item: JsonObject, type: string): boolean {
  return type.endsWith('_output') && callIdOf(item) !== undefined && item.execution !== 'server';
}

/** The id of the call that an item answers: a local shell's answer has it as its own. */
function callIdOf({ type, id, call_id: callId }: JsonObject): string | undefined {
  return asString(type === 'local_shell_call_output' ? (callId ?? id) : callId);
}

function readSaid(item: JsonObject, path: string): Message {
  const { role } = item;
  const content = readContent(item, path);
  if (role === 'user') return { role, content };
  if (role !== 'system' && role !== 'developer') {
    throw invalidField(`${path}.role`, 'user, system, developer or assistant', role);
  }
  if (typeof content === 'string') return { role: 'system', content };
  return {
    role: 'system',
    content: content.map((part) => {
      if (part.type === 'text') return part;
      throw invalidField(`${path}.content`, 'text only', item.content);
    }),
  };
}

/** Further fields of the item are kept with its first part. */
function readContent(item: JsonObject, path: string): Content {
  const { content } = item;
  const rest = fieldsBut(item, 'type', 'role', 'content');
  if (typeof content === 'string') {
    if (rest === undefined) return content;
    return [{ type: 'text', text: content, state: itemState(clientFamily, { item: rest }) }];
  }
  if (!isArray(content)) throw invalidField(`${path}.content`, 'a string or an array of parts', content);
  return readParts(content, `${path}.content`, rest);
}

function readParts(content: JsonArray, path: string, item: JsonObject | undefined): UserPart[] {
  return content.map((value, index) => {
    const part = readInputPart(value, `${path}[${index}]`);
    if (index > 0 || item === undefined) return part;
    const known = isObject(part.state?.value) ? part.state.value : {};
    return { ...part, state: itemState(clientFamily, { ...known, item }) };
  });
}

function checkedMessage(item: JsonObject, path: string): JsonObject {
  const { content } = item;
  if (typeof content === 'string') return item;
  if (!isArray(content)) throw invalidField(`${path}.content`, 'a string or an array of parts', content);
  content.forEach((piece, index) => objectAt(piece, `${path}.content[${index}]`));
  return item;
}

/** The fields without which an item says nothing. */
const needed: Readonly<Record<string, readonly string[]>> = {
  function_call: ['call_id', 'name', 'arguments'],
  custom_tool_call: ['call_id', 'name', 'input'],
};

function checkedCall(item: JsonObject, type: string, path: string): JsonObject {
  for (const field of needed[type] ?? []) stringAt(item[field], `${path}.${field}`);
  return item;
}

function readResult(item: JsonObject, path: string): ToolResultPart {
  const { type, output } = item;
  const facts = { type: 'tool-result' as const, id: callIdOf(item) ?? '' };
  const parts = isArray(output) && output.every((part) => isObject(part) && typeof part.type === 'string');
  if (!isPlain(item) || (typeof output !== 'string' && !parts)) {
    return { ...facts, output: wordsOfOutput(item), state: itemState(clientFamily, { item }) };
  }
  const held = ['call_id', 'output', ...(type === 'function_call_output' ? ['type'] : [])];
  const state = itemState(clientFamily, { item: fieldsBut(item, ...held) });
  if (typeof output === 'string') return { ...facts, output, state };
  return { ...facts, output: readParts(output, `${path}.output`, undefined), state };
}

/** Says whether an item answers a function or a custom tool: any other kind of answer travels whole. */
function isPlain({ type }: JsonObject): boolean {
  return type === 'function_call_output' || type === 'custom_tool_call_output';
}

/** Puts items together to messages. */
class MessageList {
  readonly #callStates: ReadonlyMap<string, OpaqueState>;
  readonly #messages: Message[] = [];
  #said: AssistantPart[] | undefined;
  /** The item before was a message that no part's state tells from the next one. */
  #afterBareMessage = false;
  #results: ToolResultPart[] | undefined;

  constructor(callStates: ReadonlyMap<string, OpaqueState>) {
    this.#callStates = callStates;
  }

  push(message: Message): void {
    this.#close();
    this.#messages.push(message);
  }

  addSaid(parts: readonly AssistantPart[], isMessage: boolean): void {
    const isBare = isMessage && parts.every(({ state }) => asObject(state?.value).item === undefined);
    if (this.#results !== undefined || (isBare && this.#afterBareMessage)) this.#close();
    this.#said ??= [];
    this.#said.push(...withCallStates(parts, this.#callStates));
    this.#afterBareMessage = isBare;
  }

  addResult(part: ToolResultPart): void {
    if (this.#results === undefined) this.#close();
    this.#results ??= [];
    this.#results.push(part);
  }

  all(): Message[] {
    this.#close();
    return this.#messages;
  }

  #close(): void {
    if (this.#said !== undefined) this.#messages.push({ role: 'assistant', content: simplest(this.#said) });
    if (this.#results !== undefined) this.#messages.push({ role: 'tool', content: this.#results });
    this.#said = undefined;
    this.#afterBareMessage = false;
    this.#results = undefined;
  }
}

/** Content as a plain text where it is no more than that. */
function simplest(parts: readonly AssistantPart[]): AssistantMessage['content'] {
  const [only, ...more] = parts;
  if (only === undefined) return '';
  return only.type === 'text' && more.length === 0 && only.state === undefined ? only.text : parts;
}
