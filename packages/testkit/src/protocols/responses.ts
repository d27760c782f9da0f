import { chat } from './chat.ts';
import type { ProviderError } from './provider-error.ts';
import { responsesFrames, responsesReply } from './responses-reply.ts';
import { readResponsesRequest } from './responses-request.ts';
import type { Frame, WireProtocol } from './wire-protocol.ts';

/** OpenAI Responses; its errors and limits are those of Chat Completions. */
export const responses: WireProtocol = {
  ...chat,
  name: 'responses',
  read: readResponsesRequest,
  reply: responsesReply,
  frames: responsesFrames,
  errorFrame,
};

/** An error in a stream comes twice: as an event of its own, and as the end of the reply. */
function errorFrame(failure: ProviderError, requestId: string): Frame {
  const { error } = chat.errorBody(failure, requestId);
  const failed = { object: 'response', status: 'failed', error, output: [] };
  const events = [
    ['error', { type: 'error', error, sequence_number: 1 }],
    ['response.failed', { type: 'response.failed', response: failed, sequence_number: 2 }],
  ] as const;
  const text = events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('');
  return { part: 'finish', text, tokens: 0 };
}
