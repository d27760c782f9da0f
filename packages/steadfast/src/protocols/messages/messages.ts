import { classify } from '../classify.ts';
import type { Protocol } from '../protocol.ts';
import { readReply } from './read-reply.ts';
import { readRequest } from './read-request.ts';
import { MessagesStreamReader } from './read-stream.ts';
import { writeError } from './write-error.ts';
import { writeReply } from './write-reply.ts';
import { writeRequest } from './write-request.ts';
import { MessagesStreamWriter } from './write-stream.ts';

/** The Anthropic Messages protocol (platform.claude.com/docs/en/api/messages). */
export const messages: Protocol = {
  id: 'messages',
  framing: 'sse',
  path: () => '/v1/messages',
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: (family) => new MessagesStreamReader(family),
  writeStream: (options) => new MessagesStreamWriter(options),
  readError: classify,
  writeError,
};
