import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { HeldSchemas } from '../held-schemas.ts';
import { ownOptions } from '../own-options.ts';
import type { WriteTarget, WrittenRequest } from '../protocol.ts';
import { schemaDialectOf } from '../schema-dialect.ts';
import { writeContents } from './contents-write.ts';
import { fieldsOrNone } from './fields-or-none.ts';
import { merged } from './merged.ts';
import { rulesOf } from './model-rules.ts';
import type { ModelRules } from './model-rules.ts';
import { writeThinking } from './thinking-write.ts';
import { writeTools } from './tools-write.ts';

/**
 * Writes a request; what Gemini cannot say, or says in another form, is listed with it. The model and whether it streams
 * are in the path. The family's own options are put over the body at every depth.
 */
export function writeRequest(request: CompletionRequest, { family, model, dialect }: WriteTarget): WrittenRequest {
  const notes = new AdaptationList();
  const rules = rulesOf(model);
  const schemas = new HeldSchemas(schemaDialectOf('gemini', dialect), notes);
  const fields: JsonObject = {
    ...writeContents(request.messages, family, rules, notes),
    ...writeTools(request, family, notes),
    generationConfig: writeConfig(request, rules, schemas, notes),
  };
  for (const field of ['endUser', 'metadata'] as const) {
    if (request[field] !== undefined) notes.drop(field, 'Gemini has no such field.');
  }
  return { body: merged(fields, ownOptions(request, family, notes)), adaptations: notes.all };
}

function writeConfig(
  request: CompletionRequest,
  rules: ModelRules,
  schemas: HeldSchemas,
  notes: AdaptationList,
): JsonObject | undefined {
  return fieldsOrNone({
    maxOutputTokens: request.maxOutputTokens,
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    stopSequences: request.stopSequences,
    seed: request.seed,
    ...writeFormat(request.outputFormat, schemas, notes),
    thinkingConfig: writeThinking(request, rules.thinking, notes),
  });
}

function writeFormat(format: OutputFormat | undefined, schemas: HeldSchemas, notes: AdaptationList): JsonObject {
  if (format?.type !== 'json') return {};
  const { name, description, strict } = format;
  if (name !== undefined) notes.drop('outputFormat.name', 'Gemini has no name for a schema.');
  if (description !== undefined) notes.drop('outputFormat.description', 'Gemini has no description beside a schema.');
  if (strict === false) notes.drop('outputFormat.strict', 'Gemini always holds the reply to the schema.');
  return {
    responseMimeType: 'application/json',
    responseJsonSchema: schemas.ofFormat(format)?.schema ?? format.schema,
  };
}
