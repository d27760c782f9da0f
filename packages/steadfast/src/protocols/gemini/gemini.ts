import { classify } from '../classify.ts';
import type { Protocol } from '../protocol.ts';
import { embeddings } from './embeddings.ts';
import { writeError } from './error-write.ts';
import { pathOf } from './path.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { GeminiStreamReader } from './stream-read.ts';
import { GeminiStreamWriter } from './stream-write.ts';
import { tokenCount } from './token-count.ts';

/** Google's generateContent protocol, of the Gemini API and of Vertex AI (ai.google.dev/api/generate-content). */
export const gemini: Protocol = {
  id: 'gemini',
  framing: 'sse',
  path: pathOf,
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: (family) => new GeminiStreamReader(family),
  writeStream: (options) => new GeminiStreamWriter(options),
  readError: classify,
  writeError,
  embeddings,
  tokenCount,
};
