import type { Attempt } from '../model/attempt.ts';
import type { Budget, PurseAmounts } from '../model/budget.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { toRequest } from '../model/completion-request.ts';
import type { Cost } from '../model/cost.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Usage } from '../model/usage.ts';
import { plainUsage } from '../model/usage.ts';
import { Ender, onAbort } from '../time/on-abort.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { BudgetedModel } from './budget-model.ts';
import { lossOf } from './budget-loss.ts';
import type { Loss } from './budget-loss.ts';
import { learned, planOutput } from './budget-plan.ts';
import type { OutputPlan } from './budget-plan.ts';
import { paid, priceAt, rateOf } from './budget-rate.ts';
import type { Rate } from './budget-rate.ts';
import { endedByTime, refusalError, unpricedError } from './purse-refusal.ts';
import { isLimited, leastLeft, noAmounts, untilOf } from './purse.ts';
import type { PurseRefusal } from './purse.ts';
import { Reservation } from './purse-reservation.ts';

/** Attempts that are charged: where several draws share a journal, each attempt is charged to one. */
const charged = new WeakSet<Attempt>();

/** What one call draws on its budget, from the reservation to the truth. */
export class Draw {
  /** What is asked, held to what can be paid. */
  readonly request: CompletionInput;
  /** The call as the model within is given it: it draws no more, and ends when the time of the budget does. */
  readonly call: OpenCall;
  readonly #model: BudgetedModel;
  readonly #asked: CompletionInput;
  readonly #outer: OpenCall;
  readonly #reservation: Reservation;
  readonly #rate: Rate | undefined;
  readonly #plan: OutputPlan | undefined;
  readonly #ender = new Ender();
  readonly #leave: (() => void) | undefined;
  #estimated: number | undefined;
  #output: number;
  #exhausted: PurseRefusal | undefined;
  #committed = false;
  #over = false;

  /** @throws ModelError of kind `budget` when the budget has not as much; nothing is reserved then */
  constructor(model: BudgetedModel, budget: Budget, asked: CompletionInput, outer: OpenCall, streaming: boolean) {
    this.#model = model;
    this.#asked = asked;
    this.#outer = outer;
    this.#reservation = new Reservation(budget);
    const { states } = this.#reservation;
    const money = isLimited(states, 'nanodollars');
    this.#rate = money ? this.#knownRate() : undefined;
    this.#plan = money || isLimited(states, 'tokens') ? this.#planned(streaming) : undefined;
    this.#output = this.#plan?.tokens ?? 0;
    this.#take();
    this.request = this.#capped();
    const { signal, deadline = Infinity } = outer;
    this.#leave = signal && follow(this.#ender, signal);
    const until = Math.min(deadline, untilOf(states));
    this.call = {
      ...outer,
      signal: this.#ender.signal,
      deadline: until === Infinity ? undefined : until,
      budget: undefined,
    };
    outer.journal.listen((event) => {
      if (event.type === 'attempt-end') this.#hear(event.attempt);
    });
  }

  /** How many characters may be shown before `more` has to be asked. */
  get characters(): number {
    return this.#plan === undefined ? Infinity : this.#output * this.#model.habit.charactersPerToken;
  }

  /** The reply has begun: what is lost from now on is told by its stream. */
  commit(): void {
    this.#committed = true;
  }

  /** Reserves as much again for a reply of so many characters, or what is left; gives the error that ends it there. */
  more(characters: number): ModelError | undefined {
    const missing = Math.ceil(characters / this.#model.habit.charactersPerToken) - this.#output;
    const step = Math.max(missing, Math.min(this.#output, Math.floor(this.#payable(0))));
    const refusal = this.#reservation.takeMore(this.#need(step, 0));
    if (refusal === undefined) {
      this.#output += step;
      return undefined;
    }
    return this.#refused(refusal, 'cut');
  }

  /** Ends the draw with the usage as its provider reported it; so many characters of the reply were shown. */
  settle(usage: Usage, cost: Cost | undefined, characters: number): void {
    this.#model.habit = learned(this.#model.habit, usage.outputTokens, characters);
    this.#end(usage, cost);
  }

  /** Ends the draw with an estimate, where no usage was reported. */
  estimate(characters: number, inputTokens: number = this.#inputTokens): void {
    this.#end(plainUsage(inputTokens, Math.ceil(characters / this.#model.habit.charactersPerToken)), undefined);
  }

  /** Ends the draw of a call that failed; gives the error that its caller is told. */
  fail(error: unknown): unknown {
    this.#release(noAmounts);
    if (!isModelError(error)) return error;
    const { signal } = this.#outer;
    const refusal = this.#exhausted;
    const isOurs = error.kind === 'aborted' || refusal?.limit === 'timeouts';
    if (refusal !== undefined && isOurs && signal?.aborted !== true) return this.#refused(refusal, 'ended', error);
    return endedByTime(error, this.#reservation.states, this.#model.clock.now(), this.#model.id);
  }

  get #inputTokens(): number {
    this.#estimated ??= estimateTokens(toRequest(this.#asked));
    return this.#estimated;
  }

  #knownRate(): Rate | undefined {
    const { costOf, id, unpriced } = this.#model;
    const rate = rateOf(costOf, this.#inputTokens, id);
    if (typeof rate !== 'string') return rate;
    if (unpriced === 'allow') return undefined;
    throw unpricedError(this.#reservation.states, id, rate);
  }

  #planned(streaming: boolean): OutputPlan {
    const { most, usualMost, habit } = this.#model;
    const asked = toRequest(this.#asked).maxOutputTokens ?? usualMost;
    return planOutput({ asked, most, payable: this.#payable(this.#inputTokens), streaming }, habit);
  }

  /** How many output tokens can be paid, after so many of input that are not reserved yet. */
  #payable(inputTokens: number): number {
    const { states } = this.#reservation;
    const tokens = leastLeft(states, 'tokens') - inputTokens;
    const { input = 0, perOutputToken = 0 } = this.#rate ?? {};
    const nanodollars = leastLeft(states, 'nanodollars') - (inputTokens > 0 ? input : 0);
    return Math.max(0, Math.min(tokens, perOutputToken > 0 ? nanodollars / perOutputToken : Infinity));
  }

  #need(outputTokens: number, inputTokens: number): PurseAmounts {
    const rate = this.#rate && { ...this.#rate, input: inputTokens > 0 ? this.#rate.input : 0 };
    const nanodollars = rate === undefined ? 0 : priceAt(rate, outputTokens);
    return { ...noAmounts, tokens: inputTokens + outputTokens, nanodollars };
  }

  #take(): void {
    const { id: target, clock } = this.#model;
    const need = this.#plan === undefined ? noAmounts : this.#need(this.#output, this.#inputTokens);
    const refusal = this.#reservation.take(need, clock.now());
    if (refusal !== undefined) throw this.#refused(refusal, 'refused');
    const { tokens, nanodollars } = need;
    this.#outer.journal.decide(() => ({ by: 'budget', target, verdict: 'reserved', facts: { tokens, nanodollars } }));
  }

  /** A request that came as bytes goes out as it came. */
  #capped(): CompletionInput {
    const cap = this.#plan?.cap;
    const request = cap === undefined ? undefined : toRequest(this.#asked);
    if (cap === undefined || request === undefined || request.raw !== undefined) return this.#asked;
    const detail = `The budget can pay ${cap} tokens of output; the reply ends there.`;
    this.#outer.journal.adapt([{ field: 'maxOutputTokens', action: 'changed', detail, target: this.#model.id }]);
    return { ...request, maxOutputTokens: cap };
  }

  #hear(attempt: Attempt): void {
    const { id, costOf } = this.#model;
    // A model with a price is one target: attempts at others are not its own.
    if (this.#over || charged.has(attempt) || (costOf !== undefined && attempt.target !== id)) return;
    const loss = lossOf(attempt, this.#committed);
    if (loss === undefined) return;
    charged.add(attempt);
    const refusal = this.#lose(loss);
    if (refusal === undefined || attempt.kind === 'aborted') return;
    this.#exhausted ??= refusal;
    this.#ender.abort(refusal);
  }

  #lose({ input, output, timeouts }: Loss): PurseRefusal | undefined {
    const usual = Math.min(Math.ceil(this.#model.habit.usual), this.#plan?.tokens ?? Infinity);
    const usage = plainUsage(input ? this.#inputTokens : 0, output ? usual : 0);
    return this.#reservation.charge({ ...this.#spentOn(usage, undefined), timeouts });
  }

  #spentOn(usage: Usage, cost: Cost | undefined): PurseAmounts {
    const nanodollars = usage.totalTokens === 0 ? 0 : (paid(cost ?? this.#model.costOf?.(usage)) ?? 0);
    return { ...noAmounts, tokens: usage.totalTokens, nanodollars };
  }

  #end(usage: Usage, cost: Cost | undefined): void {
    if (!this.#over) this.#release(this.#spentOn(usage, cost));
  }

  #release(spent: PurseAmounts): void {
    this.#over = true;
    this.#leave?.();
    this.#reservation.settle(spent);
  }

  #refused(refusal: PurseRefusal, verdict: string, error?: ModelError): ModelError {
    const { journal } = this.#outer;
    const { level, limit } = refusal;
    journal.decide(() => ({ by: 'budget', target: this.#model.id, verdict, facts: { level, limit } }));
    return refusalError(refusal, this.#model.id, { attempts: journal.attempts, partial: error?.partial });
  }
}

/** Lets the caller's signal end what the ender ends; gives the way to take the listener away again. */
function follow(ender: Ender, signal: AbortSignal): (() => void) | undefined {
  if (!signal.aborted) return onAbort(signal, () => ender.abort(signal.reason));
  ender.abort(signal.reason);
  return undefined;
}
