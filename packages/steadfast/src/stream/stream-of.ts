import type { Completion } from '../model/completion.ts';
import type { CompletionStream } from '../model/model.ts';
import { partsOfReply } from '../model/reply-builder.ts';
import { ReplyStream } from './reply-stream.ts';
import type { StreamSource } from './stream-source.ts';

const nothing: StreamSource = { pause: () => undefined, resume: () => undefined, close: () => undefined };

/** A stream that says what a whole reply says; its result is that reply. */
export function streamOf(completion: Completion): CompletionStream {
  const stream = new ReplyStream(nothing, () => completion);
  for (const part of partsOfReply(completion)) stream.push(part);
  stream.end();
  return stream;
}
