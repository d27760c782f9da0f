import { asObject } from '../ground/json.ts';
import { gemini } from './gemini.ts';
import { readGeminiRequest } from './gemini-request.ts';
import { messages } from './messages.ts';
import { readCountRequest } from './messages-request.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Anthropic's `/v1/messages/count_tokens`. */
export const messagesCount: WireProtocol = {
  ...messages,
  read: (body) => ({ ...readCountRequest(body), stream: false }),
  reply: ({ usage }) => ({ input_tokens: usage.input }),
};

/** Google's `countTokens`: of contents alone, or of a whole request. */
export function countTokensAt(model: string): WireProtocol {
  const place = { model, stream: false };
  return {
    ...gemini(place),
    read: (body) => {
      const { generateContentRequest: request } = body;
      return readGeminiRequest(request === undefined ? body : asObject(request), place);
    },
    reply: ({ usage }) => ({ totalTokens: usage.input }),
  };
}
