import { classify } from '../classify.ts';
import type { Protocol } from '../protocol.ts';
import { embeddings } from './embeddings.ts';
import { writeError } from './error-write.ts';
import { readReply } from './reply-read.ts';
import { writeReply } from './reply-write.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';
import { OllamaStreamReader } from './stream-read.ts';
import { OllamaStreamWriter } from './stream-write.ts';

/** The protocol of Ollama's /api/chat, and of /api/generate as its other form (docs.ollama.com/api). */
export const ollama: Protocol = {
  id: 'ollama',
  framing: 'ndjson',
  path: (_model, _stream, form) => (form === 'generate' ? '/api/generate' : '/api/chat'),
  readRequest,
  writeRequest,
  readReply,
  writeReply,
  readStream: () => new OllamaStreamReader(),
  writeStream: (options) => new OllamaStreamWriter(options),
  readError: classify,
  writeError,
  embeddings,
};
