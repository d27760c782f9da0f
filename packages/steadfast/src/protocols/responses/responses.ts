import { classify } from '../classify.ts';
import { openAiEmbeddings } from '../openai-embeddings.ts';
import type { Protocol } from '../protocol.ts';
import { writeError } from './error-write.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { ResponsesStreamReader } from './stream-read.ts';
import { ResponsesStreamWriter } from './stream-write.ts';

/** OpenAI Responses, and what is compatible with it (API reference of OpenAI, `POST /v1/responses`). */
export const responses: Protocol = {
  id: 'responses',
  framing: 'sse',
  path: () => '/responses',
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: (family) => new ResponsesStreamReader(family),
  writeStream: (options) => new ResponsesStreamWriter(options),
  readError: classify,
  writeError,
  embeddings: openAiEmbeddings,
};
