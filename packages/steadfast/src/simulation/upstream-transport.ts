import { asBoolean, asNumber, asObject, parseJson } from '../model/json.ts';
import type { RateWindow } from '../model/rate-window.ts';
import type { Provider } from '../providers/provider.ts';
import type { Clock } from '../time/clock.ts';
import type { Transport, WireExchange, WireHandler, WireRequest } from '../wire/transport.ts';
import { Playback } from './playback.ts';
import type { Asked, Audience } from './playback.ts';
import type { RefusalFate, ReplyFate, Upstream } from './upstream.ts';

/** The row of a simulated provider; its models are asked in Chat Completions, without a key. */
export function upstreamProvider(id: string): Provider {
  const baseUrl = `http://${id}.invalid/v1`;
  return { id, name: id, protocol: 'chat', baseUrl, auth: { kind: 'none' }, environment: { keys: [] } };
}

/** Simulated providers behind a wire: a transport that carries requests to the one whose name their host has. */
export class UpstreamTransport implements Transport {
  readonly #upstreams: ReadonlyMap<string, Upstream>;
  readonly #clock: Clock;
  readonly #startedAt: number;

  /** @param startedAt epoch milliseconds of the beginning */
  constructor(upstreams: ReadonlyMap<string, Upstream>, clock: Clock, startedAt: number) {
    this.#upstreams = upstreams;
    this.#clock = clock;
    this.#startedAt = startedAt;
  }

  send(request: WireRequest, handler: WireHandler): WireExchange {
    const upstream = this.#upstreams.get(request.url.hostname.replace(/\.invalid$/, ''));
    if (upstream === undefined) throw new Error(`There is no simulated provider at ${request.url.hostname}.`);
    const body = textOf(request.body);
    const json = asObject(parseJson(body));
    const asked = {
      inputTokens: Math.ceil(body.length / charactersPerToken),
      maxOutputTokens: asNumber(json['max_completion_tokens'] ?? json['max_tokens']),
      streamed: asBoolean(json['stream']) === true,
    };
    const exchange = new ChatExchange(handler, this.#clock, upstream, asked.streamed);
    exchange.start(this.#clock.now() - this.#startedAt, asked);
    return exchange;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const charactersPerToken = 4;

const encoder = new TextEncoder();

function textOf(body: WireRequest['body']): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** Says in Chat Completions what a provider does, to a handler that may hold it back at any event. */
class ChatExchange implements Audience, WireExchange {
  readonly #handler: WireHandler;
  readonly #playback: Playback;
  readonly #streamed: boolean;
  #held: (() => void)[] = [];
  #paused = false;

  constructor(handler: WireHandler, clock: Clock, upstream: Upstream, streamed: boolean) {
    this.#handler = handler;
    this.#playback = new Playback(clock, upstream, this);
    this.#streamed = streamed;
  }

  start(ms: number, asked: Asked): void {
    this.#playback.start(ms, asked);
  }

  abort(): void {
    this.#held = [];
    this.#playback.stop();
  }

  pause(): void {
    this.#paused = true;
    this.#playback.pause();
  }

  resume(): void {
    this.#paused = false;
    while (!this.#paused) {
      const event = this.#held.shift();
      if (event === undefined) break;
      event();
    }
    if (!this.#paused) this.#playback.resume();
  }

  begin({ windows }: ReplyFate): void {
    this.#head(200, 'text/event-stream', headersOf(windows));
  }

  part(reply: ReplyFate, index: number): void {
    if (!this.#streamed) {
      const choice = { index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' };
      this.#json(200, headersOf(reply.windows), { ...envelope, choices: [choice], usage: usageOf(reply) });
    } else
      this.#event({ choices: [{ index: 0, delta: { content: index === 0 ? 'yes' : ' yes' }, finish_reason: null }] });
  }

  end(reply: ReplyFate): void {
    if (this.#streamed) {
      this.#event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      this.#event({ choices: [], usage: usageOf(reply) });
      this.#data('data: [DONE]\n\n');
    }
    this.#tell(() => this.#handler.onEnd());
  }

  cut(): void {
    const cause = new Error('The simulated connection was cut.');
    this.#tell(() => this.#handler.onError({ phase: this.#streamed ? 'body' : 'headers', code: 'ECONNRESET', cause }));
  }

  refuse({ status, retryAfterMs, windows }: RefusalFate): void {
    const hint: Record<string, string> = retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) };
    const limited = status === 429;
    const message = limited ? 'Rate limit reached for the simulated model.' : 'The simulated server failed.';
    const error = {
      message,
      type: limited ? 'requests' : 'server_error',
      code: limited ? 'rate_limit_exceeded' : null,
    };
    this.#json(status, { ...hint, ...headersOf(windows) }, { error });
    this.#tell(() => this.#handler.onEnd());
  }

  #event(fields: object): void {
    this.#data(`data: ${JSON.stringify({ ...chunk, ...fields })}\n\n`);
  }

  #json(status: number, headers: Readonly<Record<string, string>>, body: object): void {
    this.#head(status, 'application/json', headers);
    this.#data(JSON.stringify(body));
  }

  #head(status: number, type: string, headers: Readonly<Record<string, string>>): void {
    this.#tell(() => this.#handler.onHead({ status, headers: { 'content-type': type, ...headers } }));
  }

  #data(text: string): void {
    this.#tell(() => this.#handler.onData(encoder.encode(text)));
  }

  /** Tells the handler now, or when it reads again: in order. */
  #tell(event: () => void): void {
    if (this.#paused || this.#held.length > 0) this.#held.push(event);
    else event();
  }
}

const envelope = { id: 'chatcmpl-simulated', object: 'chat.completion', created: 0, model: 'simulated' };
const chunk = { ...envelope, object: 'chat.completion.chunk' };

function usageOf({ inputTokens, outputTokens }: ReplyFate): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

/** The headers in which OpenAI reports limits; it has none for input and output apart. */
function headersOf(windows: readonly RateWindow[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { scope, limit = 0, remaining = 0, resetMs = 0 } of windows) {
    if (scope !== 'requests' && scope !== 'tokens') continue;
    headers[`x-ratelimit-limit-${scope}`] = String(limit);
    headers[`x-ratelimit-remaining-${scope}`] = String(remaining);
    headers[`x-ratelimit-reset-${scope}`] = `${resetMs}ms`;
  }
  return headers;
}
