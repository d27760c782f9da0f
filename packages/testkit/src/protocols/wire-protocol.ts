import type { JsonObject } from '../ground/json.ts';
import type { Answer } from './answer.ts';
import type { ProviderError } from './provider-error.ts';
import type { AskedEmbedding, Question } from './question.ts';
import type { RateReading } from './rate-reading.ts';

/** The wire languages that are simulated. */
export type ProtocolName = 'chat' | 'responses' | 'messages' | 'gemini' | 'ollama-chat' | 'ollama-generate';

/**
 * One event of a streamed reply.
 * `open` is structure, `content` something the caller is shown, `finish` the reason of the end, `end` the terminator.
 */
export interface Frame {
  readonly part: 'open' | 'content' | 'finish' | 'end';
  /** The exact text on the wire. */
  readonly text: string;
  /** How many tokens it carries, which is what pacing counts. */
  readonly tokens: number;
}

/** What a reply is written with. */
export interface ReplyFacts {
  readonly model: string;
  /** Makes the ids of this reply: unique in a simulation, the same in each run. */
  readonly serial: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly includeUsage: boolean;
  /** What is asked for where no reply is, but embeddings. */
  readonly embedding?: AskedEmbedding;
}

/** How one wire language is read and written by a server. */
export interface WireProtocol {
  readonly name: ProtocolName;
  /** `content-type` of a streamed reply. */
  readonly streamType: string;
  readonly framing: 'sse' | 'ndjson';
  /** The header that carries the id of a request. */
  readonly requestIdHeader: string;
  /**
   * Reads a request.
   * @throws RequestRefused for what the provider would answer with 400
   */
  read(body: JsonObject): Question;
  /** The body of a whole reply. */
  reply(answer: Answer, facts: ReplyFacts): JsonObject;
  /** The events of a streamed reply, in order. */
  frames(answer: Answer, facts: ReplyFacts): readonly Frame[];
  /** The body of an error reply. */
  errorBody(error: ProviderError, requestId: string): JsonObject;
  /** The event that tells of an error inside a stream. */
  errorFrame(error: ProviderError, requestId: string): Frame;
  /** Headers that tell how much of the rate limit is left. */
  rateHeaders(reading: RateReading): Readonly<Record<string, string>>;
}
