// A stream of Messages events (Anthropic), and what it says.
import { burstEvents, eachPiece, inPieces, wordOf } from './upstream-bytes.mjs';

function event(type, fields) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** The events of a stream with so many pieces of text. */
export function messagesEvents(count) {
  const usage = {
    input_tokens: 200,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: 1,
    service_tier: 'standard',
  };
  const message = {
    model: 'claude-sonnet-5-5',
    id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...Array.from({ length: count }, (_, index) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: wordOf(index) } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta, usage: { ...usage, output_tokens: count } }),
    event('message_stop', {}),
  ];
}

/** A stream of 2,000 events in writes of 16 KiB, and in one write an event. */
export const messagesInBurst = inPieces(messagesEvents(burstEvents));
export const messagesEach = eachPiece(messagesEvents(burstEvents));
