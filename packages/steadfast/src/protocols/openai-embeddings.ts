import type { EmbeddingReply, EmbeddingRequest } from '../model/embedding.ts';
import { asNumber, asObject, asString, isArray } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { unreportedUsage, usageOf } from '../model/usage.ts';
import type { Usage } from '../model/usage.ts';
import { AdaptationList } from './adaptation-list.ts';
import { readTexts, readVector } from './embedding-fields.ts';
import { ownOptions } from './own-options.ts';
import type { SideCall, SideWriterOptions, WriteTarget, WrittenRequest } from './protocol.ts';
import { invalidReply } from './reply-error.ts';
import { RequestFields } from './request-fields.ts';

/** The family that speaks this as its own: what a request says beyond the neutral form belongs to it. */
const origin = 'openai';

/** OpenAI's `/embeddings`, and what is compatible with it (API reference of OpenAI, `POST /v1/embeddings`). */
export const openAiEmbeddings: SideCall<EmbeddingRequest, EmbeddingReply> = {
  path: () => '/embeddings',
  readRequest,
  writeRequest,
  readAnswer,
  writeAnswer,
};

/** @throws ModelError of kind `invalid-request` for what is no text: tokens belong to one provider's models only */
function readRequest(body: JsonObject): EmbeddingRequest {
  const fields = new RequestFields(body);
  fields.take('model');
  fields.take('encoding_format');
  const input = readTexts(fields.take('input'), 'input');
  const dimensions = fields.number('dimensions');
  const endUser = fields.text('user');
  const options = fields.rest();
  return { input, dimensions, endUser, providerOptions: options && { [origin]: options } };
}

function writeRequest(request: EmbeddingRequest, { model, family }: WriteTarget): WrittenRequest {
  const notes = new AdaptationList();
  const own = ownOptions(request, family, notes);
  const { input, dimensions, endUser: user } = request;
  return { body: { input, dimensions, user, ...own, model }, adaptations: notes.all };
}

function readAnswer(body: JsonValue): EmbeddingReply {
  const { data, model, usage } = asObject(body);
  if (!isArray(data)) throw invalidReply('The reply has no array `data` of embeddings.');
  const rows = data.map(asObject);
  const inOrder = rows.toSorted((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
  const vectors = inOrder.map(({ embedding }) => readVector(embedding));
  return { vectors, usage: readUsage(asObject(usage)), answeredBy: asString(model) };
}

function readUsage(usage: JsonObject): Usage {
  const tokens = asNumber(usage.prompt_tokens) ?? asNumber(usage.total_tokens);
  return tokens === undefined ? unreportedUsage : usageOf({ uncached: tokens }, usage);
}

function writeAnswer({ vectors, usage }: EmbeddingReply, { model, body }: SideWriterOptions): JsonObject {
  const inBase64 = body.encoding_format === 'base64';
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: inBase64 ? base64Of(vector) : vector,
  }));
  const { inputTokens } = usage;
  return { object: 'list', data, model, usage: { prompt_tokens: inputTokens, total_tokens: inputTokens } };
}

/** The 32-bit floats of a vector, little-endian, in base64: the form that OpenAI's own clients ask for. */
function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT);
  return bytes.toString('base64');
}
