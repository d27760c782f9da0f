import { asArray, asObject, asString, parseJson } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { Clock, Timer } from '../time/clock.ts';
import type { Transport, WireHandler, WireRequest } from '../wire/transport.ts';
import { simulatedJson, simulatedStream } from './simulated-reply.ts';
import type { Provider } from './provider.ts';

/** The provider whose models need no key and no network: they answer in this process, through the whole engine. */
export const simulatedProvider: Provider = {
  id: 'sim',
  name: 'the built-in simulator',
  protocol: 'chat',
  baseUrl: 'http://simulated.invalid/v1',
  auth: { kind: 'none' },
  environment: { keys: [] },
};

/** What the simulated models do, by name. */
export const simulatedModels: Readonly<Record<string, string>> = {
  echo: 'says back what the user said',
  flaky: 'answers like echo, but every other request fails with 503',
  limited: 'answers like echo, but every other request is told to wait 0.5 s (429)',
  slow: 'answers like echo, one word every 0.2 s',
  down: 'fails always with 503',
  stall: 'begins a stream and then says nothing more',
  cut: 'begins a stream and is cut after two words',
};

type Play = (request: JsonObject, count: number, stage: Stage) => void;

/** Sends events to one handler, on the clock, until the exchange is over; a reader that pauses is waited for. */
class Stage {
  readonly #handler: WireHandler;
  readonly #clock: Clock;
  readonly #held: (() => void)[] = [];
  #timer: Timer | undefined;
  #paused = false;
  #over = false;

  constructor(handler: WireHandler, clock: Clock) {
    this.#handler = handler;
    this.#clock = clock;
  }

  /** Gives a whole reply. */
  reply(status: number, headers: Readonly<Record<string, string>>, body: string): void {
    this.#after(0, () => {
      this.#tell(() => this.#handler.onHead({ status, headers: { 'content-type': 'application/json', ...headers } }));
      this.#tell(() => this.#handler.onData(new TextEncoder().encode(body)));
      this.end();
    });
  }

  /** Gives a stream, one event after another, so many milliseconds apart; then the rest is up to `then`. */
  stream(events: readonly string[], gapMs: number, then: () => void): void {
    this.#after(0, () => {
      this.#tell(() => this.#handler.onHead({ status: 200, headers: { 'content-type': 'text/event-stream' } }));
      this.#send(events, 0, gapMs, then);
    });
  }

  end(): void {
    this.#tell(() => this.#finish(() => this.#handler.onEnd()));
  }

  cut(): void {
    const failure = { phase: 'body' as const, code: 'ECONNRESET', cause: new Error('simulated cut') };
    this.#tell(() => this.#finish(() => this.#handler.onError(failure)));
  }

  abort(): void {
    this.#over = true;
    this.#timer?.cancel();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    while (!this.#paused) {
      const next = this.#held.shift();
      if (next === undefined) return;
      next();
    }
  }

  #send(events: readonly string[], index: number, gapMs: number, then: () => void): void {
    const event = events[index];
    if (event === undefined) {
      then();
      return;
    }
    this.#tell(() => this.#handler.onData(new TextEncoder().encode(event)));
    this.#after(gapMs, () => this.#send(events, index + 1, gapMs, then));
  }

  #after(ms: number, act: () => void): void {
    this.#timer = this.#clock.after(ms, () => {
      if (!this.#over) act();
    });
  }

  /** Tells the handler now, or when it reads again: in order. */
  #tell(word: () => void): void {
    if (this.#paused || this.#held.length > 0) this.#held.push(word);
    else if (!this.#over) word();
  }

  #finish(last: () => void): void {
    if (this.#over) return;
    this.#over = true;
    last();
  }
}

function answer(request: JsonObject, stage: Stage, gapMs = 0): void {
  if (request['stream'] !== true) stage.reply(200, {}, simulatedJson(request, lastWords(request)));
  else stage.stream(simulatedStream(request, lastWords(request)), gapMs, () => stage.end());
}

function refuse(stage: Stage): void {
  const error = { message: 'The simulated server is overloaded.', type: 'server_error', code: null };
  stage.reply(503, {}, JSON.stringify({ error }));
}

function hold(stage: Stage): void {
  const error = {
    message: 'Rate limit reached for the simulated model.',
    type: 'requests',
    code: 'rate_limit_exceeded',
  };
  stage.reply(429, { 'retry-after-ms': '500' }, JSON.stringify({ error }));
}

function begin(request: JsonObject, stage: Stage, then: () => void): void {
  // A model that begins and breaks off needs at least two words to begin with.
  const words = `Well, I would say ${lastWords(request)}`;
  stage.stream(simulatedStream(request, words).slice(0, 3), 0, then);
}

const plays: Readonly<Record<string, Play>> = {
  echo: (request, _count, stage) => answer(request, stage),
  flaky: (request, count, stage) => (count % 2 === 0 ? refuse(stage) : answer(request, stage)),
  limited: (request, count, stage) => (count % 2 === 0 ? hold(stage) : answer(request, stage)),
  slow: (request, _count, stage) => answer(request, stage, 200),
  down: (_request, _count, stage) => refuse(stage),
  stall: (request, _count, stage) => begin(request, stage, () => undefined),
  cut: (request, _count, stage) => begin(request, stage, () => stage.cut()),
};

/** Answers requests in this process, byte for byte as a provider would; see `simulatedModels`. */
export function simulatedTransport(clock: Clock): Transport {
  const counts = new Map<string, number>();
  return {
    send: (wire: WireRequest, handler: WireHandler) => {
      const request = asObject(parseJson(textOfBody(wire.body)));
      const name = asString(request['model']) ?? '';
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const stage = new Stage(handler, clock);
      const play = Object.hasOwn(plays, name) ? plays[name] : undefined;
      if (!wire.url.pathname.endsWith('/chat/completions'))
        stage.reply(404, {}, JSON.stringify({ error: onlyReplies }));
      else if (play === undefined) stage.reply(404, {}, JSON.stringify({ error: unknownModel(name) }));
      else play(request, count, stage);
      return { abort: () => stage.abort(), pause: () => stage.pause(), resume: () => stage.resume() };
    },
    close: () => Promise.resolve(),
  };
}

const onlyReplies: JsonObject = {
  message: 'The simulated models give replies only, no embeddings.',
  type: 'invalid_request_error',
  code: 'unknown_url',
};

function unknownModel(name: string): JsonObject {
  const message = `There is no simulated model "${name}". There are: ${Object.keys(simulatedModels).join(', ')}.`;
  return { message, type: 'invalid_request_error', code: 'model_not_found' };
}

function textOfBody(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** What the user said last, as text. */
function lastWords(request: JsonObject): string {
  const user = asArray(request['messages']).findLast((message) => asObject(message)['role'] === 'user');
  const content = asObject(user)['content'];
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => asString(asObject(part)['text']) ?? '')
    .join('');
}
