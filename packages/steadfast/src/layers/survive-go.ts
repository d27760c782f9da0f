import type { CompletionRequest } from '../model/completion-request.ts';
import type { ModelError } from '../model/error.ts';
import { isModelError } from '../model/error.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { sleep } from '../time/sleep.ts';
import { continueRequest } from './continue-request.ts';
import type { SeamForm } from './seam.ts';
import type { GivenReply } from './survive-given.ts';
import { survival } from './survive-verdict.ts';
import type { SurvivePolicy, SurviveVerdict } from './survive-verdict.ts';

/** A call whose reply is to outlive its streams. */
export interface SurvivingCall {
  readonly policy: SurvivePolicy;
  readonly goes: number;
  /** Who is asked to go on, in turn. */
  readonly targets: readonly Model[];
  /** Who was asked first. */
  readonly inner: Model;
  readonly request: CompletionRequest;
  readonly call: OpenCall;
  readonly clock: Clock;
}

interface Seamed {
  readonly stream: CompletionStream;
  /** How it was asked to go on; absent where it begins anew. */
  readonly form: SeamForm | undefined;
}

/** A stream that goes on with a reply, or begins it anew. */
export interface OpenGo extends Seamed {
  readonly target: string;
  /** What broke off the reply before. */
  readonly kind: ModelError['kind'];
}

/** Finds somebody to go on with a reply, as often as it may. */
export class NextGo {
  readonly #parts: SurvivingCall;
  readonly #left = new AbortController();
  #goes = 0;
  /** Who gave what broke. */
  #asked: Model;

  constructor(parts: SurvivingCall) {
    this.#parts = parts;
    this.#asked = parts.inner;
  }

  /** Nobody reads the reply any more: what is being opened is given up. */
  leave(): void {
    this.#left.abort();
  }

  /** Notes that the newest stream will not do, although its attempt went well. */
  reject(error: ModelError): void {
    if (error.kind === 'invalid-reply') this.#parts.call.journal.reject(this.#asked.id, error);
  }

  /**
   * Opens the next stream after one that broke.
   * @throws ModelError the one that it broke with where nothing is to be done, or that of the last who was asked
   */
  async after(broken: ModelError, given: GivenReply): Promise<OpenGo> {
    let last = broken;
    for (;;) {
      const next = this.#next();
      const verdict = this.#verdict(last, given, next);
      this.#parts.call.journal.decide(() => ({ by: 'survive', target: next.id, verdict: verdict.go, facts: verdict }));
      if (verdict.go === 'stop') throw last;
      await this.#wait(last, next);
      this.#goes += 1;
      this.#asked = next;
      try {
        const open = verdict.go === 'continue' ? await this.#continue(next, given.text) : await this.#restart(next);
        return { ...open, target: next.id, kind: broken.kind };
      } catch (error) {
        if (!isModelError(error)) throw error;
        last = error;
      }
    }
  }

  #next(): Model {
    const { targets, inner } = this.#parts;
    return targets[this.#goes % targets.length] ?? inner;
  }

  #verdict({ kind, phase, shouldRetry, retryAfterMs }: ModelError, given: GivenReply, next: Model): SurviveVerdict {
    const { policy, goes, request, call, clock } = this.#parts;
    const same = next === this.#asked;
    return survival(policy, {
      kind,
      phase,
      shouldRetry,
      given,
      same,
      json: request.outputFormat?.type === 'json',
      begun: request.messages.at(-1)?.role === 'assistant',
      goesLeft: goes - this.#goes,
      leftMs: (call.deadline ?? Infinity) - clock.now() - (same ? (retryAfterMs ?? 0) : 0),
    });
  }

  async #wait({ retryAfterMs = 0 }: ModelError, next: Model): Promise<void> {
    if (retryAfterMs <= 0 || next !== this.#asked) return;
    const { call, clock } = this.#parts;
    call.journal.wait(next.id, { reason: 'rate-limit', ms: retryAfterMs });
    await sleep(clock, retryAfterMs, this.#signal);
  }

  async #restart(target: Model): Promise<Seamed> {
    return { stream: await this.#open(target, { ...this.#parts.request, raw: undefined }), form: undefined };
  }

  /** A model that does not take its own turn after all is asked by an instruction. */
  async #continue(target: Model, said: string): Promise<Seamed> {
    const { request } = this.#parts;
    if (seamForm(target, request) === 'prefill') {
      try {
        return { stream: await this.#open(target, continueRequest(request, said, 'prefill')), form: 'prefill' };
      } catch (error) {
        if (!isModelError(error) || error.kind !== 'invalid-request') throw error;
      }
    }
    return { stream: await this.#open(target, continueRequest(request, said, 'repeat')), form: 'repeat' };
  }

  #open(target: Model, request: CompletionRequest): Promise<CompletionStream> {
    return target.stream(request, { ...this.#parts.call, signal: this.#signal });
  }

  get #signal(): AbortSignal {
    const { signal } = this.#parts.call;
    return signal === undefined ? this.#left.signal : AbortSignal.any([signal, this.#left.signal]);
  }
}

/** A model that thinks is not given its own turn to go on from: Anthropic's take no such turn then, and it would begin anew. */
function seamForm(model: Model, { effort = 'none', thinkingTokens = 0 }: CompletionRequest): SeamForm {
  return model.capabilities?.prefill === true && effort === 'none' && thinkingTokens === 0 ? 'prefill' : 'repeat';
}
