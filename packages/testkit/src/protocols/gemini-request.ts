import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import { plainSchema } from './plain-schema.ts';
import { type AskedToolChoice, type OfferedTool, type Question, RequestRefused, type Turn } from './question.ts';
import { thinkingSignature } from './thinking-signature.ts';

/** What the path of a request says. */
export interface GeminiPlace {
  readonly model: string;
  readonly stream: boolean;
}

/**
 * Reads a request of generateContent.
 * @throws RequestRefused in Google's words
 */
export function readGeminiRequest(body: JsonObject, { model, stream }: GeminiPlace): Question {
  const config = asObject(body['generationConfig']);
  const turns = [...systemOf(body['systemInstruction']), ...readTurns(body['contents'])];
  checkResults(turns);
  return {
    model,
    stream,
    turns,
    tools: asArray(body['tools']).flatMap((tool) => asArray(asObject(tool)['functionDeclarations']).flatMap(readTool)),
    toolChoice: readToolChoice(asObject(asObject(body['toolConfig'])['functionCallingConfig'])),
    parallelToolCalls: true,
    outputSchema: readOutputSchema(config),
    maxTokens: asNumber(config['maxOutputTokens']),
    stopSequences: asArray(config['stopSequences']).flatMap((stop) => asString(stop) ?? []),
    reasoning: asksReasoning(asObject(config['thinkingConfig'])),
    includeUsage: true,
  };
}

function systemOf(instruction: JsonValue | undefined): Turn[] {
  const text = textOf(partsOf(asObject(instruction)));
  return text === '' ? [] : [{ role: 'system', text, attachments: 0, calls: [], results: [] }];
}

function readTurns(contents: JsonValue | undefined): Turn[] {
  const list = asArray(contents);
  if (list.length === 0) throw new RequestRefused('* GenerateContentRequest.contents: contents is not specified\n');
  return list.map((content) => readTurn(asObject(content)));
}

function readTurn(content: JsonObject): Turn {
  const role = content['role'] ?? 'user';
  if (role !== 'user' && role !== 'model' && role !== 'function') {
    throw new RequestRefused('Please use a valid role: user, model.');
  }
  const parts = partsOf(content);
  for (const part of parts) checkSignature(part);
  return {
    role: role === 'model' ? 'assistant' : 'user',
    text: textOf(parts),
    attachments: parts.filter((part) => part['inlineData'] !== undefined || part['fileData'] !== undefined).length,
    calls: parts.flatMap(({ functionCall: call }) =>
      call === undefined
        ? []
        : [{ id: asString(asObject(call)['id']) ?? '', name: asString(asObject(call)['name']) ?? '' }],
    ),
    results: parts.flatMap(({ functionResponse: response }) =>
      response === undefined ? [] : [resultOf(asObject(response))],
    ),
  };
}

function partsOf(content: JsonObject): JsonObject[] {
  return asArray(content['parts']).map(asObject);
}

function textOf(parts: readonly JsonObject[]): string {
  return parts.map((part) => (part['thought'] === true ? '' : (asString(part['text']) ?? ''))).join('');
}

function resultOf({ name, response }: JsonObject): Turn['results'][number] {
  const said = asObject(response);
  const text = asString(said['result']) ?? asString(said['output']) ?? JSON.stringify(said);
  return { name: asString(name), text };
}

/** Google's word for a call that has no signature of its own (ai.google.dev/gemini-api/docs/thought-signatures). */
const unsigned = 'skip_thought_signature_validator';

/** A signature is taken only as it was given, on the part that it was given on. */
function checkSignature(part: JsonObject): void {
  const { thoughtSignature: signature, functionCall: call, text } = part;
  if (signature === undefined || signature === unsigned) return;
  const name = asString(asObject(call)['name']);
  if (signature === thinkingSignature(name ?? asString(text) ?? '')) return;
  throw new RequestRefused('Thought signature is not valid.');
}

/** Each call has to be answered by the turn that follows it. */
function checkResults(list: readonly Turn[]): void {
  const turns = list.reduce(joinPieces, []);
  turns.forEach(({ calls, role }, index) => {
    const results = turns[index + 1]?.results ?? [];
    if (role !== 'assistant' || calls.length === results.length) return;
    if (calls.length > 0 || results.length > 0) {
      throw new RequestRefused(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
    }
  });
}

/** Google's own client sends the pieces of a streamed reply as contents of their own: what the model says is one turn. */
function joinPieces(turns: Turn[], turn: Turn): Turn[] {
  const last = turns.at(-1);
  if (turn.role !== 'assistant' || last?.role !== 'assistant') return [...turns, turn];
  return [...turns.slice(0, -1), { ...last, calls: [...last.calls, ...turn.calls] }];
}

function readTool(value: JsonValue): OfferedTool[] {
  const tool = asObject(value);
  const name = asString(tool['name']);
  const schema = tool['parametersJsonSchema'] ?? tool['parameters'];
  return name === undefined ? [] : [{ name, schema: plainSchema(asObject(schema)) }];
}

function readToolChoice({ mode, allowedFunctionNames }: JsonObject): AskedToolChoice {
  if (mode === 'NONE') return 'none';
  if (mode !== 'ANY') return 'auto';
  const [tool, ...others] = asArray(allowedFunctionNames);
  return typeof tool === 'string' && others.length === 0 ? { tool } : 'required';
}

function readOutputSchema(config: JsonObject): JsonObject | undefined {
  if (config['responseMimeType'] !== 'application/json') return undefined;
  return plainSchema(asObject(config['responseJsonSchema'] ?? config['responseSchema']));
}

function asksReasoning({ thinkingBudget, thinkingLevel, includeThoughts }: JsonObject): boolean {
  return includeThoughts === true && (thinkingLevel !== undefined || (asNumber(thinkingBudget) ?? 1) !== 0);
}
