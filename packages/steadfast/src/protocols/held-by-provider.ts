import type { ProtocolId, RawRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';

/** A field that names what only a provider of the protocol holds, and the machine code of its absence there. */
interface HeldField {
  readonly name: string;
  readonly code: string;
}

/** Fields without which a request says something else, because a part of the conversation is kept by the provider. */
const heldFields: Readonly<Record<ProtocolId, readonly HeldField[]>> = {
  chat: [],
  messages: [{ name: 'thread', code: 'thread_unsupported_request' }],
  responses: [
    { name: 'previous_response_id', code: 'previous_response_not_found' },
    { name: 'conversation', code: 'conversation_not_found' },
  ],
  gemini: [{ name: 'cachedContent', code: 'cached_content_not_found' }],
  ollama: [],
};

/**
 * Refuses a request that leaves a part of its conversation to a provider of its own protocol, for a target of another.
 * Callers of Messages send all of it when they read the code of this error.
 * @throws ModelError of kind `invalid-request`
 */
export function refuseHeld({ protocol, json }: RawRequest, target: string): void {
  for (const { name, code } of heldFields[protocol]) {
    if (json[name] === undefined || json[name] === null) continue;
    const message = `${target} does not hold what "${name}" names; send the whole conversation without it.`;
    throw new ModelError({ kind: 'invalid-request', status: 400, code, message });
  }
}
