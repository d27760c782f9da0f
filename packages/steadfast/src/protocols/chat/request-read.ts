import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import { asNumber, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { clientFamily, effortOf, readLabels, withoutGaps } from '../openai-fields.ts';
import type { ReadRequest } from '../protocol.ts';
import { RequestFields, invalidField } from '../request-fields.ts';
import { readMessages } from './message-read.ts';
import { readToolChoice, readTools } from './tools-read.ts';

/**
 * Reads a request; what the neutral form has no word for lands in `providerOptions.openai`, so that nothing is lost.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readRequest(body: JsonObject): ReadRequest {
  const fields = new RequestFields(body);
  const model = fields.needText('model');
  const stream = fields.flag('stream') ?? false;
  const kept: Record<string, JsonValue | undefined> = {};
  const includeUsage = readStreamOptions(fields, kept);
  const request: CompletionRequest = {
    messages: readMessages(fields.needList('messages')),
    ...readToolFields(fields, kept),
    ...readSampling(fields, kept),
    ...readThinking(fields, kept),
    ...readLabels(fields, kept),
    outputFormat: readFormat(fields, kept),
  };
  const options = { ...fields.rest(), ...kept };
  const providerOptions = Object.keys(options).length === 0 ? undefined : { [clientFamily]: options };
  return { request: withoutGaps({ ...request, providerOptions }), model, stream, includeUsage };
}

type Kept = Record<string, JsonValue | undefined>;

function readStreamOptions(fields: RequestFields, kept: Kept): boolean {
  const options = fields.object('stream_options');
  const includeUsage = options?.flag('include_usage') ?? false;
  const rest = options?.rest();
  if (rest !== undefined) kept.stream_options = rest;
  return includeUsage;
}

function readToolFields(fields: RequestFields, kept: Kept): Partial<CompletionRequest> {
  const tools = fields.list('tools');
  const choice = fields.take('tool_choice');
  const toolChoice = choice === undefined ? undefined : readToolChoice(choice);
  if (choice !== undefined && toolChoice === undefined) kept.tool_choice = choice;
  const parallelToolCalls = fields.flag('parallel_tool_calls');
  const known = tools === undefined || tools.length === 0 ? undefined : readTools(tools);
  return { tools: known, toolChoice, parallelToolCalls };
}

function readSampling(fields: RequestFields, kept: Kept): Partial<CompletionRequest> {
  const longest = fields.number('max_completion_tokens');
  const older = fields.number('max_tokens');
  if (longest !== undefined && older !== undefined) kept.max_tokens = older;
  const topK = fields.number('top_k');
  // Not OpenAI's: kept as it is for servers that take it, and read for those of other protocols.
  if (topK !== undefined) kept.top_k = topK;
  return {
    maxOutputTokens: longest ?? older,
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK,
    presencePenalty: fields.number('presence_penalty'),
    frequencyPenalty: fields.number('frequency_penalty'),
    stopSequences: readStop(fields),
    seed: fields.number('seed'),
  };
}

function readStop(fields: RequestFields): readonly string[] | undefined {
  const stop = fields.take('stop');
  if (stop === undefined) return undefined;
  if (typeof stop === 'string') return [stop];
  if (isArray(stop) && stop.every((sequence) => typeof sequence === 'string')) return stop;
  throw invalidField('stop', 'a string or an array of strings', stop);
}

/** Reads `reasoning_effort`, and OpenRouter's `reasoning: { effort, max_tokens, … }`. */
function readThinking(fields: RequestFields, kept: Kept): Partial<CompletionRequest> {
  const said = fields.take('reasoning_effort');
  const reasoning = fields.take('reasoning');
  const effort = effortOf(said);
  if (said !== undefined && effort === undefined) kept.reasoning_effort = said;
  if (!isObject(reasoning)) {
    if (reasoning !== undefined) kept.reasoning = reasoning;
    return { effort };
  }
  const level = effort === undefined ? effortOf(reasoning.effort) : undefined;
  const thinkingTokens = asNumber(reasoning.max_tokens);
  const rest = Object.entries(reasoning).filter(
    ([name, value]) => !(name === 'effort' && value === level) && !(name === 'max_tokens' && value === thinkingTokens),
  );
  if (rest.length > 0) kept.reasoning = Object.fromEntries(rest);
  return { effort: effort ?? level, thinkingTokens };
}

function readFormat(fields: RequestFields, kept: Kept): OutputFormat | undefined {
  const format = fields.object('response_format');
  if (format === undefined) return undefined;
  switch (format.text('type')) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema':
      return readSchemaFormat(format.needObject('json_schema'));
    default:
      kept.response_format = format.value;
      return undefined;
  }
}

function readSchemaFormat(format: RequestFields): OutputFormat {
  const name = format.needText('name');
  const description = format.text('description');
  const schema = format.object('schema')?.value;
  return withoutGaps<OutputFormat>({ type: 'json', name, description, schema, strict: format.flag('strict') });
}
