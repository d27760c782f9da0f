import type { Call } from '../model/call.ts';
import type { Completion, Reply } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { usageOf } from '../model/usage.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';
import { abortedError } from '../time/sleep.ts';
import { Playback } from './playback.ts';
import type { Asked, Audience } from './playback.ts';
import type { RefusalFate, ReplyFate, Upstream } from './upstream.ts';

/** A simulated provider, and the time that it lives in. */
export interface UpstreamSite {
  readonly upstream: Upstream;
  readonly clock: Clock;
  /** Epoch milliseconds of the beginning. */
  readonly startedAt: number;
}

/** A simulated provider as a bare model without a wire: each call is one attempt. */
export function upstreamModel(id: string, site: UpstreamSite): Model {
  return {
    id,
    complete: async (input, call) => (await ask(id, site, input, call, false)).result,
    stream: (input, call) => ask(id, site, input, call, true),
  };
}

function ask(
  id: string,
  site: UpstreamSite,
  input: CompletionInput,
  call: Call | undefined,
  streamed: boolean,
): Promise<CompletionStream> {
  return new Promise((resolve, reject) => {
    const exchange = new ModelExchange(id, site, openCall(call, site.clock), resolve, reject);
    const request = toRequest(input);
    exchange.start({ inputTokens: estimateTokens(request), maxOutputTokens: request.maxOutputTokens, streamed });
  });
}

class ModelExchange implements Audience {
  readonly #id: string;
  readonly #site: UpstreamSite;
  readonly #call: OpenCall;
  readonly #commit: (stream: CompletionStream) => void;
  readonly #reject: (error: ModelError) => void;
  readonly #playback: Playback;
  readonly #stream: ReplyStream;
  readonly #attempt: ReturnType<OpenCall['journal']['open']>;
  #leaveSignal: (() => void) | undefined;
  #firstContentAt = 0;

  constructor(
    id: string,
    site: UpstreamSite,
    call: OpenCall,
    commit: (stream: CompletionStream) => void,
    reject: (error: ModelError) => void,
  ) {
    this.#id = id;
    this.#site = site;
    this.#call = call;
    this.#commit = commit;
    this.#reject = reject;
    this.#playback = new Playback(site.clock, site.upstream, this);
    const source = {
      pause: () => this.#playback.pause(),
      resume: () => this.#playback.resume(),
      close: () => this.#leave(),
    };
    this.#stream = new ReplyStream(source, (reply) => this.#completion(reply));
    this.#attempt = call.journal.open(id, site.clock.now());
  }

  start(asked: Asked): void {
    const { signal } = this.#call;
    if (signal?.aborted === true) {
      this.#fail(abortedError(signal));
      return;
    }
    if (signal !== undefined) this.#leaveSignal = onAbort(signal, () => this.#fail(abortedError(signal)));
    this.#playback.start(this.#site.clock.now() - this.#site.startedAt, asked);
  }

  begin(): void {
    this.#stream.push({ type: 'response-start', answeredBy: this.#id });
  }

  part(_reply: ReplyFate, index: number): void {
    if (index === 0) {
      this.#firstContentAt = this.#site.clock.now();
      this.#attempt.succeed(this.#firstContentAt);
    }
    this.#stream.push({ type: 'text-delta', block: 0, text: index === 0 ? 'yes' : ' yes' });
    if (index === 0) this.#commit(this.#stream);
  }

  end({ inputTokens, outputTokens }: ReplyFate): void {
    this.#leaveSignal?.();
    const usage = usageOf({ uncached: inputTokens, text: outputTokens });
    this.#stream.push({ type: 'finish', reason: 'stop', usage });
    this.#stream.end();
  }

  cut(): void {
    const [kind, message] =
      this.#firstContentAt === 0
        ? (['connection', `${this.#id} closed the connection before it answered.`] as const)
        : (['interrupted', `${this.#id} broke off its reply.`] as const);
    this.#fail(new ModelError({ kind, message, model: this.#id, partial: this.#stream.partial() }));
  }

  refuse({ status, retryAfterMs, windows }: RefusalFate): void {
    const kind = status === 429 ? 'rate-limit' : status === 503 ? 'overloaded' : 'server';
    const message = `${this.#id} refused the request with ${status}.`;
    const model = this.#id;
    this.#fail(new ModelError({ kind, message, model, status, retryAfterMs, rateWindows: windows }));
  }

  #leave(): void {
    this.#leaveSignal?.();
    this.#playback.stop();
  }

  #fail(error: ModelError): void {
    this.#leave();
    this.#attempt.fail(this.#site.clock.now(), error);
    this.#stream.fail(error);
    this.#reject(error);
  }

  #completion(reply: Reply): Completion {
    const { journal } = this.#call;
    const totalMs = this.#site.clock.now() - journal.startedAt;
    const firstContentMs = this.#firstContentAt - journal.startedAt;
    const timings = { queueMs: journal.waitedMs, firstContentMs, totalMs };
    return toCompletion(reply, { model: this.#id, attempts: journal.attempts, adaptations: [], timings });
  }
}
