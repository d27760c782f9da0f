import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import { chat } from './chat.ts';
import { embeddingVector } from './embedding-vector.ts';
import { gemini } from './gemini.ts';
import { ollamaChat } from './ollama.ts';
import { type AskedEmbedding, type Question, RequestRefused } from './question.ts';
import type { ReplyFacts, WireProtocol } from './wire-protocol.ts';

/** OpenAI's `/embeddings`. */
export const openaiEmbeddings: WireProtocol = {
  ...chat,
  read: (body) =>
    question(nameOf(body), {
      texts: textsOf(body['input'], 'input'),
      dimensions: asNumber(body['dimensions']),
      base64: body['encoding_format'] === 'base64',
    }),
  reply: ({ usage }, facts) => ({
    object: 'list',
    data: vectorsOf(facts).map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: facts.embedding?.base64 === true ? base64Of(vector) : vector,
    })),
    model: facts.model,
    usage: { prompt_tokens: usage.input, total_tokens: usage.input },
  }),
};

/** Ollama's `/api/embed`. */
export const ollamaEmbed: WireProtocol = {
  ...ollamaChat,
  read: (body) =>
    question(nameOf(body), { texts: textsOf(body['input'], 'input'), dimensions: asNumber(body['dimensions']) }),
  reply: ({ usage }, facts) => ({
    model: facts.model,
    embeddings: vectorsOf(facts),
    total_duration: 1_000_000,
    load_duration: 500_000,
    prompt_eval_count: usage.input,
  }),
};

/** Ollama's older `/api/embeddings`, of one text. */
export const ollamaEmbeddings: WireProtocol = {
  ...ollamaChat,
  read: (body) => question(nameOf(body), { texts: textsOf(body['prompt'], 'prompt') }),
  reply: (_, facts) => ({ embedding: vectorsOf(facts)[0] }),
};

/** Google's `embedContent`, of one text. */
export function embedContent(model: string): WireProtocol {
  return {
    ...gemini({ model, stream: false }),
    read: (body) => question(model, contentOf(body, model)),
    reply: (_, facts) => ({ embedding: { values: vectorsOf(facts)[0] } }),
  };
}

/** Google's `batchEmbedContents`; each of its requests names the model of the path. */
export function batchEmbedContents(model: string): WireProtocol {
  return {
    ...gemini({ model, stream: false }),
    read: (body) => {
      const requests = asArray(body['requests']).map((request) => contentOf(asObject(request), model));
      const texts = requests.flatMap((request) => request.texts);
      return question(model, { texts, dimensions: requests[0]?.dimensions });
    },
    reply: (_, facts) => ({ embeddings: vectorsOf(facts).map((values) => ({ values })) }),
  };
}

function question(model: string, embedding: AskedEmbedding): Question {
  return {
    model,
    stream: false,
    turns: embedding.texts.map((text) => ({ role: 'user', text, attachments: 0, calls: [], results: [] })),
    tools: [],
    toolChoice: 'none',
    parallelToolCalls: false,
    stopSequences: [],
    reasoning: false,
    includeUsage: true,
    embedding,
  };
}

function nameOf(body: JsonObject): string {
  const model = asString(body['model']) ?? '';
  if (model === '') throw new RequestRefused('you must provide a model parameter', { param: 'model' });
  return model;
}

function textsOf(input: JsonValue | undefined, param: string): string[] {
  const texts =
    typeof input === 'string' ? [input] : asArray(input).map((text) => asString(text) ?? JSON.stringify(text));
  if (texts.length === 0) throw new RequestRefused(`'${param}' is a required property`, { param });
  return texts;
}

function contentOf({ model: named, content, outputDimensionality }: JsonObject, model: string): AskedEmbedding {
  if (named !== undefined && named !== `models/${model}`) {
    throw new RequestRefused('* BatchEmbedContentsRequest.requests[0].model: must match the model of the batch');
  }
  const parts = asArray(asObject(content)['parts']).map((part) => asString(asObject(part)['text']) ?? '');
  return { texts: [parts.join('')], dimensions: asNumber(outputDimensionality) };
}

function vectorsOf({ embedding }: ReplyFacts): number[][] {
  const { texts, dimensions } = embedding ?? { texts: [] };
  return texts.map((text) => embeddingVector(text, dimensions));
}

function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}
