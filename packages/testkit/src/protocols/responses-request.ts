import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import { chatText } from './chat-request.ts';
import { checkUser } from './openai-limits.ts';
import { type AskedToolChoice, type OfferedTool, type Question, RequestRefused, type Turn } from './question.ts';
import { thinkingSignature } from './thinking-signature.ts';
import { checkToolTurns } from './tool-turns.ts';

/**
 * Reads a request of OpenAI Responses.
 * @throws RequestRefused in OpenAI's words
 */
export function readResponsesRequest(body: JsonObject): Question {
  const model = asString(body['model']);
  if (model === undefined || model === '') {
    throw new RequestRefused("Missing required parameter: 'model'.", { param: 'model' });
  }
  checkUser(body);
  const items = itemsOf(body['input']);
  const turns = [...instructionsOf(body), ...items.flatMap(readItem)];
  checkToolTurns(turns, {
    orphan: (id) => `No tool call found for function call output with call_id ${id}.`,
    unanswered: (ids) => `No tool output found for function call ${ids}.`,
  });
  const added = items.filter((item) => item['type'] === 'additional_tools').flatMap((item) => asArray(item['tools']));
  const effort = asString(asObject(body['reasoning'])['effort']);
  return {
    model,
    stream: body['stream'] === true,
    turns,
    tools: [...asArray(body['tools']), ...added].flatMap((tool) => readTool(tool)),
    toolChoice: readToolChoice(body['tool_choice']),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    outputSchema: readOutputSchema(asObject(asObject(body['text'])['format'])),
    maxTokens: asNumber(body['max_output_tokens']),
    stopSequences: [],
    reasoning: effort !== undefined && effort !== 'none',
    includeUsage: true,
  };
}

function itemsOf(input: JsonValue | undefined): JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const items = asArray(input).map(asObject);
  if (items.length > 0) return items;
  throw new RequestRefused("Missing required parameter: 'input'.", {
    param: 'input',
    code: 'missing_required_parameter',
  });
}

const nothing = { text: '', attachments: 0, calls: [], results: [] };

function instructionsOf({ instructions }: JsonObject): Turn[] {
  const text = asString(instructions) ?? '';
  return text === '' ? [] : [{ ...nothing, role: 'system', text }];
}

const roles: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
};

function readItem(item: JsonObject, index: number): Turn[] {
  switch (item['type'] ?? 'message') {
    case 'message':
      return [readMessage(item, index)];
    case 'function_call':
    case 'custom_tool_call': {
      const id = asString(item['call_id']) ?? '';
      return [{ ...nothing, role: 'assistant', calls: [{ id, name: asString(item['name']) ?? '' }] }];
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [
        { ...nothing, role: 'tool', results: [{ id: asString(item['call_id']), text: chatText(item['output']) }] },
      ];
    case 'reasoning':
      checkReasoning(item);
      return [];
    default:
      return [];
  }
}

function readMessage(item: JsonObject, index: number): Turn {
  const written = asString(item['role']) ?? '';
  const role = Object.hasOwn(roles, written) ? roles[written] : undefined;
  if (role === undefined) {
    const text = `Invalid value: '${written}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`;
    throw new RequestRefused(text, { param: `input[${index}].role`, code: 'invalid_value' });
  }
  const parts = asArray(item['content']).map((part) => asString(asObject(part)['type']) ?? '');
  const attachments = parts.filter((type) => type === 'input_image' || type === 'input_file').length;
  return { ...nothing, role, text: chatText(item['content']), attachments };
}

/** Encrypted reasoning is taken only as it was given. */
function checkReasoning({ summary, encrypted_content: encrypted }: JsonObject): void {
  if (encrypted === undefined || encrypted === null || encrypted === thinkingSignature(chatText(summary))) return;
  throw new RequestRefused('The encrypted content could not be verified.', { code: 'invalid_encrypted_content' });
}

/** A tool, or those of a namespace. */
function readTool(value: JsonValue, namespace?: string): OfferedTool[] {
  const tool = asObject(value);
  const name = asString(tool['name']);
  if (name === undefined) return [];
  switch (tool['type']) {
    case 'namespace':
      return asArray(tool['tools']).flatMap((inner) => readTool(inner, name));
    case 'function':
      return [{ name, schema: asObject(tool['parameters']), namespace }];
    case 'custom':
      return [{ name, schema: {}, form: 'text', namespace }];
    default:
      return [];
  }
}

function readToolChoice(choice: JsonValue | undefined): AskedToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  const tool = asString(asObject(choice)['name']);
  return tool === undefined ? 'auto' : { tool };
}

function readOutputSchema(format: JsonObject): JsonObject | undefined {
  if (format['type'] === 'json_object') return {};
  return format['type'] === 'json_schema' ? asObject(format['schema']) : undefined;
}
