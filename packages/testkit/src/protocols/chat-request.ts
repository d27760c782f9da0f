import { asArray, asNumber, asObject, asString, isObject, type JsonObject, type JsonValue } from '../ground/json.ts';
import { checkChatTools, checkUser } from './openai-limits.ts';
import { type AskedToolChoice, type OfferedTool, type Question, RequestRefused, type Turn } from './question.ts';
import { checkToolTurns } from './tool-turns.ts';

/**
 * Reads a request of OpenAI Chat Completions.
 * @throws RequestRefused in OpenAI's words
 */
export function readChatRequest(body: JsonObject): Question {
  const model = asString(body['model']);
  if (model === undefined || model === '') {
    throw new RequestRefused('you must provide a model parameter', { param: 'model' });
  }
  checkUser(body);
  checkChatTools(body['tools']);
  const turns = readTurns(body['messages']);
  checkToolTurns(turns, {
    orphan: () =>
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    unanswered: (ids) =>
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
      `The following tool_call_ids did not have response messages: ${ids}`,
  });
  return {
    model,
    stream: body['stream'] === true,
    turns,
    tools: readChatTools(body['tools']),
    toolChoice: readToolChoice(body['tool_choice']),
    parallelToolCalls: body['parallel_tool_calls'] !== false,
    outputSchema: readOutputSchema(asObject(body['response_format'])),
    maxTokens: asNumber(body['max_completion_tokens']) ?? asNumber(body['max_tokens']),
    stopSequences: readStop(body['stop']),
    reasoning: asksReasoning(body),
    includeUsage: asObject(body['stream_options'])['include_usage'] === true,
  };
}

function readTurns(messages: JsonValue | undefined): Turn[] {
  const list = asArray(messages);
  if (list.length === 0) {
    const code = messages === undefined ? 'missing_required_parameter' : 'empty_array';
    throw new RequestRefused("Missing required parameter: 'messages'.", { param: 'messages', code });
  }
  return list.map((message, index) => readTurn(asObject(message), index));
}

const roles: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
};

function readTurn(message: JsonObject, index: number): Turn {
  const written = asString(message['role']) ?? '';
  const role = Object.hasOwn(roles, written) ? roles[written] : undefined;
  if (role === undefined) {
    const text = `Invalid value: '${written}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.`;
    throw new RequestRefused(text, { param: `messages[${index}].role`, code: 'invalid_value' });
  }
  const text = chatText(message['content']);
  const calls = asArray(message['tool_calls'])
    .map(asObject)
    .map((call) => ({ id: asString(call['id']) ?? '', name: asString(asObject(describedIn(call))['name']) ?? '' }));
  const results = role === 'tool' ? [{ id: asString(message['tool_call_id']), text }] : [];
  return { role, text, attachments: countAttachments(message['content']), calls, results };
}

/** The text of a message's content: a string, or the text of its parts. */
export function chatText(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => asString(asObject(part)['text']) ?? '')
    .join('');
}

function countAttachments(content: JsonValue | undefined): number {
  return asArray(content).filter((part) => !['text', 'refusal'].includes(asString(asObject(part)['type']) ?? ''))
    .length;
}

/** Reads tools in OpenAI's form, which Ollama uses too. */
export function readChatTools(tools: JsonValue | undefined): OfferedTool[] {
  return asArray(tools)
    .map(asObject)
    .flatMap((tool) => {
      const described = asObject(describedIn(tool));
      const name = asString(described['name']);
      if (name === undefined) return [];
      const form = tool['custom'] === undefined ? undefined : ('text' as const);
      return [{ name, schema: asObject(described['parameters']), form }];
    });
}

/** What a tool, a call or a choice says of its function, or of its custom tool. */
function describedIn(value: JsonObject): JsonValue | undefined {
  return value['function'] ?? value['custom'];
}

function readToolChoice(choice: JsonValue | undefined): AskedToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  const tool = asString(asObject(describedIn(asObject(choice)))['name']);
  return tool === undefined ? 'auto' : { tool };
}

function readOutputSchema(format: JsonObject): JsonObject | undefined {
  if (format['type'] === 'json_object') return {};
  return format['type'] === 'json_schema' ? asObject(asObject(format['json_schema'])['schema']) : undefined;
}

/** Stop sequences: one string or several. */
export function readStop(stop: JsonValue | undefined): string[] {
  const list = typeof stop === 'string' ? [stop] : asArray(stop);
  return list.flatMap((sequence) => (typeof sequence === 'string' && sequence !== '' ? [sequence] : []));
}

function asksReasoning(body: JsonObject): boolean {
  const effort = asString(body['reasoning_effort']) ?? asString(asObject(body['reasoning'])['effort']);
  if (effort !== undefined) return effort !== 'none';
  const type = asString(asObject(body['thinking'])['type']);
  return isObject(body['reasoning']) || (type !== undefined && type !== 'disabled');
}
