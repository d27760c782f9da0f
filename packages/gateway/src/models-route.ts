import type { JsonObject, ProtocolId } from 'steadfast/model';
import type { Exchange } from './exchange.ts';
import { refusal } from './refusal.ts';

/** Epoch seconds given as the time a model was made: nobody knows it, and the dialects demand one. */
const madeAt = 0;

/** How a dialect tells of models: one of them, and all. */
interface Telling {
  readonly one: (name: string) => JsonObject;
  readonly all: (names: readonly string[]) => JsonObject;
}

const openai: Telling = {
  one: (name) => {
    const [owner = 'steadfast'] = name.includes('/') ? name.split('/', 1) : [];
    return { id: name, object: 'model', created: madeAt, owned_by: owner };
  },
  all: (names) => ({ object: 'list', data: names.map(openai.one) }),
};

const anthropic: Telling = {
  one: (name) => ({ type: 'model', id: name, display_name: name, created_at: timeOf(madeAt) }),
  all: (names) => ({
    data: names.map(anthropic.one),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }),
};

const google: Telling = {
  one: (name) => ({
    name: `models/${name}`,
    displayName: name,
    supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
  }),
  all: (names) => ({ models: names.map(google.one) }),
};

const ollama: Telling = {
  one: (name) => ({ name, model: name, modified_at: timeOf(madeAt), size: 0, digest: '', details: ollamaDetails }),
  all: (names) => ({ models: names.map(ollama.one) }),
};

/** What Ollama tells of the weights of a model; here they are somewhere else. */
const ollamaDetails = {
  parent_model: '',
  format: '',
  family: '',
  families: [],
  parameter_size: '',
  quantization_level: '',
};

const tellings: Readonly<Record<ProtocolId, Telling>> = {
  chat: openai,
  responses: openai,
  messages: anthropic,
  gemini: google,
  ollama,
};

/** Answers a request for all models, in the caller's dialect. */
export function listModels(exchange: Exchange): void {
  exchange.replyJson(200, tellings[exchange.dialect.protocol.id].all(exchange.house.directory.names));
}

/** Answers a request for one model; its name may hold slashes, plain or encoded. */
export function showModel(exchange: Exchange, id: string): void {
  const name = nameIn(id);
  exchange.house.directory.find(name);
  exchange.replyJson(200, tellings[exchange.dialect.protocol.id].one(name));
}

/** What Ollama tells of one model when it is asked by POST. */
export function ollamaModel(): JsonObject {
  const capabilities = ['completion', 'tools'];
  return { modelfile: '', parameters: '', template: '', details: ollamaDetails, model_info: {}, capabilities };
}

/**
 * The name of a model in a path.
 * @throws ModelError with status 400 for one that is not encoded as a path must be
 */
export function nameIn(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    const message = `The model's name ${JSON.stringify(id)} is not encoded as a path must be.`;
    throw refusal('bad-request', 'invalid_path', message);
  }
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
