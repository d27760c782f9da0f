import type { JsonObject } from '../ground/json.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';

/** When the simulated models were made: 2026-01-01. */
const createdAt = Date.UTC(2026, 0, 1);

/** One model, as OpenAI or Anthropic describe it. */
export function describeModel(id: string, protocol: WireProtocol): JsonObject {
  return protocol.name === 'messages'
    ? { type: 'model', id, display_name: id, created_at: new Date(createdAt).toISOString() }
    : { id, object: 'model', created: createdAt / 1000, owned_by: 'simulation' };
}

/** All models, as OpenAI or Anthropic list them. */
export function listModels(ids: readonly string[], protocol: WireProtocol): JsonObject {
  const data = ids.map((id) => describeModel(id, protocol));
  if (protocol.name !== 'messages') return { object: 'list', data };
  return { data, has_more: false, first_id: ids.at(0) ?? null, last_id: ids.at(-1) ?? null };
}

/** All models, as Ollama lists them. */
export function listTags(ids: readonly string[]): JsonObject {
  const details = { format: 'gguf', family: 'simulation', parameter_size: '1B', quantization_level: 'Q4_0' };
  const modified = new Date(createdAt).toISOString();
  return {
    models: ids.map((id) => ({ name: id, model: id, modified_at: modified, size: 1, digest: '0'.repeat(64), details })),
  };
}
