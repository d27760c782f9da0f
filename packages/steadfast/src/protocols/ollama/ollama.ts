import { classify } from '../classify.ts';
import type { Protocol } from '../protocol.ts';
import { writeError } from './error-write.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { OllamaStreamReader } from './stream-read.ts';
import { OllamaStreamWriter } from './stream-write.ts';

/** The protocol of Ollama's /api/chat (docs.ollama.com/api); replies of /api/generate are read too. */
export const ollama: Protocol = {
  id: 'ollama',
  framing: 'ndjson',
  path: () => '/api/chat',
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: () => new OllamaStreamReader(),
  writeStream: (options) => new OllamaStreamWriter(options),
  readError: classify,
  writeError,
};
