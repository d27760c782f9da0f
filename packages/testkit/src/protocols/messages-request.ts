import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import { type AskedToolChoice, type OfferedTool, type Question, RequestRefused, type Turn } from './question.ts';
import { thinkingSignature } from './thinking-signature.ts';
import { checkToolTurns } from './tool-turns.ts';

/**
 * Reads a request of Anthropic Messages.
 * @throws RequestRefused in Anthropic's words
 */
export function readMessagesRequest(body: JsonObject): Question {
  for (const field of ['model', 'max_tokens', 'messages']) {
    if (body[field] === undefined) throw new RequestRefused(`${field}: Field required`);
  }
  return { ...readCountRequest(body), maxTokens: asNumber(body['max_tokens']) };
}

/**
 * Reads a request to count tokens, which needs no `max_tokens`.
 * @throws RequestRefused in Anthropic's words
 */
export function readCountRequest(body: JsonObject): Question {
  const turns = readTurns(body);
  checkToolTurns(turns, {
    orphan: (id) =>
      `messages: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
    unanswered: (ids) =>
      `messages: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  });
  const choice = asObject(body['tool_choice']);
  return {
    model: asString(body['model']) ?? '',
    stream: body['stream'] === true,
    turns,
    tools: readTools(body['tools']),
    toolChoice: readToolChoice(choice),
    parallelToolCalls: choice['disable_parallel_tool_use'] !== true,
    outputSchema: readOutputSchema(body),
    stopSequences: asArray(body['stop_sequences']).flatMap((stop) => (typeof stop === 'string' ? [stop] : [])),
    reasoning: asksReasoning(body),
    includeUsage: true,
  };
}

function readTurns(body: JsonObject): Turn[] {
  const list = asArray(body['messages']);
  if (list.length === 0) throw new RequestRefused('messages: at least one message is required');
  const system = textOfBlocks(body['system']);
  const turns = list.map((message, index) => readTurn(asObject(message), index));
  return system === '' ? turns : [{ role: 'system', text: system, attachments: 0, calls: [], results: [] }, ...turns];
}

function readTurn(message: JsonObject, index: number): Turn {
  const role = message['role'];
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw new RequestRefused(`messages.${index}.role: Input should be 'user', 'assistant' or 'system'`);
  }
  const blocks = asArray(message['content']).map(asObject);
  blocks.forEach((block, place) => checkThinking(block, `messages.${index}.content.${place}`));
  return {
    role,
    text: textOfBlocks(message['content']),
    attachments: blocks.filter((block) => block['type'] === 'image' || block['type'] === 'document').length,
    calls: blocks
      .filter((block) => block['type'] === 'tool_use')
      .map((block) => ({ id: asString(block['id']) ?? '', name: asString(block['name']) ?? '' })),
    results: blocks
      .filter((block) => block['type'] === 'tool_result')
      .map((block) => ({ id: asString(block['tool_use_id']), text: textOfBlocks(block['content']) })),
  };
}

function textOfBlocks(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  const blocks = asArray(content).map(asObject);
  return blocks.map((block) => (block['type'] === 'text' ? (asString(block['text']) ?? '') : '')).join('');
}

function checkThinking(block: JsonObject, path: string): void {
  if (block['type'] !== 'thinking' || block['signature'] === thinkingSignature(asString(block['thinking']) ?? ''))
    return;
  throw new RequestRefused(`${path}: Invalid \`signature\` in \`thinking\` block`);
}

function readTools(tools: JsonValue | undefined): OfferedTool[] {
  return asArray(tools).flatMap((tool) => {
    const { name, input_schema: schema } = asObject(tool);
    return typeof name === 'string' && schema !== undefined ? [{ name, schema: asObject(schema) }] : [];
  });
}

function readToolChoice(choice: JsonObject): AskedToolChoice {
  if (choice['type'] === 'none') return 'none';
  if (choice['type'] === 'any') return 'required';
  const tool = asString(choice['name']);
  return choice['type'] === 'tool' && tool !== undefined ? { tool } : 'auto';
}

function readOutputSchema(body: JsonObject): JsonObject | undefined {
  const format = asObject(asObject(body['output_config'])['format'] ?? body['output_format']);
  return format['type'] === 'json_schema' ? asObject(format['schema']) : undefined;
}

function asksReasoning(body: JsonObject): boolean {
  const type = asString(asObject(body['thinking'])['type']);
  if (type !== undefined) return type !== 'disabled';
  return asString(asObject(body['output_config'])['effort']) !== undefined;
}
