import { asObject, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  OpaqueState,
  TextPart,
  ToolResultPart,
  UserPart,
} from '../../model/message.ts';
import { clientFamily } from '../openai-fields.ts';
import { invalidField, fieldsAt } from '../request-fields.ts';
import type { RequestFields } from '../request-fields.ts';
import { readAssistant } from './assistant-read.ts';
import { readTextPart, readUserPart } from './content-read.ts';
import { stateOf } from './private-state.ts';

/**
 * Reads the messages of a request; results of tools that follow each other are one message.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readMessages(list: JsonArray): Message[] {
  const messages: Message[] = [];
  let calledFunction = '';
  list.forEach((value, index) => {
    const fields = fieldsAt(value, `messages[${index}]`);
    const message = readMessage(fields, index, calledFunction);
    calledFunction = isObject(fields.value.function_call) ? functionCallId(index) : calledFunction;
    const before = messages.at(-1);
    if (message.role === 'tool' && before?.role === 'tool') {
      messages[messages.length - 1] = { role: 'tool', content: [...before.content, ...message.content] };
    } else {
      messages.push(message);
    }
  });
  return messages;
}

function readMessage(message: RequestFields, index: number, calledFunction: string): Message {
  const role = message.text('role');
  switch (role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: readContent(message, readTextPart) };
    case 'user': {
      const name = message.text('name');
      return { role, content: readContent(message, readUserPart), name };
    }
    case 'assistant':
      return readAssistantMessage(message, index);
    case 'tool':
      return { role, content: [readResult(message, message.needText('tool_call_id'))] };
    case 'function':
      return { role: 'tool', content: [readResult(message, calledFunction)] };
    default:
      throw invalidField(message.path('role'), 'system, developer, user, assistant or tool', role);
  }
}

/** Reads content that is a text or a list of parts; further fields of the message are kept with its first part. */
function readContent<Part extends UserPart>(
  message: RequestFields,
  read: (value: JsonValue, path: string) => Part,
): string | (Part | TextPart)[] {
  const content = message.take('content') ?? '';
  const path = message.path('content');
  const rest = message.rest();
  if (typeof content === 'string') {
    return rest === undefined
      ? content
      : [{ type: 'text', text: content, state: stateOf(clientFamily, { message: rest }) }];
  }
  if (!isArray(content)) throw invalidField(path, 'a string or an array of parts', content);
  return content.map((value, index) => {
    const part = read(value, `${path}[${index}]`);
    return index > 0 || rest === undefined ? part : withMessageFields(part, rest);
  });
}

function withMessageFields<Part extends UserPart>(part: Part, message: JsonObject): Part {
  return { ...part, state: stateOf(clientFamily, { ...asObject(part.state?.value), message }) };
}

function readResult(message: RequestFields, id: string): ToolResultPart {
  const name = message.text('name');
  const content = message.take('content') ?? '';
  const path = message.path('content');
  const rest = message.rest();
  const state = rest === undefined ? undefined : stateOf(clientFamily, { message: rest });
  if (typeof content === 'string') return { type: 'tool-result', id, name, output: content, state };
  if (!isArray(content)) throw invalidField(path, 'a string or an array of parts', content);
  const output = content.map((value, index) => readUserPart(value, `${path}[${index}]`));
  return { type: 'tool-result', id, name, output, state };
}

const assistantFields = [
  'content',
  'refusal',
  'tool_calls',
  'function_call',
  'audio',
  'images',
  'reasoning',
  'reasoning_content',
  'reasoning_text',
  'reasoning_details',
];

function readAssistantMessage(message: RequestFields, index: number): AssistantMessage {
  const name = message.text('name');
  checkContent(message);
  checkCalls(message);
  const facts = { message: privateFields(message) };
  const call = message.value.function_call;
  const calls = isObject(call) ? { tool_calls: [{ id: functionCallId(index), function: call }] } : {};
  const parts = readAssistant({ ...message.value, ...calls }, { family: clientFamily, facts });
  return { role: 'assistant', content: simplest(parts, stateOf(clientFamily, facts)), name };
}

/** The fields of a model's message that are not read as parts of it. */
function privateFields(message: RequestFields): JsonObject | undefined {
  for (const field of assistantFields) message.take(field);
  const { extra_content: extra, ...others } = message.rest() ?? {};
  const google = isObject(extra) && Object.keys(extra).join() !== 'steadfast' ? { extra_content: extra } : {};
  const fields = { ...others, ...google };
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** Content as a plain text where it is no more than that. */
function simplest(parts: readonly AssistantPart[], state: OpaqueState | undefined): AssistantMessage['content'] {
  const [only, ...more] = parts;
  if (only === undefined) return state === undefined ? '' : [{ type: 'text', text: '', state }];
  return only.type === 'text' && more.length === 0 && only.state === undefined ? only.text : parts;
}

function functionCallId(index: number): string {
  return `call_message_${index}`;
}

const assistantParts = ['text', 'refusal', 'thinking', 'image_url'];

function checkContent(message: RequestFields): void {
  const content = message.take('content');
  if (content === undefined || typeof content === 'string') return;
  if (!isArray(content)) throw invalidField(message.path('content'), 'a string or an array of parts', content);
  content.forEach((value, index) => {
    const part = fieldsAt(value, `${message.path('content')}[${index}]`);
    const type = part.text('type');
    if (!assistantParts.includes(type ?? '')) throw invalidField(part.path('type'), assistantParts.join(', '), type);
    if (type === 'text' || type === 'refusal') part.needText(type);
  });
}

function checkCalls(message: RequestFields): void {
  message.list('tool_calls')?.forEach((value, index) => {
    const call = fieldsAt(value, `${message.path('tool_calls')}[${index}]`);
    call.needText('id');
    const called = call.take('custom') === undefined ? call.needObject('function') : call.needObject('custom');
    called.needText('name');
  });
}
