import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import type { Completion } from '../model/completion.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { CompletionStream } from '../model/model.ts';
import type { Usage } from '../model/usage.ts';
import type { Draft } from './bucket-report.ts';
import type { Clock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { Gate } from './limiter-gate.ts';
import type { Reservation, TrueUse } from './limiter.ts';

/** Whose tokens are counted, and what they were estimated at. */
export interface TokenCount {
  readonly caller: string;
  readonly estimate: number;
}

/** One call's way through a gate: what is taken for it on entering, and settled when it is known what it used. */
export class Passage {
  readonly #gate: Gate;
  readonly #clock: Clock;
  readonly #draft: Draft;
  readonly #count: TokenCount | undefined;
  #reservation: Reservation | undefined;

  constructor(gate: Gate, clock: Clock, draft: Draft, count: TokenCount | undefined) {
    this.#gate = gate;
    this.#clock = clock;
    this.#draft = draft;
    this.#count = count;
  }

  /**
   * Goes through, or waits until it may; nothing is waited for when it may at once.
   * @throws ModelError as `Gate.wait` does
   */
  enter(target: string, call: OpenCall): Promise<void> | undefined {
    this.#reservation = this.#gate.enter(this.#draft, this.#clock.now());
    if (this.#reservation !== undefined) {
      this.#tell(target, call, 'passed');
      return undefined;
    }
    return this.#gate.wait(target, this.#draft, call, this.#clock).then((reservation) => {
      this.#reservation = reservation;
      this.#tell(target, call, 'waited');
    });
  }

  /** The reply is here, or a stream has begun. */
  answered(settled: Completion | CompletionStream): void {
    const { rateWindows } = settled;
    if (rateWindows !== undefined && rateWindows.length > 0) this.#report(rateWindows);
    if (!('ended' in settled)) {
      this.#end(settled.usage);
      return;
    }
    if (this.#count === undefined && !this.#gate.limiter(this.#clock.now()).limitsConcurrency) {
      this.#end(undefined);
      return;
    }
    let usage: Usage | undefined;
    if (this.#count !== undefined) {
      settled.watch?.((part) => {
        if (part.type === 'finish') ({ usage } = part);
        return undefined;
      });
    }
    void settled.ended.then(() => {
      this.#end(usage);
    });
  }

  /** The call failed: the error to throw, which says when to come again where that has been learned. */
  failed(error: unknown): unknown {
    const reservation = this.#reservation;
    if (reservation === undefined) return error;
    if (!isModelError(error)) {
      this.#settle(reservation, {});
      return error;
    }
    const now = this.#clock.now();
    const limiter = this.#gate.limiter(now);
    const { kind, retryAfterMs, rateWindows } = error;
    if (rateWindows.length > 0) this.#report(rateWindows);
    if (kind === 'rate-limit') limiter.refuse(reservation, retryAfterMs, now);
    else if (errorPolicies[kind].slow && retryAfterMs !== undefined) limiter.pause(retryAfterMs, now);
    this.#settle(reservation, usedByFailure(error));
    const returnMs = kind === 'rate-limit' && retryAfterMs === undefined ? limiter.returnMs(now) : undefined;
    return returnMs === undefined ? error : error.with({ retryAfterMs: returnMs });
  }

  #tell(target: string, { journal }: OpenCall, verdict: string): void {
    journal.decide(() => {
      const { perSecond } = this.#gate.limiter(this.#clock.now()).state.pace;
      const { inputTokens, outputTokens } = this.#draft;
      const facts = { inputTokens, outputTokens, waiting: this.#gate.waiting };
      return { by: 'limit', target, verdict, facts: perSecond === null ? facts : { ...facts, perSecond } };
    });
  }

  #report(windows: NonNullable<Completion['rateWindows']>): void {
    const now = this.#clock.now();
    if (this.#reservation !== undefined) this.#gate.limiter(now).report(this.#reservation, windows, now);
  }

  #end(usage: Usage | undefined): void {
    const reservation = this.#reservation;
    if (reservation === undefined) return;
    const count = this.#count;
    if (count === undefined || usage?.reported !== true) {
      this.#settle(reservation, {});
      return;
    }
    const { inputTokens, outputTokens } = usage;
    this.#gate.limiter(this.#clock.now()).learn(count.caller, count.estimate, inputTokens, outputTokens);
    this.#settle(reservation, { inputTokens, outputTokens });
  }

  #settle(reservation: Reservation, used: TrueUse): void {
    this.#reservation = undefined;
    this.#gate.limiter(this.#clock.now()).settle(reservation, used, this.#clock.now());
    if (this.#gate.waiting > 0) this.#gate.pump(this.#clock);
  }
}

/** What a failed call is known to have used: what never arrived, nothing; what was answered with an error, no tokens. */
function usedByFailure({ kind, phase, status, partial }: ModelError): TrueUse {
  if (kind === 'connection' && (phase === 'dns' || phase === 'connect' || phase === 'tls')) {
    return { requests: 0, inputTokens: 0, outputTokens: 0 };
  }
  if (partial?.usage !== undefined) {
    const { inputTokens, outputTokens } = partial.usage;
    return { inputTokens, outputTokens };
  }
  return status === undefined || status < 400 ? {} : { inputTokens: 0, outputTokens: 0 };
}
