import type { Clock } from '../ground/clock.ts';
import type { Answer } from '../protocols/answer.ts';
import type { ProviderError } from '../protocols/provider-error.ts';
import type { Question } from '../protocols/question.ts';
import type { Frame, ReplyFacts, WireProtocol } from '../protocols/wire-protocol.ts';
import type { Exchange } from './exchange.ts';
import { type Pace, Pacer } from './pacer.ts';
import { type ReplyHeaders, sendError } from './send-error.ts';

/** What a scene is set with. */
export interface SceneFacts {
  readonly exchange: Exchange;
  readonly protocol: WireProtocol;
  readonly question: Question;
  /** What is answered where nothing goes wrong. */
  readonly answer: Answer;
  readonly serial: number;
  readonly clock: Clock;
  readonly pace?: Pace;
  /** Headers of every reply to this request: its id, the rate limit. */
  readonly headers: ReplyHeaders;
  /** The path with its query, as it was asked for. */
  readonly path: string;
  /** How many requests came over this connection before. */
  readonly requestsBefore: number;
}

/** One request that waits for its reply, and the means to give a right one or a wrong one. */
export class Scene {
  readonly exchange: Exchange;
  readonly protocol: WireProtocol;
  readonly question: Question;
  readonly answer: Answer;
  readonly clock: Clock;
  readonly headers: ReplyHeaders;
  readonly path: string;
  readonly requestsBefore: number;
  readonly replyFacts: ReplyFacts;
  readonly #pace: Pace | undefined;

  constructor(facts: SceneFacts) {
    const { exchange, protocol, question, answer, clock, serial } = facts;
    this.exchange = exchange;
    this.protocol = protocol;
    this.question = question;
    this.answer = answer;
    this.clock = clock;
    this.headers = facts.headers;
    this.path = facts.path;
    this.requestsBefore = facts.requestsBefore;
    this.#pace = facts.pace;
    const { model, includeUsage, embedding } = question;
    this.replyFacts = { model, serial, now: clock.now(), includeUsage, embedding };
  }

  /** The id of the request, as the reply's header gives it. */
  get requestId(): string {
    return this.headers[this.protocol.requestIdHeader] ?? '';
  }

  /** The content type of a right reply. */
  get contentType(): string {
    return this.question.stream ? this.protocol.streamType : 'application/json';
  }

  /** The events of a streamed reply. */
  frames(answer: Answer = this.answer): readonly Frame[] {
    return this.protocol.frames(answer, this.replyFacts);
  }

  /** The body of a whole reply, as text. */
  json(answer: Answer = this.answer): string {
    return JSON.stringify(this.protocol.reply(answer, this.replyFacts));
  }

  /** The whole body of a right reply, streamed or not, as text. */
  body(answer: Answer = this.answer): string {
    if (!this.question.stream) return this.json(answer);
    return this.frames(answer)
      .map((frame) => frame.text)
      .join('');
  }

  /** Sends a right reply, at its pace. */
  async play(answer: Answer = this.answer, pace: Pace | undefined = this.#pace): Promise<void> {
    if (this.question.stream) {
      await this.stream(this.frames(answer), pace);
      return;
    }
    if (pace !== undefined) {
      const { reasoning, output } = answer.usage;
      await this.#waitUntil(new Pacer(pace, this.replyFacts.now).dueAfter(reasoning + output));
    }
    this.exchange.whole(200, { 'content-type': 'application/json', ...this.headers }, this.json(answer));
  }

  /** Sends a stream of these events, at its pace, and ends it in good order. */
  async stream(frames: readonly Frame[], pace: Pace | undefined = this.#pace): Promise<void> {
    this.streamHead();
    await this.send(frames, pace);
    this.exchange.end();
  }

  /** Sends the head of a streamed reply. */
  streamHead(headers: ReplyHeaders = {}): void {
    const common = { 'content-type': this.protocol.streamType, 'cache-control': 'no-cache' };
    this.exchange.head(200, { ...common, ...this.headers, ...headers });
  }

  /** Sends events at their pace. */
  async send(frames: readonly Frame[], pace: Pace | undefined = this.#pace): Promise<void> {
    if (pace === undefined) {
      await this.exchange.writeAll(frames.map((frame) => frame.text));
      return;
    }
    const pacer = new Pacer(pace, this.replyFacts.now);
    for (const frame of frames) {
      if (frame.tokens > 0) await this.#waitUntil(pacer.dueAfter(frame.tokens));
      await this.exchange.write(frame.text);
    }
  }

  /** Begins a reply and stops: after so many content events of a stream, else in the middle of the JSON. */
  async playPart(contentEvents: number): Promise<void> {
    if (this.question.stream) {
      this.streamHead();
      await this.send(beginning(this.frames(), contentEvents));
      return;
    }
    const body = Buffer.from(this.json());
    const length = { 'content-length': String(body.length) };
    this.exchange.head(200, { 'content-type': 'application/json', ...length, ...this.headers });
    await this.exchange.write(body.subarray(0, body.length >> 1));
  }

  #waitUntil(time: number): Promise<void> {
    return this.exchange.wait(this.clock, time - this.clock.now());
  }

  /** Sends an error reply. */
  fail(error: ProviderError, headers: ReplyHeaders = {}): void {
    sendError(this.exchange, this.protocol, error, { ...this.headers, ...headers });
  }
}

/** The events of a stream up to so many content events; those of structure that follow are left out. */
export function beginning(frames: readonly Frame[], contentEvents: number): readonly Frame[] {
  let seen = 0;
  const end = frames.findIndex((frame) => {
    if (frame.part === 'content') seen += 1;
    return frame.part === 'finish' || frame.part === 'end' || seen > contentEvents;
  });
  const kept = frames.slice(0, end === -1 ? frames.length : end);
  return contentEvents === 0 ? kept : kept.slice(0, kept.findLastIndex((frame) => frame.part === 'content') + 1);
}
