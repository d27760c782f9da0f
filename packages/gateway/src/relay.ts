import { isModelError, Journal } from 'steadfast/model';
import type { Completion, CompletionRequest, CompletionStream, JsonObject, Model } from 'steadfast/model';
import type { StreamWriter } from 'steadfast/protocols';
import { modelErrorOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { rowOf } from './house.ts';
import { headersForCaller, headersForProvider } from './header-lists.ts';
import { answeringTarget, knownHeaders } from './known-headers.ts';
import { lazyRequest } from './lazy-request.ts';
import { Pulse } from './pulse.ts';
import { breakOff, drained } from './stream-out.ts';

/** One call through a model, from the bytes of its request to the bytes of its reply. */
export class Relay {
  readonly #exchange: Exchange;
  readonly #journal: Journal;
  readonly #json: JsonObject;
  readonly #request: CompletionRequest;

  constructor(exchange: Exchange, body: Uint8Array, json: JsonObject) {
    const { house, dialect, request, query } = exchange;
    this.#exchange = exchange;
    this.#json = json;
    this.#journal = new Journal(house.clock.now());
    const headers = headersForProvider(request.headers);
    this.#request = lazyRequest({ protocol: dialect.id, headers, body, json, query });
  }

  /** Makes the call and writes its reply, or its error as long as nothing is written. */
  async run(model: Model): Promise<void> {
    const call = { signal: this.#exchange.signal, journal: this.#journal };
    try {
      if (this.#json['stream'] === true) await this.#pass(await model.stream(this.#request, call));
      else this.#answer(await model.complete(this.#request, call));
    } catch (error) {
      if (!isModelError(error)) throw error;
      this.#exchange.fail(error, knownHeaders(this.#journal));
    }
  }

  #answer(completion: Completion): void {
    const { raw, model } = completion;
    const exchange = this.#exchange;
    const known = knownHeaders(this.#journal, model);
    if (raw !== undefined && raw.protocol === exchange.dialect.id) {
      exchange.reply(raw.status, this.#passedHeaders(raw.headers, 'application/json', known), raw.body);
      return;
    }
    const reply = exchange.dialect.writeReply(completion, { ...this.#identity(), family: this.#familyOf(model) });
    exchange.replyJson(200, reply, known);
  }

  async #pass(stream: CompletionStream): Promise<void> {
    const { head } = stream;
    const { response } = this.#exchange;
    if (head === undefined) await this.#translate(stream);
    else {
      const known = knownHeaders(this.#journal);
      response.writeHead(head.status, this.#passedHeaders(head.headers, 'text/event-stream', known));
      await this.#forward(stream);
    }
  }

  /** Passes the bytes of a provider of the caller's dialect on as they come: in whole events. */
  async #forward(stream: CompletionStream): Promise<void> {
    const { response, dialect } = this.#exchange;
    try {
      for await (const part of stream) {
        if (part.type === 'bytes-delta' && !response.write(part.bytes)) await drained(response);
      }
      response.end();
    } catch (error) {
      this.#break(error, dialect.writeStream({ ...this.#identity(), includeUsage: false, family: dialect.id }));
    }
  }

  /** Writes the parts of a provider of another dialect in the caller's. */
  async #translate(stream: CompletionStream): Promise<void> {
    const { house, response, dialect } = this.#exchange;
    const { includeUsage } = dialect.readRequest(this.#json);
    const family = this.#familyOf(answeringTarget(this.#journal.attempts));
    const writer = dialect.writeStream({ ...this.#identity(), includeUsage, family });
    const eventStream = ['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-cache'];
    response.writeHead(200, [...eventStream, ...this.#exchange.idHeaders(), ...knownHeaders(this.#journal)]);
    const pulse = new Pulse(house.clock, response, dialect.id);
    try {
      for await (const part of stream) {
        const text = writer.write(part);
        if (text === '') continue;
        pulse.touch();
        if (!response.write(text)) await drained(response);
      }
      response.end();
    } catch (error) {
      this.#break(error, writer);
    } finally {
      pulse.stop();
    }
  }

  /** Tells the caller of the error in the middle of the stream and ends the connection; a caller that has left hears nothing. */
  #break(error: unknown, writer: StreamWriter): void {
    const { response, signal } = this.#exchange;
    if (!signal.aborted) breakOff(response, writer.fail(modelErrorOf(error)));
    if (!isModelError(error)) throw error;
  }

  /** What a provider's reply says of itself, and what the gateway knows; the date is the provider's where it gave one. */
  #passedHeaders(upstream: Readonly<Record<string, string>>, type: string, known: readonly string[]): string[] {
    const { response } = this.#exchange;
    response.sendDate = upstream['date'] === undefined;
    const headers = headersForCaller(upstream, type);
    headers.push(...this.#exchange.idHeaders(headers), ...known);
    return headers;
  }

  #identity(): { model: string; id: string; created: number } {
    const { house, dialect, id } = this.#exchange;
    const { model } = this.#json;
    return {
      model: typeof model === 'string' ? model : '',
      id: `${dialect.id === 'messages' ? 'msg_' : 'chatcmpl-'}${id}`,
      created: Math.floor(house.clock.now() / 1000),
    };
  }

  /** Whose private state a reply of this target carries. */
  #familyOf(target: string | undefined): string {
    const [provider = ''] = target?.split('/', 1) ?? [];
    return rowOf(this.#exchange.house, provider)?.family ?? provider;
  }
}
