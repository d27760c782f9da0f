import type { EmbeddingReply, EmbeddingRequest } from '../../model/embedding.ts';
import { asNumber, asObject, asString, isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { readTexts, readVector } from '../embedding-fields.ts';
import { ownOptions } from '../own-options.ts';
import type { SideCall, SideWriterOptions, WriteTarget, WrittenRequest } from '../protocol.ts';
import { invalidReply } from '../reply-error.ts';
import { RequestFields } from '../request-fields.ts';

/** The family that speaks this protocol as its own. */
const origin = 'ollama';

/** Ollama's `/api/embed`, and the older `/api/embeddings` of a single text (docs.ollama.com/api/embed). */
export const embeddings: SideCall<EmbeddingRequest, EmbeddingReply> = {
  path: (_model, form) => (form === 'single' ? '/api/embeddings' : '/api/embed'),
  readRequest,
  writeRequest,
  readAnswer,
  writeAnswer,
};

function readRequest(body: JsonObject): EmbeddingRequest {
  const fields = new RequestFields(body);
  fields.take('model');
  const prompt = fields.take('prompt');
  const input = prompt === undefined ? readTexts(fields.take('input'), 'input') : readTexts(prompt, 'prompt');
  const dimensions = fields.number('dimensions');
  const options = fields.rest();
  return { input, dimensions, providerOptions: options && { [origin]: options } };
}

function writeRequest(request: EmbeddingRequest, { model, family }: WriteTarget): WrittenRequest {
  const notes = new AdaptationList();
  const own = ownOptions(request, family, notes);
  if (request.endUser !== undefined) notes.drop('endUser', 'Ollama has no such field.');
  const { input, dimensions } = request;
  return { body: { input, dimensions, ...own, model }, adaptations: notes.all };
}

function readAnswer(body: JsonValue): EmbeddingReply {
  const fields = asObject(body);
  const { embedding, embeddings: list } = fields;
  const rows = isArray(list) ? list : isArray(embedding) ? [embedding] : undefined;
  if (rows === undefined) throw invalidReply('The reply has neither `embeddings` nor an `embedding`.');
  const tokens = asNumber(fields.prompt_eval_count);
  const usage = tokens === undefined ? unreportedUsage : usageOf({ uncached: tokens });
  return { vectors: rows.map(readVector), usage, answeredBy: asString(fields.model) };
}

function writeAnswer({ vectors, usage }: EmbeddingReply, { model, form }: SideWriterOptions): JsonObject {
  if (form === 'single') return { embedding: vectors[0] ?? [] };
  return { model, embeddings: vectors, prompt_eval_count: usage.reported ? usage.inputTokens : undefined };
}
