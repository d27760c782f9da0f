import type { ProtocolId } from '../model/completion-request.ts';
import type { SchemaDialect, SchemaDialectName } from '../schema/dialect.ts';
import { schemaDialects } from '../schema/dialects.ts';
import type { Dialect } from './protocol.ts';

/** What the providers take that each protocol comes from. */
const usual: Readonly<Record<ProtocolId, SchemaDialectName>> = {
  chat: 'openai-strict',
  responses: 'openai-strict',
  messages: 'anthropic',
  gemini: 'gemini',
  ollama: 'ollama',
};

/** In which form a server takes schemas that replies are held to. */
export function schemaDialectOf(protocol: ProtocolId, { schemaDialect }: Dialect): SchemaDialect {
  return schemaDialects[schemaDialect ?? usual[protocol]];
}
