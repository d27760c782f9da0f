import type { ProtocolId } from '../model/completion-request.ts';
import type { Protocol } from './protocol.ts';

// Each protocol is loaded when the first model that speaks it is made: a program speaks one or two of them.
const doors: Readonly<Record<ProtocolId, () => Promise<Protocol>>> = {
  chat: async () => (await import('./chat/chat.ts')).chat,
  messages: async () => (await import('./messages/messages.ts')).messages,
  responses: async () => (await import('./responses/responses.ts')).responses,
  gemini: async () => (await import('./gemini/gemini.ts')).gemini,
  ollama: async () => (await import('./ollama/ollama.ts')).ollama,
};

/** Loads a protocol; later calls get the same one. */
export function loadProtocol(id: ProtocolId): Promise<Protocol> {
  return doors[id]();
}
