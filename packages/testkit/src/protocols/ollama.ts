import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../ground/json.ts';
import { tokensOf } from '../ground/tokens.ts';
import type { Answer } from './answer.ts';
import { readChatTools, readStop } from './chat-request.ts';
import { idOf } from './ids.ts';
import type { ProviderError, ProviderErrorWord } from './provider-error.ts';
import { type Question, RequestRefused, type Turn } from './question.ts';
import type { Frame, ReplyFacts, WireProtocol } from './wire-protocol.ts';

const words: Readonly<Record<ProviderErrorWord, string>> = {
  'context-length': 'prompt too long; exceeded max context length by 809 tokens',
  'invalid-request': 'invalid request',
  auth: 'unauthorized',
  billing: 'payment required',
  permission: 'forbidden',
  'not-found': 'model not found, try pulling it first',
  timeout: 'request timed out',
  conflict: 'conflict',
  'too-large': 'http: request body too large',
  'rate-limit': 'too many requests, please slow down',
  quota: 'you have reached your usage limit, please upgrade to continue',
  server: 'model runner has unexpectedly stopped',
  overloaded: 'server busy, please try again. maximum pending requests exceeded',
};

/** Ollama's `/api/chat`. */
export const ollamaChat: WireProtocol = ollama('ollama-chat', readChat, (body) => ({
  message: { role: 'assistant', ...body },
}));

/** Ollama's `/api/generate`. */
export const ollamaGenerate: WireProtocol = ollama('ollama-generate', readGenerate, ({ content, thinking }) => ({
  response: content,
  thinking,
}));

/** How a piece of the reply stands in a line: in a message, or at the top. */
type Place = (piece: JsonObject) => JsonObject;

function ollama(name: WireProtocol['name'], read: (body: JsonObject) => Question, place: Place): WireProtocol {
  return {
    name,
    streamType: 'application/x-ndjson',
    framing: 'ndjson',
    requestIdHeader: 'x-request-id',
    read,
    reply: (answer, facts) => ({
      ...headOf(facts),
      ...place({
        content: answer.text,
        thinking: answer.reasoning === '' ? undefined : answer.reasoning,
        tool_calls: answer.calls.length === 0 ? undefined : callsOf(answer, facts),
      }),
      ...endOf(answer),
    }),
    frames: (answer, facts) => framesOf(answer, facts, place),
    errorBody,
    errorFrame: (error) => ({ part: 'finish', text: `${JSON.stringify(errorBody(error))}\n`, tokens: 0 }),
    rateHeaders: () => ({}),
  };
}

function framesOf(answer: Answer, facts: ReplyFacts, place: Place): Frame[] {
  const line = (part: Frame['part'], piece: JsonObject, end: JsonObject, tokens: number): Frame => ({
    part,
    text: `${JSON.stringify({ ...headOf(facts), ...place(piece), ...end })}\n`,
    tokens,
  });
  const content = (piece: JsonObject): Frame => line('content', piece, { done: false }, 1);
  return [
    ...tokensOf(answer.reasoning).map((piece) => content({ content: '', thinking: piece })),
    ...tokensOf(answer.text).map((piece) => content({ content: piece })),
    ...callsOf(answer, facts).map((call) => content({ content: '', tool_calls: [call] })),
    line('finish', { content: '' }, endOf(answer), 0),
  ];
}

function headOf(facts: ReplyFacts): JsonObject {
  return { model: facts.model, created_at: new Date(facts.now).toISOString() };
}

function endOf({ finish, usage }: Answer): JsonObject {
  const output = usage.reasoning + usage.output;
  return {
    done: true,
    done_reason: finish === 'length' ? 'length' : 'stop',
    total_duration: 1_000_000 * (output + 1),
    load_duration: 500_000,
    prompt_eval_count: usage.input,
    prompt_eval_duration: 500_000,
    eval_count: output,
    eval_duration: 1_000_000 * output,
  };
}

function callsOf(answer: Answer, facts: ReplyFacts): JsonObject[] {
  return answer.calls.map((call, index) => ({
    id: answer.quirk?.withoutId === true ? undefined : idOf('call_', facts.serial, index),
    function: { index, name: call.name, arguments: parseJson(call.inputText) ?? {} },
  }));
}

function errorBody(error: ProviderError): JsonObject {
  return { error: error.message ?? words[error.word] };
}

function readChat(body: JsonObject): Question {
  return { ...readShared(body), turns: asArray(body['messages']).map((message) => readTurn(asObject(message))) };
}

function readGenerate(body: JsonObject): Question {
  const turn = (role: Turn['role'], text: string, attachments: number): Turn => ({
    role,
    text,
    attachments,
    calls: [],
    results: [],
  });
  const system = asString(body['system']) ?? '';
  const user = turn('user', asString(body['prompt']) ?? '', asArray(body['images']).length);
  return { ...readShared(body), turns: system === '' ? [user] : [turn('system', system, 0), user] };
}

function readShared(body: JsonObject): Question {
  const model = asString(body['model']);
  if (model === undefined || model === '') throw new RequestRefused('model is required');
  const options = asObject(body['options']);
  const longest = asNumber(options['num_predict']);
  return {
    model,
    stream: body['stream'] !== false,
    turns: [],
    tools: readChatTools(body['tools']),
    toolChoice: 'auto',
    parallelToolCalls: true,
    outputSchema: readFormat(body['format']),
    maxTokens: longest !== undefined && longest > 0 ? longest : undefined,
    stopSequences: readStop(options['stop']),
    reasoning: body['think'] !== undefined && body['think'] !== false,
    includeUsage: true,
  };
}

function readFormat(format: JsonValue | undefined): JsonObject | undefined {
  if (format === 'json') return {};
  return isObject(format) ? format : undefined;
}

function readTurn(message: JsonObject): Turn {
  const text = asString(message['content']) ?? '';
  const written = message['role'];
  const role = written === 'system' || written === 'assistant' || written === 'tool' ? written : 'user';
  return {
    role,
    text,
    attachments: asArray(message['images']).length,
    // Ollama matches results by order, so ids are not checked.
    calls: [],
    results: role === 'tool' ? [{ name: asString(message['tool_name']), text }] : [],
  };
}
