import { asArray, asObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { ProtocolId } from '../model/completion-request.ts';

/**
 * Words of a request's bytes by which it is known to hold state that was carried through its caller: how each protocol
 * marks signatures, encrypted reasoning, fields and ids that no provider of it has made. The word of Gemini is `steadfast`
 * in base64, as signatures are.
 */
const marks: Readonly<Record<ProtocolId, readonly string[]>> = {
  chat: ['"steadfast"'],
  responses: ['"steadfast:', '"steadfast-call:', '_steadfast'],
  messages: ['"steadfast:', '"steadfast-call:'],
  gemini: ['"c3RlYWRmYXN0'],
  ollama: [],
};

/**
 * Says whether a request holds private state of another family, or reasoning that nobody has signed: a provider of its
 * own protocol would refuse such bytes, so they must be read and written anew. Costs a search of the bytes.
 */
export function carriesState(protocol: ProtocolId, body: Uint8Array, json: JsonObject): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (marks[protocol].some((mark) => bytes.includes(mark))) return true;
  return protocol === 'messages' && bytes.includes('"signature"') && hasUnsignedThinking(json);
}

/** Thinking of models that do not sign it comes to callers of Messages with an empty signature, and back again. */
function hasUnsignedThinking({ messages }: JsonObject): boolean {
  return asArray(messages).some((message) =>
    asArray(asObject(message).content).some((block) => {
      const { type, signature } = asObject(block);
      return type === 'thinking' && signature === '';
    }),
  );
}
