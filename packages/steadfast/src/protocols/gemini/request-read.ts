import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ReadRequest } from '../protocol.ts';
import { RequestFields, stringAt } from '../request-fields.ts';
import { camelFields } from './camel-case.ts';
import { ContentsReader, readSystem } from './contents-read.ts';
import { fieldsOrNone } from './fields-or-none.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { readThinking } from './thinking-read.ts';
import { readChoice, readTools } from './tools-read.ts';

/** The family that speaks this protocol as its own: what a request says beyond the neutral form belongs to it. */
const origin = 'google';

/**
 * Reads a request. The model and whether it streams are in its path, so they are empty and false where the body does
 * not name them. Fields without a neutral form become `providerOptions.google`.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readRequest(body: JsonObject): ReadRequest {
  const fields = new RequestFields(camelFields(body));
  const model = fields.text('model') ?? '';
  const stream = fields.flag('stream') ?? false;
  const messages = [
    ...readSystem(fields.take('systemInstruction'), origin),
    ...new ContentsReader(origin).read(fields.take('contents')),
  ];
  const { left: toolConfig, ...toolFields } = readToolFields(fields);
  const { left: generationConfig, ...settings } = readConfig(
    fields.object('generationConfig') ?? new RequestFields({}),
  );
  const options = fieldsOrNone({ ...fields.rest(), generationConfig, toolConfig });
  const providerOptions = options && { [origin]: options };
  const request: CompletionRequest = { messages, ...toolFields, ...settings, providerOptions };
  return { request, model, stream, includeUsage: true };
}

/** Some fields of a request, and what they say beyond the neutral form. */
type Reading<Field extends keyof CompletionRequest> = Pick<CompletionRequest, Field> & { readonly left?: JsonObject };

function readToolFields(fields: RequestFields): Reading<'tools' | 'toolChoice'> {
  const tools = readTools(fields.list('tools') ?? [], origin);
  const config = fields.object('toolConfig');
  const { toolChoice, strict, left } = readChoice(config?.object('functionCallingConfig'));
  const held = strict === true ? tools.map((tool) => (tool.provided ? tool : { ...tool, strict })) : tools;
  return {
    tools: held.length === 0 ? undefined : held,
    toolChoice,
    left: fieldsOrNone({ ...config?.rest(), functionCallingConfig: left }),
  };
}

type Setting =
  | 'outputFormat'
  | 'maxOutputTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'stopSequences'
  | 'seed'
  | 'effort'
  | 'thinkingTokens';

function readConfig(config: RequestFields): Reading<Setting> {
  const { fields: thinking, left: thinkingConfig } = readThinking(config.object('thinkingConfig'));
  const sequences = config.list('stopSequences') ?? [];
  const stopSequences = sequences.map((item, index) => stringAt(item, `generationConfig.stopSequences[${index}]`));
  const settings = {
    ...thinking,
    maxOutputTokens: config.number('maxOutputTokens'),
    temperature: config.number('temperature'),
    topP: config.number('topP'),
    topK: config.number('topK'),
    presencePenalty: config.number('presencePenalty'),
    frequencyPenalty: config.number('frequencyPenalty'),
    stopSequences: stopSequences.length === 0 ? undefined : stopSequences,
    seed: config.number('seed'),
    outputFormat: readFormat(config),
  };
  return { ...settings, left: fieldsOrNone({ ...config.rest(), thinkingConfig }) };
}

/** JSON and plain text are forms of ours; any other media type stays an option of Google's, with its schema. */
function readFormat(config: RequestFields): OutputFormat | undefined {
  const { responseMimeType: type } = config.value;
  if (type === 'text/plain') {
    config.take('responseMimeType');
    return { type: 'text' };
  }
  if (type !== 'application/json') return undefined;
  config.take('responseMimeType');
  const schema = config.object('responseJsonSchema')?.value;
  const older = schema === undefined ? config.object('responseSchema')?.value : undefined;
  return { type: 'json', schema: schema ?? (older && jsonSchemaOf(older)) };
}
