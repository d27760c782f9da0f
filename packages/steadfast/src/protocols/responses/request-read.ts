import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import { clientFamily, effortOf, readLabels, withoutGaps } from '../openai-fields.ts';
import type { ReadRequest } from '../protocol.ts';
import { RequestFields } from '../request-fields.ts';
import { readInput } from './input-read.ts';
import { fieldsBut } from './item-state.ts';
import { readAddedTools, readToolChoice, readTools } from './tools-read.ts';

type Kept = Record<string, JsonValue | undefined>;

/**
 * Reads a request; `instructions` become the first message, and what the neutral form has no word for lands in
 * `providerOptions.openai`, so that nothing is lost.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readRequest(body: JsonObject): ReadRequest {
  const fields = new RequestFields(body);
  const model = fields.needText('model');
  const stream = fields.flag('stream') ?? false;
  const kept: Kept = {};
  const request: CompletionRequest = {
    messages: readMessages(fields),
    ...readToolFields(fields, kept),
    ...readReasoning(fields, kept),
    ...readLabels(fields, kept),
    outputFormat: readText(fields, kept),
    maxOutputTokens: fields.number('max_output_tokens'),
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
  };
  const options = { ...fields.rest(), ...kept };
  const providerOptions = Object.keys(options).length === 0 ? undefined : { [clientFamily]: options };
  return { request: withoutGaps({ ...request, providerOptions }), model, stream, includeUsage: true };
}

function readMessages(fields: RequestFields): Message[] {
  const instructions = fields.text('instructions') ?? '';
  const messages = readInput(fields.take('input'));
  return instructions === '' ? messages : [{ role: 'system', content: instructions }, ...messages];
}

function readToolFields(fields: RequestFields, kept: Kept): Partial<CompletionRequest> {
  const tools = [...readTools(fields.list('tools') ?? []), ...readAddedTools(fields.take('input'))];
  const choice = fields.take('tool_choice');
  const toolChoice = choice === undefined ? undefined : readToolChoice(choice);
  if (choice !== undefined && toolChoice === undefined) kept.tool_choice = choice;
  const parallelToolCalls = fields.flag('parallel_tool_calls');
  return { tools: tools.length === 0 ? undefined : tools, toolChoice, parallelToolCalls };
}

function readReasoning(fields: RequestFields, kept: Kept): Partial<CompletionRequest> {
  const reasoning = fields.object('reasoning');
  if (reasoning === undefined) return {};
  const effort = effortOf(reasoning.take('effort'));
  kept.reasoning = effort === undefined ? fieldsBut(reasoning.value) : reasoning.rest();
  if (kept.reasoning === undefined) delete kept.reasoning;
  return { effort };
}

/** Reads `text`: the form of the reply; what else it says (verbosity) is kept. */
function readText(fields: RequestFields, kept: Kept): OutputFormat | undefined {
  const text = fields.object('text');
  const format = text?.object('format');
  const read = format && readFormat(format);
  const rest = read === undefined && format !== undefined ? text?.value : text?.rest();
  if (rest !== undefined) kept.text = rest;
  return read;
}

function readFormat(format: RequestFields): OutputFormat | undefined {
  switch (format.text('type')) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema': {
      const name = format.needText('name');
      const description = format.text('description');
      const schema = format.object('schema')?.value;
      return withoutGaps<OutputFormat>({ type: 'json', name, description, schema, strict: format.flag('strict') });
    }
    default:
      return undefined;
  }
}
