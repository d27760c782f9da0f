import { isModelError, Journal } from 'steadfast/model';
import type { Completion, CompletionRequest, CompletionStream, Model } from 'steadfast/model';
import type { ReadRequest, StreamWriter, StreamWriterOptions } from 'steadfast/protocols';
import { deadlineOf } from './deadline-of.ts';
import { modelErrorOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { rowOf } from './house.ts';
import type { Incoming } from './incoming.ts';
import type { JsonArray } from './json-array.ts';
import { answeredAttempt, knownHeaders } from './known-headers.ts';
import { lazyRequest } from './lazy-request.ts';
import { Pulse } from './pulse.ts';
import { sessionOf } from './session-of.ts';
import { breakOff, drained } from './stream-out.ts';

/** One call through a model, from the bytes of its request to the bytes of its reply. */
export class Relay {
  readonly #exchange: Exchange;
  readonly #incoming: Incoming;
  readonly #journal: Journal;
  readonly #request: CompletionRequest;
  readonly #array: JsonArray | undefined;
  #reading: ReadRequest | undefined;

  /** @param array What turns the events of a stream into a JSON array, where the caller wants one. */
  constructor(exchange: Exchange, incoming: Incoming, array?: JsonArray) {
    this.#exchange = exchange;
    this.#incoming = incoming;
    this.#journal = new Journal(exchange.house.clock.now());
    this.#request = lazyRequest({ messages: [], raw: incoming.raw }, () => this.#read().request);
    this.#array = array;
  }

  /** Makes the call and writes its reply, or its error as long as nothing is written. */
  async run(model: Model): Promise<void> {
    const { request, signal } = this.#exchange;
    const session = sessionOf(request.headers, this.#incoming.json);
    const deadline = deadlineOf(request.headers, this.#incoming.stream, this.#journal.startedAt);
    const call = { signal, session, deadline, journal: this.#journal };
    try {
      if (this.#incoming.stream) await this.#pass(await model.stream(this.#request, call));
      else this.#answer(await model.complete(this.#request, call));
    } catch (error) {
      if (!isModelError(error)) throw error;
      this.#exchange.fail(error, knownHeaders(this.#journal));
    }
  }

  /** The request in the neutral form, read at most once. */
  #read(): ReadRequest {
    this.#reading ??= this.#exchange.dialect.protocol.readRequest(this.#incoming.json);
    return this.#reading;
  }

  #answer(completion: Completion): void {
    const { raw, model } = completion;
    const exchange = this.#exchange;
    const { protocol } = exchange.dialect;
    const known = knownHeaders(this.#journal, model);
    if (raw !== undefined && raw.protocol === protocol.id) {
      exchange.reply(raw.status, exchange.passedHeaders(raw.headers, 'application/json', known), raw.body);
      return;
    }
    exchange.replyJson(200, protocol.writeReply(completion, this.#writing()), known);
  }

  async #pass(stream: CompletionStream): Promise<void> {
    const exchange = this.#exchange;
    const { head } = stream;
    if (head === undefined) {
      await this.#translate(stream);
      return;
    }
    const known = knownHeaders(this.#journal);
    exchange.response.writeHead(head.status, exchange.passedHeaders(head.headers, this.#streamType, known));
    await this.#forward(stream);
  }

  /** Passes the bytes of a provider of the caller's dialect on as they come: in whole events. */
  async #forward(stream: CompletionStream): Promise<void> {
    const { response, dialect } = this.#exchange;
    const array = this.#array;
    try {
      for await (const part of stream) {
        if (part.type !== 'bytes-delta') continue;
        const piece = array === undefined ? part.bytes : array.take(part.bytes);
        if (piece.length > 0 && !response.write(piece)) await drained(response);
      }
      response.end(array?.end());
    } catch (error) {
      const { form, protocol } = dialect;
      this.#break(error, protocol.writeStream({ ...this.#identity(), includeUsage: false, family: protocol.id, form }));
    }
  }

  /** Writes the parts of a provider of another dialect in the caller's. */
  async #translate(stream: CompletionStream): Promise<void> {
    const { house, response, dialect } = this.#exchange;
    const writer = dialect.protocol.writeStream(this.#writing());
    const type = ['content-type', `${this.#streamType}; charset=utf-8`, 'cache-control', 'no-cache'];
    response.writeHead(200, [...type, ...this.#exchange.idHeaders(), ...knownHeaders(this.#journal)]);
    const array = this.#array;
    const pulse = new Pulse(house.clock, response, array === undefined ? dialect.beat(this.#identity()) : '\n');
    try {
      for await (const part of stream) {
        const text = writer.write(part);
        if (text === '') continue;
        pulse.touch();
        if (!response.write(array?.take(text) ?? text)) await drained(response);
      }
      response.end(array?.end());
    } catch (error) {
      this.#break(error, writer);
    } finally {
      pulse.stop();
    }
  }

  /** Tells the caller of the error in the middle of the stream and ends the connection; a caller that has left hears nothing. */
  #break(error: unknown, writer: StreamWriter): void {
    const { response, signal } = this.#exchange;
    const last = writer.fail(modelErrorOf(error));
    if (!signal.aborted) breakOff(response, this.#array?.take(last) ?? last);
    if (!isModelError(error)) throw error;
  }

  get #streamType(): string {
    return this.#array === undefined ? this.#exchange.dialect.streamType : 'application/json';
  }

  /** How the reply is written for the caller. */
  #writing(): StreamWriterOptions {
    const { request, includeUsage } = this.#read();
    const { form } = this.#exchange.dialect;
    return { ...this.#identity(), includeUsage, family: this.#family, tools: request.tools, form };
  }

  #identity(): { model: string; id: string; created: number } {
    const { house, dialect, id } = this.#exchange;
    const created = Math.floor(house.clock.now() / 1000);
    return { model: this.#incoming.model, id: dialect.replyIdPrefix + id, created };
  }

  /**
   * Whose private state the caller's language has fields for: that of a target which speaks it too. Any other state has
   * to be carried through the caller, and is known when it comes back.
   */
  get #family(): string {
    const answered = answeredAttempt(this.#journal.attempts);
    if (answered?.protocol !== this.#exchange.dialect.protocol.id) return '';
    const [provider] = answered.target.split('/', 1);
    const row = rowOf(this.#exchange.house, provider);
    return row?.family ?? row?.id ?? '';
  }
}
