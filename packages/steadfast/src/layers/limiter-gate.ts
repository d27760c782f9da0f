import { ModelError } from '../model/error.ts';
import type { Draft } from './bucket-report.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { longestDelay } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import type { OpenCall } from '../time/open-call.ts';
import { abortedError } from '../time/sleep.ts';
import { Limiter, newLimiterState } from './limiter.ts';
import type { LimiterState, Reservation } from './limiter.ts';
import type { LimitRules } from './limiter-rules.ts';
import { FairQueue } from './queue.ts';
import type { QueueTicket } from './queue.ts';

/** What a gate is made with. */
export interface GateOptions {
  /** Default: none; only what the provider says and shows holds. */
  readonly rules?: LimitRules;
  /** What an earlier gate of the same rules had learned. Default: nothing. */
  readonly state?: LimiterState;
}

/** The gate that all callers of one provider, key and model share: their limits, and the line of those who wait. */
export class Gate {
  readonly #options: GateOptions;
  readonly #queue = new FairQueue<Ticket>();
  #limiter: Limiter | undefined;
  #timer: { readonly timer: Timer; readonly at: number } | undefined;

  constructor(options: GateOptions = {}) {
    this.#options = options;
  }

  /** What is known of the limits: plain data, for `GateOptions.state` of another gate. `undefined` before the first call. */
  get state(): LimiterState | undefined {
    return this.#limiter === undefined ? this.#options.state : structuredClone(this.#limiter.state);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** The limits; they begin with the first call. */
  limiter(now: number): Limiter {
    if (this.#limiter !== undefined) return this.#limiter;
    const { rules = {}, state = newLimiterState(rules, now) } = this.#options;
    this.#limiter = new Limiter(structuredClone(state), rules);
    return this.#limiter;
  }

  /** Lets a call through that need not wait; `undefined` for one that has to. */
  enter(draft: Draft, now: number): Reservation | undefined {
    if (this.#queue.size > 0) return undefined;
    const limiter = this.limiter(now);
    return limiter.wait(draft, now) > 0 ? undefined : limiter.reserve(draft, now, false);
  }

  /**
   * Stands in the line until it is one's turn.
   * @throws ModelError of kind `rate-limit` as soon as it is known that the turn comes too late, with the time until then;
   *   of kind `aborted` when the call's signal says so
   */
  wait(target: string, draft: Draft, call: OpenCall, clock: Clock): Promise<Reservation> {
    return new Promise((resolve, reject) => {
      const ticket = new Ticket(target, draft, call, clock, resolve, reject);
      this.#admit(ticket);
    });
  }

  /** Lets through who may go by now, tells those who wait in vain, and sees to it that the next one is not forgotten. */
  pump(clock: Clock): void {
    const now = clock.now();
    const limiter = this.limiter(now);
    for (let ticket = this.#queue.first; ticket !== undefined; ticket = this.#queue.first) {
      const ms = limiter.wait(ticket.draft, now);
      if (ms > 0) {
        this.#hold(ms, clock);
        return;
      }
      this.#queue.take();
      ticket.pass(limiter.reserve(ticket.draft, now, true));
    }
    this.#timer?.timer.cancel();
    this.#timer = undefined;
  }

  #admit(ticket: Ticket): void {
    const { call, clock, draft, target } = ticket;
    const now = clock.now();
    const { signal } = call;
    const limiter = this.limiter(now);
    const ms = Math.ceil(limiter.waitBehind(this.#queue.ahead(ticket), draft, now));
    if (signal?.aborted === true) ticket.refuse(abortedError(signal));
    else if (now + ms >= ticket.latest) ticket.refuse(heldError(target, ms));
    else {
      ticket.begin(limiter.pauseLeft(now) > 0 ? 'gate' : 'queue', ms);
      const waiting = this.#queue.add(ticket);
      ticket.leave =
        signal &&
        onAbort(signal, () => {
          this.#queue.remove(waiting);
          ticket.refuse(abortedError(signal));
          this.pump(clock);
        });
      this.pump(clock);
    }
  }

  /** Nobody goes for so long: those for whom that is too long are told, and the rest wait on. */
  #hold(ms: number, clock: Clock): void {
    const now = clock.now();
    // While as many are under way as may be, nobody knows for how long: each waits as long as it can.
    const isKnown = Number.isFinite(ms);
    const until = isKnown ? Math.ceil(now + ms) : now;
    for (let late = this.#queue.takeLate(until); late !== undefined; late = this.#queue.takeLate(until)) {
      late.refuse(isKnown ? heldError(late.target, Math.ceil(ms)) : fullError(late.target));
    }
    const at = isKnown ? until : this.#queue.soonest;
    if (this.#timer?.at === at) return;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    if (this.#queue.size === 0 || at === Infinity) return;
    const wake = (): void => {
      this.#timer = undefined;
      this.pump(clock);
    };
    this.#timer = { at, timer: clock.after(Math.min(at - now, longestDelay), wake) };
  }
}

/** Makes a gate that stands open. */
export function newGate(options?: GateOptions): Gate {
  return new Gate(options);
}

/** Somebody who waits at a gate. */
class Ticket implements QueueTicket {
  readonly caller: string;
  readonly weight: number;
  readonly priority: number;
  readonly deadline: number;
  readonly startedAt: number;
  readonly latest: number;
  readonly target: string;
  readonly draft: Draft;
  readonly call: OpenCall;
  readonly clock: Clock;
  /** Takes the listener off the call's signal. */
  leave: (() => void) | undefined;
  readonly #resolve: (reservation: Reservation) => void;
  readonly #reject: (error: ModelError) => void;
  readonly #from: number;
  #wait: { reason: 'gate' | 'queue'; ms: number } | undefined;

  constructor(
    target: string,
    draft: Draft,
    call: OpenCall,
    clock: Clock,
    resolve: (reservation: Reservation) => void,
    reject: (error: ModelError) => void,
  ) {
    const { id = '', weight = 1, priority = 0 } = call.caller ?? {};
    const { deadline = Infinity, patienceMs = Infinity } = call;
    this.#from = clock.now();
    this.caller = id;
    this.weight = weight > 0 ? weight : leastWeight;
    this.priority = priority;
    this.deadline = deadline;
    this.startedAt = call.journal.startedAt;
    this.latest = Math.min(deadline, this.#from + patienceMs);
    this.target = target;
    this.draft = draft;
    this.call = call;
    this.clock = clock;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Writes down the wait, with what is expected of it; the true time replaces that when it is over. */
  begin(reason: 'gate' | 'queue', ms: number): void {
    this.#wait = { reason, ms };
    this.call.journal.wait(this.target, this.#wait);
  }

  pass(reservation: Reservation): void {
    this.#end();
    this.#resolve(reservation);
  }

  refuse(error: ModelError): void {
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.leave?.();
    if (this.#wait !== undefined) this.#wait.ms = this.clock.now() - this.#from;
  }
}

/** Who has no weight waits long, but not for ever. */
const leastWeight = 0.001;

function heldError(target: string, ms: number): ModelError {
  const seconds = (ms / 1_000).toFixed(1);
  const message = `${target} is rate limited for another ${seconds} s, longer than this call can wait. Call again then.`;
  const [provider = target] = target.split('/');
  return new ModelError({ kind: 'rate-limit', message, provider, model: target, retryAfterMs: ms });
}

function fullError(target: string): ModelError {
  const message = `${target} works at as many requests as it may, for longer than this call can wait. Call again later.`;
  const [provider = target] = target.split('/');
  return new ModelError({ kind: 'rate-limit', message, provider, model: target });
}
