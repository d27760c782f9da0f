import type { CompletionRequest } from '../../model/completion-request.ts';
import { asObject, isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ReadRequest } from '../protocol.ts';
import { arrayAt, RequestFields, stringAt } from '../request-fields.ts';
import { readMessages } from './messages-read.ts';
import { readOutputConfig, readThinking } from './thinking-read.ts';
import { readToolChoice, readTools } from './tools-read.ts';

/** The family that speaks this protocol as its own: what a request says beyond the neutral form belongs to it. */
const origin = 'anthropic';

const plainFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'max_tokens',
  'stream',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'tools',
]);

/**
 * Reads a request. Fields without a neutral form become `providerOptions.anthropic`, word for word.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readRequest(body: JsonObject): ReadRequest {
  const fields = new RequestFields(body);
  const model = fields.needText('model');
  const choice = readToolChoice(body.tool_choice);
  const config = readOutputConfig(body.output_config);
  const thinking = readThinking(body.thinking, config.fields.effort);
  const endUser = endUserOf(body.metadata);
  const said = {
    tool_choice: choice !== undefined,
    output_config: config.whole,
    thinking: thinking.whole,
    metadata: endUser !== undefined && Object.keys(asObject(body.metadata)).length === 1,
  };
  const options = optionsLeft(body, new Set(Object.entries(said).flatMap(([field, whole]) => (whole ? field : []))));
  const request: CompletionRequest = {
    messages: readMessages(body, origin),
    tools: readTools(body.tools, origin),
    ...choice,
    ...config.fields,
    ...thinking.fields,
    maxOutputTokens: fields.number('max_tokens'),
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK: fields.number('top_k'),
    stopSequences: stopSequencesOf(body.stop_sequences),
    endUser,
    providerOptions: options && { [origin]: options },
  };
  return { request, model, stream: body.stream === true, includeUsage: true };
}

function endUserOf(metadata: JsonValue | undefined): string | undefined {
  const { user_id: id } = asObject(metadata);
  return typeof id === 'string' ? id : undefined;
}

function stopSequencesOf(value: JsonValue | undefined): string[] | undefined {
  if (value === undefined || value === null || (isArray(value) && value.length === 0)) return undefined;
  return arrayAt(value, 'stop_sequences').map((item, index) => stringAt(item, `stop_sequences[${index}]`));
}

function optionsLeft(body: JsonObject, said: ReadonlySet<string>): JsonObject | undefined {
  const left = Object.entries(body).filter(
    ([field, value]) => value !== undefined && value !== null && !plainFields.has(field) && !said.has(field),
  );
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
