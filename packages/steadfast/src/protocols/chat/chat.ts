import { classify } from '../classify.ts';
import { writeOpenAiError } from '../openai-error.ts';
import { openAiEmbeddings } from '../openai-embeddings.ts';
import type { Protocol } from '../protocol.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { ChatStreamReader } from './stream-read.ts';
import { ChatStreamWriter } from './stream-write.ts';

/** OpenAI Chat Completions, and what is compatible with it (API reference of OpenAI, `POST /v1/chat/completions`). */
export const chat: Protocol = {
  id: 'chat',
  framing: 'sse',
  terminator: 'data: [DONE]\n\n',
  path: () => '/chat/completions',
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: (family) => new ChatStreamReader(family),
  writeStream: (options) => new ChatStreamWriter(options),
  readError: classify,
  writeError: writeOpenAiError,
  embeddings: openAiEmbeddings,
};
