import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import { recordingsOf } from '../corpus/recordings.ts';

/** A recorded stream, cut into the events that it came in. */
export interface RecordedStream {
  readonly file: string;
  readonly protocol: ProtocolId;
  readonly contentType: string;
  readonly events: readonly Uint8Array[];
}

/** The corpus's names of the protocols. */
const spoken: Readonly<Record<string, ProtocolId>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'anthropic-vertex': 'messages',
  'gemini-generate': 'gemini',
  'gemini-stream': 'gemini',
  'ollama-chat': 'ollama',
  'ollama-generate': 'ollama',
};

/**
 * A recording of two replies in one body: the first has its finish reason, and nobody can tell a body that ends after it
 * from one that is cut there.
 */
const twoReplies = 'cerebras--openai-chat--stream--tool-call--c3928d8fce.json';

/** All recorded streams of the five protocols, of replies that went well. */
export function recordedStreams(): readonly RecordedStream[] {
  return recordingsOf().flatMap(({ file, protocol: named, streamed, status }) => {
    const protocol = spoken[named];
    if (protocol === undefined || streamed === undefined || status >= 400 || file === twoReplies) return [];
    const contentType = protocol === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
    return [{ file, protocol, contentType, events: eventsOf(streamed, protocol) }];
  });
}

/** Each event with what ends it. */
function eventsOf(streamed: string, protocol: ProtocolId): readonly Uint8Array[] {
  const ends = protocol === 'ollama' ? /(?<=\n)/ : /(?<=\n\n|\r\n\r\n|\r\r)/;
  return streamed.split(ends).map((event) => Buffer.from(event));
}
