import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { HeldSchemas } from '../held-schemas.ts';
import { writeEndUser } from '../openai-fields.ts';
import { optionsForChat } from '../openai-options.ts';
import { ownOptions, withOptions } from '../own-options.ts';
import type { WriteTarget, WrittenRequest } from '../protocol.ts';
import { schemaDialectOf } from '../schema-dialect.ts';
import { writeMessages } from './message-write.ts';
import { writeToolChoice, writeTools } from './tools-write.ts';

/** Writes a request for a server of the target's family and dialect. */
export function writeRequest(request: CompletionRequest, target: WriteTarget): WrittenRequest {
  const adaptations = new AdaptationList();
  const { tools = [], toolChoice } = request;
  const given = ownOptions(request, target.family, adaptations);
  const own = optionsForChat(given, target.dialect.effortField === 'reasoning', target.family, adaptations);
  const schemas = new HeldSchemas(schemaDialectOf('chat', target.dialect), adaptations);
  const format = writeFormat(request.outputFormat, schemas);
  const written = writeTools(tools, target.family, schemas, adaptations);
  const body: JsonObject = {
    model: target.model,
    messages: writeMessages(request.messages, target, adaptations),
    ...writeStreaming(target),
    tools: written.length === 0 ? undefined : written,
    tool_choice: toolChoice === undefined ? undefined : writeToolChoice(toolChoice, tools, target.family),
    parallel_tool_calls: request.parallelToolCalls,
    response_format: format,
    ...writeSampling(request, target),
    ...writeThinking(request, target, own, adaptations),
    user: own.safety_identifier === undefined ? writeEndUser(request, adaptations) : undefined,
    metadata: request.metadata,
  };
  if (request.topK !== undefined && own.top_k === undefined) {
    adaptations.drop('topK', 'Chat has no field for it; give it in providerOptions where the server takes one.');
  }
  return { body: withOptions(body, own), adaptations: adaptations.all };
}

function writeStreaming({ stream, dialect }: WriteTarget): JsonObject {
  if (!stream) return {};
  return { stream: true, stream_options: dialect.streamUsage === false ? undefined : { include_usage: true } };
}

function writeSampling(request: CompletionRequest, { dialect }: WriteTarget): JsonObject {
  const { maxOutputTokens, temperature, topP, presencePenalty, frequencyPenalty, stopSequences, seed } = request;
  return {
    [dialect.maxTokensField ?? 'max_completion_tokens']: maxOutputTokens,
    temperature,
    top_p: topP,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    stop: stopSequences,
    seed,
  };
}

function writeThinking(
  { effort, thinkingTokens }: CompletionRequest,
  { dialect }: WriteTarget,
  own: JsonObject,
  adaptations: AdaptationList,
): JsonObject {
  if (dialect.effortField === 'reasoning') {
    const none = effort === undefined && thinkingTokens === undefined && own.reasoning === undefined;
    return none ? {} : { reasoning: { effort, max_tokens: thinkingTokens } };
  }
  if (thinkingTokens !== undefined) {
    adaptations.drop('thinkingTokens', 'Chat takes an effort, not a number of tokens to think with.');
  }
  return { reasoning_effort: effort };
}

/** The name given to a schema that has none, because the protocol demands one. */
const schemaName = 'reply';

function writeFormat(format: OutputFormat | undefined, schemas: HeldSchemas): JsonObject | undefined {
  if (format === undefined || format.type === 'text') return format && { type: 'text' };
  const { schema, name = schemaName, description, strict } = format;
  if (schema === undefined) return { type: 'json_object' };
  const sent = schemas.ofFormat(format) ?? { schema, held: strict };
  return { type: 'json_schema', json_schema: { name, description, schema: sent.schema, strict: sent.held } };
}
