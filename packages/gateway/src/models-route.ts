import type { JsonObject } from 'steadfast/model';
import type { Exchange } from './exchange.ts';
import { refusal } from './refusal.ts';

/** Epoch seconds given as the time a model was made: nobody knows it, and both dialects demand one. */
const madeAt = 0;

/** Answers `GET /v1/models` in the caller's dialect. */
export function listModels(exchange: Exchange): void {
  const { names } = exchange.house.directory;
  if (exchange.dialect.id !== 'messages') {
    exchange.replyJson(200, { object: 'list', data: names.map(openaiModel) });
    return;
  }
  const data = names.map(anthropicModel);
  exchange.replyJson(200, { data, has_more: false, first_id: names[0] ?? null, last_id: names.at(-1) ?? null });
}

/** Answers `GET /v1/models/{id}`; the id may hold slashes, plain or encoded. */
export function showModel(exchange: Exchange, id: string): void {
  const name = decoded(id);
  exchange.house.directory.find(name);
  exchange.replyJson(200, exchange.dialect.id === 'messages' ? anthropicModel(name) : openaiModel(name));
}

function openaiModel(name: string): JsonObject {
  const [owner = 'steadfast'] = name.includes('/') ? name.split('/', 1) : [];
  return { id: name, object: 'model', created: madeAt, owned_by: owner };
}

function anthropicModel(name: string): JsonObject {
  return { type: 'model', id: name, display_name: name, created_at: new Date(madeAt * 1000).toISOString() };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw refusal(
      'bad-request',
      'invalid_path',
      `The model's name ${JSON.stringify(id)} is not encoded as a path must be.`,
    );
  }
}
