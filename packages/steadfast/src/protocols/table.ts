import type { ProtocolId } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import { chat } from './chat/chat.ts';
import { gemini } from './gemini/gemini.ts';
import { messages } from './messages/messages.ts';
import { ollama } from './ollama/ollama.ts';
import type { Protocol } from './protocol.ts';
import { responses } from './responses/responses.ts';

const table: Partial<Record<ProtocolId, Protocol>> = { chat, messages, gemini, ollama, responses };

/**
 * The protocol of this name.
 * @throws ModelError of kind `invalid-request` for one that is not spoken yet
 */
export function protocolOf(id: ProtocolId): Protocol {
  const protocol = table[id];
  if (protocol !== undefined) return protocol;
  const message = `The protocol "${id}" is not spoken; there are: ${Object.keys(table).join(', ')}.`;
  throw new ModelError({ kind: 'invalid-request', message });
}
