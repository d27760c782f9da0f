import type { EmbeddingReply, EmbeddingRequest } from '../../model/embedding.ts';
import { asArray, asNumber, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { readVector } from '../embedding-fields.ts';
import { ownOptions } from '../own-options.ts';
import type { SideCall, SideWriterOptions, WriteTarget, WrittenRequest } from '../protocol.ts';
import { invalidReply } from '../reply-error.ts';
import { arrayAt, fieldsAt, invalidField } from '../request-fields.ts';
import { camelFields } from './camel-case.ts';
import { methodPath, resourceOf } from './path.ts';

/** The family that speaks this protocol as its own. */
const origin = 'google';

/**
 * Google's `batchEmbedContents`, and `embedContent` for a single text (ai.google.dev/api/embeddings). What a batch says
 * of its vectors beside their texts (`taskType`, `title`) is read from its first request, since all come from one call.
 */
export const embeddings: SideCall<EmbeddingRequest, EmbeddingReply> = {
  path: (model, form) => methodPath(model, form === 'single' ? 'embedContent' : 'batchEmbedContents'),
  readRequest,
  writeRequest,
  retarget,
  readAnswer,
  writeAnswer,
};

function readRequest(body: JsonObject): EmbeddingRequest {
  const { requests } = body;
  const list = requests === undefined ? [body] : arrayAt(requests, 'requests');
  if (list.length === 0) throw invalidField('requests', 'an array of at least one request', requests);
  const input: string[] = [];
  let shared: Pick<EmbeddingRequest, 'dimensions' | 'providerOptions'> = {};
  for (const [index, item] of list.entries()) {
    const path = requests === undefined ? '' : `requests[${index}]`;
    const fields = fieldsAt(camelFields(asObject(item)), path);
    fields.take('model');
    input.push(textAt(fields.take('content'), fields.path('content')));
    const dimensions = fields.number('outputDimensionality');
    const options = fields.rest();
    if (index === 0) shared = { dimensions, providerOptions: options && { [origin]: options } };
  }
  return { input, ...shared };
}

/** The text of a content; only Google's own models take anything else. */
function textAt(content: JsonValue | undefined, path: string): string {
  if (typeof content === 'string') return content;
  const texts = asArray(asObject(content).parts).map((part) => asString(asObject(part).text));
  if (texts.length === 0 || texts.includes(undefined)) throw invalidField(path, 'a content of text parts', content);
  return texts.join('');
}

function writeRequest(request: EmbeddingRequest, { model, family }: WriteTarget): WrittenRequest {
  const notes = new AdaptationList();
  const own = ownOptions(request, family, notes);
  if (request.endUser !== undefined) notes.drop('endUser', 'Gemini has no such field.');
  const requests = request.input.map((text) => ({
    ...own,
    model: resourceOf(model),
    content: { parts: [{ text }] },
    outputDimensionality: request.dimensions,
  }));
  return { body: { requests }, adaptations: notes.all };
}

/** Each request names the model once more. */
function retarget(body: JsonObject, model: string): JsonObject {
  const name = resourceOf(model);
  const named = (request: JsonValue): JsonValue => (isObject(request) ? { ...request, model: name } : request);
  if (isArray(body.requests)) return { ...body, requests: body.requests.map(named) };
  return body.model === undefined ? body : { ...body, model: name };
}

function readAnswer(body: JsonValue): EmbeddingReply {
  const { embedding, embeddings: list, usageMetadata } = asObject(body);
  const rows = isArray(list) ? list : isObject(embedding) ? [embedding] : undefined;
  if (rows === undefined) throw invalidReply('The reply has neither `embeddings` nor an `embedding`.');
  const tokens = asNumber(asObject(usageMetadata).promptTokenCount);
  const usage = tokens === undefined ? unreportedUsage : usageOf({ uncached: tokens }, asObject(usageMetadata));
  return { vectors: rows.map((row) => readVector(asObject(row).values)), usage };
}

function writeAnswer({ vectors, usage }: EmbeddingReply, { form }: SideWriterOptions): JsonObject {
  const rows = vectors.map((values) => ({ values }));
  const usageMetadata = usage.reported ? { promptTokenCount: usage.inputTokens } : undefined;
  return form === 'single' ? { embedding: rows[0], usageMetadata } : { embeddings: rows, usageMetadata };
}
