import { classify } from '../classify.ts';
import type { Protocol } from '../protocol.ts';
import { writeError } from './error-write.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { MessagesStreamReader } from './stream-read.ts';
import { MessagesStreamWriter } from './stream-write.ts';
import { tokenCount } from './token-count.ts';

/** The Anthropic Messages protocol (platform.claude.com/docs/en/api/messages). */
export const messages: Protocol = {
  id: 'messages',
  framing: 'sse',
  terminator: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  path: () => '/v1/messages',
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: (family) => new MessagesStreamReader(family),
  writeStream: (options) => new MessagesStreamWriter(options),
  readError: classify,
  writeError,
  tokenCount,
};
