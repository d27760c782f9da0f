import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { HeldSchemas } from '../held-schemas.ts';
import { ownOptions } from '../own-options.ts';
import type { WriteTarget, WrittenRequest } from '../protocol.ts';
import { schemaDialectOf } from '../schema-dialect.ts';
import { writeMessages } from './messages-write.ts';
import { writeThinking } from './thinking-write.ts';
import { writeTools } from './tools-write.ts';

/** Writes a request; what Messages cannot say, or says in another form, is listed with it. */
export function writeRequest(request: CompletionRequest, target: WriteTarget): WrittenRequest {
  const { family, dialect } = target;
  const notes = new AdaptationList();
  const { maxTokens, thinking, effort } = writeThinking(request, dialect, notes);
  const schemas = new HeldSchemas(schemaDialectOf('messages', dialect), notes);
  const format = writeFormat(request.outputFormat, schemas, notes);
  const fields: JsonObject = {
    max_tokens: maxTokens,
    ...writeMessages(request.messages, family, notes, dialect),
    ...writeTools(request, family, schemas, notes),
    temperature: writeTemperature(request.temperature, notes),
    top_p: request.topP,
    top_k: request.topK,
    stop_sequences: writeStopSequences(request.stopSequences, notes),
    thinking,
    output_config: effort === undefined && format === undefined ? undefined : { effort, format },
    metadata: request.endUser === undefined ? undefined : { user_id: request.endUser },
  };
  noteTheUnsayable(request, notes);
  const options = ownOptions(request, family, notes);
  const stream = target.stream ? true : undefined;
  return { body: { ...fields, ...options, model: target.model, stream }, adaptations: notes.all };
}

function writeFormat(
  format: OutputFormat | undefined,
  schemas: HeldSchemas,
  notes: AdaptationList,
): JsonObject | undefined {
  if (format?.type !== 'json') return undefined;
  if (format.schema === undefined) {
    notes.drop('outputFormat', 'Messages has no JSON mode without a schema; the prompt alone asks for JSON.');
    return undefined;
  }
  if (format.name !== undefined) notes.drop('outputFormat.name', 'Messages has no name for a schema.');
  if (format.description !== undefined) {
    notes.drop('outputFormat.description', 'Messages has no description beside a schema.');
  }
  if (format.strict === false) notes.drop('outputFormat.strict', 'Messages always holds the reply to the schema.');
  const { schema, held } = schemas.ofFormat(format) ?? { schema: format.schema, held: true };
  if (held) return { type: 'json_schema', schema };
  notes.drop('outputFormat', 'Messages refuses what it cannot hold a reply to; the prompt alone asks for JSON.');
  return undefined;
}

function writeTemperature(temperature: number | undefined, notes: AdaptationList): number | undefined {
  if (temperature === undefined || temperature <= 1) return temperature;
  notes.change('temperature', 'The highest temperature that Messages takes is 1, which is sent.');
  return 1;
}

function writeStopSequences(
  sequences: readonly string[] | undefined,
  notes: AdaptationList,
): readonly string[] | undefined {
  const kept = sequences?.filter((sequence, index) => {
    const isBlank = sequence.trim() === '';
    if (isBlank) notes.drop(`stopSequences[${index}]`, 'Messages refuses stop sequences of white space only.');
    return !isBlank;
  });
  return kept?.length === 0 ? undefined : kept;
}

function noteTheUnsayable(request: CompletionRequest, notes: AdaptationList): void {
  for (const field of ['presencePenalty', 'frequencyPenalty', 'seed'] as const) {
    if (request[field] !== undefined) notes.drop(field, 'Messages has no such setting.');
  }
  if (request.metadata !== undefined) notes.drop('metadata', 'Messages stores no labels with a call.');
}
