import type { Completion } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import type { Decision } from '../model/journal.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { allFailed } from './all-failed.ts';
import { asideUntil } from './aside.ts';
import { isFinal } from './conditions.ts';
import { chargeHedge, learnHedge, refundHedge, takeHedge } from './hedge-plan.ts';
import type { HedgeRules, HedgeState } from './hedge-plan.ts';
import { lostFacts } from './lost-request.ts';
import { Race, errorOf } from './race.ts';
import type { Runner, RunnerEnd } from './race.ts';
import type { Ask, Manner } from './through.ts';

/** What all calls of a hedge share. */
export interface HedgeParts {
  readonly targets: readonly Model[];
  readonly rules: HedgeRules;
  readonly state: HedgeState;
  readonly clock: Clock;
}

/** How long a reply waits for the attempt that lost to be written down, in milliseconds: it ends at once where it can. */
const graceMs = 5;

/** One call, and the second request that it may need. */
export class HedgedCall<Settled extends Completion | CompletionStream> {
  readonly #parts: HedgeParts;
  readonly #call: OpenCall;
  readonly #manner: Manner<Settled>;
  readonly #race: Race<Settled>;
  readonly #ask: (model: Model) => Promise<Settled>;
  /** How many attempts the journal may have without any that was not paid for. */
  #paid: number;

  constructor(
    parts: HedgeParts,
    ask: Ask<Settled>,
    request: CompletionRequest,
    call: OpenCall,
    manner: Manner<Settled>,
  ) {
    this.#parts = parts;
    this.#call = call;
    this.#manner = manner;
    this.#race = new Race(ask, request, call, parts.clock);
    this.#ask = (model) => ask(model, request, call);
    this.#paid = call.journal.attempts.length + 1;
  }

  /** Asks one model and only learns from it. */
  async alone(model: Model): Promise<Settled> {
    const begun = this.#now();
    try {
      const settled = await this.#ask(model);
      this.#learn(0, this.#now() - begun, true);
      return settled;
    } catch (error) {
      if (isModelError(error)) this.#setAside(0, error);
      throw error;
    } finally {
      this.#charge();
    }
  }

  /** Asks one model, and another one as well when so many milliseconds have gone by. */
  async run(model: Model, delayMs: number): Promise<Settled> {
    try {
      return await this.#raced(model, delayMs);
    } finally {
      this.#charge();
    }
  }

  async #raced(model: Model, delayMs: number): Promise<Settled> {
    const first = this.#race.start(model, 0);
    const early = await this.#within(first.over, delayMs);
    if (early !== undefined) return this.#settle(first, early);
    const second = this.#second(model, delayMs);
    if (second === undefined) return this.#settle(first, await first.over);
    const { winner, end } = await Promise.race([first, second].map(endOf));
    const other = winner === first ? second : first;
    const error = errorOf(end);
    if ('settled' in end) return this.#won(winner, end.settled, other);
    this.#failed(winner, error);
    if (winner === first && (error === undefined || isFinal(error))) {
      await this.#race.stop(other);
      throw end.error;
    }
    return this.#settle(other, await other.over, error);
  }

  /** The second request, if there may be one. */
  #second(model: Model, delayMs: number): Runner<Settled> | undefined {
    const { state, targets } = this.#parts;
    const verdict = takeHedge(state, this.#now());
    const target = verdict.hedges ? targets[verdict.index] : undefined;
    if (!verdict.hedges || target === undefined) {
      const why = verdict.hedges ? 'limited' : verdict.why;
      this.#decide(() => ({ target: model.id, verdict: 'not-hedged', facts: { why, afterMs: delayMs } }));
      return undefined;
    }
    this.#decide(() => ({ target: target.id, verdict: 'hedged', facts: { afterMs: delayMs, left: state.tokens } }));
    this.#paid += 1;
    // Whoever would make it wait is busy, and has no need of more requests.
    return this.#race.start(target, verdict.index, { patienceMs: 0 });
  }

  /** The one answer of one request. */
  #settle(runner: Runner<Settled>, end: RunnerEnd<Settled>, before?: ModelError): Settled {
    if ('settled' in end) {
      this.#learn(runner.index, this.#now() - runner.startedAt, true);
      return end.settled;
    }
    const error = errorOf(end);
    this.#failed(runner, error);
    if (error === undefined || before === undefined) throw end.error;
    throw allFailed([before, error], this.#call.journal.attempts);
  }

  /** Ends the request that lost, and takes down what it was. */
  async #won(winner: Runner<Settled>, settled: Settled, loser: Runner<Settled>): Promise<Settled> {
    this.#learn(winner.index, this.#now() - winner.startedAt, true);
    const stopped = this.#stopped(loser, this.#now() - loser.startedAt);
    this.#decide(() => ({ target: winner.model.id, verdict: 'won' }));
    if (this.#manner.streamed) return settled;
    await this.#within(stopped, graceMs);
    return this.#manner.withAttempts(settled, this.#call.journal.attempts);
  }

  async #stopped(loser: Runner<Settled>, afterMs: number): Promise<void> {
    const end = await this.#race.stop(loser);
    this.#charge();
    this.#learn(loser.index, afterMs, 'settled' in end);
    const facts = { afterMs, ...(await lostFacts(end)) };
    this.#decide(() => ({ target: loser.model.id, verdict: 'lost', facts }));
  }

  #failed(runner: Runner<Settled>, error: ModelError | undefined): void {
    if (error === undefined) return;
    this.#setAside(runner.index, error);
    const neverWent = error.status === undefined && (error.kind === 'rate-limit' || error.kind === 'circuit-open');
    // The first request is no hedge, also where both ask the same model.
    if (neverWent && runner.isHedge) refundHedge(this.#parts.rules, this.#parts.state);
  }

  /** Counts what was tried again; what lost is known a little later. */
  #charge(): void {
    const more = this.#call.journal.attempts.length - this.#paid;
    if (more <= 0) return;
    this.#paid += more;
    chargeHedge(this.#parts.rules, this.#parts.state, more);
  }

  async #within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
    const late = Promise.withResolvers<undefined>();
    const timer = this.#parts.clock.after(ms, () => late.resolve(undefined));
    const value = await Promise.race([promise, late.promise]);
    timer.cancel();
    return value;
  }

  #learn(index: number, ms: number, answered: boolean): void {
    const { rules, state } = this.#parts;
    const target = state.targets[index];
    if (target !== undefined) learnHedge(rules, target, this.#manner.streamed, ms, answered);
  }

  #setAside(index: number, error: ModelError): void {
    const target = this.#parts.state.targets[index];
    if (target !== undefined) target.asideUntil = asideUntil(target.asideUntil, error, this.#now());
  }

  #decide(decision: () => Omit<Decision, 'by'>): void {
    this.#call.journal.decide(() => ({ by: 'hedge', ...decision() }));
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}

async function endOf<Settled>(
  winner: Runner<Settled>,
): Promise<{ readonly winner: Runner<Settled>; readonly end: RunnerEnd<Settled> }> {
  return { winner, end: await winner.over };
}
