import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { HeldSchemas } from '../held-schemas.ts';
import { writeEndUser } from '../openai-fields.ts';
import { optionsForResponses } from '../openai-options.ts';
import { ownOptions, withOptions } from '../own-options.ts';
import type { WriteTarget, WrittenRequest } from '../protocol.ts';
import { schemaDialectOf } from '../schema-dialect.ts';
import { writeInput } from './input-write.ts';
import { statelessFields } from './stateless.ts';
import { writeToolChoice, writeTools } from './tools-write.ts';

/** Writes a request; what Responses cannot say, or says in another form, is listed with it. */
export function writeRequest(request: CompletionRequest, target: WriteTarget): WrittenRequest {
  const { model, stream, family, dialect } = target;
  const notes = new AdaptationList();
  const { tools = [], toolChoice, effort, outputFormat } = request;
  const own = optionsForResponses(ownOptions(request, family, notes), family, notes);
  const { instructions, items } = writeInput(request.messages, family, notes);
  const schemas = new HeldSchemas(schemaDialectOf('responses', dialect), notes);
  const format = outputFormat && writeFormat(outputFormat, schemas);
  const written = writeTools(tools, family, schemas, notes);
  for (const { at, item } of written.added) items.splice(at, 0, item);
  const { store, include } = statelessFields(request, model, own);
  const body: JsonObject = {
    model,
    instructions,
    input: items,
    stream: stream ? true : undefined,
    tools: written.tools,
    tool_choice: toolChoice === undefined ? undefined : writeToolChoice(toolChoice, tools),
    parallel_tool_calls: request.parallelToolCalls,
    text: format && { format },
    reasoning: effort && { effort },
    max_output_tokens: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    user: own.safety_identifier === undefined ? writeEndUser(request, notes) : undefined,
    metadata: request.metadata,
    store,
  };
  noteTheUnsayable(request, own, notes);
  return { body: withOptions(body, { ...own, include: include ?? own.include }), adaptations: notes.all };
}

/** The name given to a schema that has none, because the protocol demands one. */
const schemaName = 'reply';

function writeFormat(format: OutputFormat, schemas: HeldSchemas): JsonObject {
  if (format.type === 'text') return { type: 'text' };
  const { schema, name = schemaName, description, strict } = format;
  if (schema === undefined) return { type: 'json_object' };
  const sent = schemas.ofFormat(format) ?? { schema, held: strict };
  return { type: 'json_schema', name, description, schema: sent.schema, strict: sent.held };
}

/** What Responses has no field for, by the name that it has where a server takes it all the same. */
const unsayable = [
  ['topK', 'top_k'],
  ['presencePenalty', 'presence_penalty'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['stopSequences', 'stop'],
  ['seed', 'seed'],
] as const;

function noteTheUnsayable(request: CompletionRequest, own: JsonObject, notes: AdaptationList): void {
  for (const [field, name] of unsayable) {
    if (request[field] === undefined || own[name] !== undefined) continue;
    notes.drop(field, 'Responses has no field for it; give it in providerOptions where the server takes one.');
  }
  if (request.thinkingTokens !== undefined) {
    notes.drop('thinkingTokens', 'Responses takes an effort, not a number of tokens to think with.');
  }
}
