import type { IncomingHttpHeaders } from 'node:http';
import { builtInAnswer } from '../answers/built-in-answer.ts';
import type { Clock } from '../ground/clock.ts';
import { isObject, type JsonObject, type JsonValue, parseJson } from '../ground/json.ts';
import type { Answer } from '../protocols/answer.ts';
import { idOf } from '../protocols/ids.ts';
import { MessageThreads } from '../protocols/message-threads.ts';
import type { ProviderError } from '../protocols/provider-error.ts';
import { type Question, RequestRefused } from '../protocols/question.ts';
import type { RateReading } from '../protocols/rate-reading.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import type { Exchange } from '../stage/exchange.ts';
import { Scene } from '../stage/scene.ts';
import { type ReplyHeaders, sendError } from '../stage/send-error.ts';
import { Casting } from './casting.ts';
import { describeModel, listModels, listTags } from './model-list.ts';
import { perform } from './perform.ts';
import { RateLimiter, type RateVerdict } from './rate-limiter.ts';
import { rateRefusal } from './refuse-rate.ts';
import type { OpenRecord } from './request-log.ts';
import { protocolOfHeaders, type Route, routeOf } from './routes.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** A request that has arrived whole. */
interface Visit {
  readonly exchange: Exchange;
  readonly serial: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
  /** The body as JSON; absent when it is not JSON. */
  readonly body: JsonValue | undefined;
  readonly requestsBefore: number;
}

/** Decides on each request and has it answered. */
export class Director {
  readonly #options: SimulateOptions;
  readonly #clock: Clock;
  readonly #casting: Casting;
  readonly #limiter: RateLimiter;
  readonly #threads = new MessageThreads();

  constructor(options: SimulateOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#casting = new Casting(options);
    this.#limiter = new RateLimiter(options.limits ?? {});
  }

  /** Takes a request whose head has come, and answers it. */
  async play(exchange: Exchange, { record, note }: OpenRecord, requestsBefore: number): Promise<void> {
    const bytes = await exchange.body();
    const body = parseJson(Buffer.from(bytes).toString());
    note({ bytes, body });
    const { number: serial, path, headers } = record;
    const visit: Visit = { exchange, serial, path, headers, bytes, body, requestsBefore };
    const route = routeOf(record.method, path);
    const protocol = route.type === 'completion' ? route.protocol : protocolOfHeaders(headers);
    const common = { [protocol.requestIdHeader]: idOf('req_', serial) };
    const refusal = this.#turnAway(route, protocol, headers, path);
    if (refusal !== undefined) sendError(exchange, protocol, refusal, common);
    else await this.#answer(visit, route, protocol, common);
  }

  #turnAway(
    route: Route,
    { name }: WireProtocol,
    headers: IncomingHttpHeaders,
    path: string,
  ): ProviderError | undefined {
    if (route.type === 'unknown')
      return { word: 'not-found', status: 404, code: 'unknown_url', message: `Unknown request URL: ${path}.` };
    const { keys } = this.#options;
    if (keys !== undefined && route.type !== 'root' && !keys.includes(keyOf(headers) ?? ''))
      return { word: 'auth', status: 401 };
    if (route.type !== 'completion' || name !== 'messages' || headers['anthropic-version'] !== undefined)
      return undefined;
    return { word: 'invalid-request', status: 400, message: 'anthropic-version: header is required' };
  }

  async #answer(visit: Visit, route: Route, protocol: WireProtocol, common: ReplyHeaders): Promise<void> {
    try {
      if (route.type === 'completion') await this.#complete(visit, protocol, common);
      else this.#tell(visit, route, protocol, common);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { message, param, code, status } = error;
      const word = status === 404 ? 'not-found' : 'invalid-request';
      sendError(visit.exchange, protocol, { word, status, message, param, code }, common);
    }
  }

  async #complete(visit: Visit, spoken: WireProtocol, common: ReplyHeaders): Promise<void> {
    const body = bodyOf(visit);
    const protocol = this.#threads.protocolFor(spoken, body, visit.headers);
    const question = protocol.read(body);
    const answer = builtInAnswer(question);
    const verdict = this.#admit(visit, question, answer);
    const headers = { ...common, ...this.#rateHeaders(protocol, verdict.reading) };
    const refused = rateRefusal(verdict, protocol, question.model);
    if (refused !== undefined) {
      sendError(visit.exchange, protocol, refused.error, { ...headers, ...refused.headers });
      return;
    }
    const { exchange, serial, path, requestsBefore } = visit;
    const { pace } = this.#options;
    const step = this.#casting.cast({ model: question.model, headers: visit.headers, bytes: visit.bytes });
    const scene = {
      exchange,
      protocol,
      question,
      answer,
      serial,
      clock: this.#clock,
      pace,
      headers,
      path,
      requestsBefore,
    };
    await perform(step, new Scene(scene));
  }

  #admit({ headers }: Visit, question: Question, { usage }: Answer): RateVerdict {
    const tokens = usage.input + usage.reasoning + usage.output;
    return this.#limiter.admit(`${keyOf(headers) ?? ''} ${question.model}`, tokens, this.#clock.now());
  }

  #rateHeaders(protocol: WireProtocol, reading: RateReading): ReplyHeaders {
    return this.#options.limits === undefined ? {} : protocol.rateHeaders(reading);
  }

  #tell(visit: Visit, route: Route, protocol: WireProtocol, common: ReplyHeaders): void {
    const { exchange } = visit;
    const json = (body: JsonObject): void =>
      exchange.whole(200, { 'content-type': 'application/json', ...common }, JSON.stringify(body));
    const ids = ['echo', 'lorem', ...this.#casting.models];
    switch (route.type) {
      case 'models':
        return json(listModels(ids, protocol));
      case 'model':
        return json(describeModel(route.id, protocol));
      case 'ollama-tags':
        return json(listTags(ids));
      case 'ollama-version':
        return json({ version: '0.14.0' });
      default:
        return exchange.whole(200, { 'content-type': 'text/plain' }, 'The simulation is running.');
    }
  }
}

function bodyOf({ body }: Visit): JsonObject {
  if (!isObject(body)) {
    throw new RequestRefused('We could not parse the JSON body of your request: the body must be a JSON object.');
  }
  return body;
}

/** The API key of a request, in any of the ways in which it may be given. */
function keyOf(headers: IncomingHttpHeaders): string | undefined {
  for (const name of ['x-api-key', 'api-key', 'x-goog-api-key']) {
    const key = headers[name];
    if (typeof key === 'string') return key;
  }
  return headers.authorization?.replace(/^Bearer /i, '');
}
