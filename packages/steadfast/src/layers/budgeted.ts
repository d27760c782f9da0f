import type { Budget } from '../model/budget.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { CompletionStream, Layer, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import { countedBudget, joinedBudget } from './budget.ts';
import { Draw } from './budget-draw.ts';
import { metered } from './budget-meter.ts';
import type { BudgetedModel } from './budget-model.ts';
import { firstHabit } from './budget-plan.ts';
import type { CostOf } from './budget-rate.ts';
import { noAmounts, untilOf } from './purse.ts';
import { endedByTime, refusalError } from './purse-refusal.ts';
import { Reservation } from './purse-reservation.ts';

/** Settings of `budgeted`. */
export interface BudgetedOptions {
  /** What the tokens of a reply cost, for a model that does not draw on budgets by itself. */
  readonly costOf?: CostOf;
  /** What a limit on money means for a model whose price is not known. Default: `refuse`. */
  readonly unpriced?: 'refuse' | 'allow';
  /** The most output tokens that the model's requests allow where they do not say it. */
  readonly maxOutputTokens?: number;
  readonly clock?: Clock;
}

/**
 * Lets calls draw on a budget, and on the one that they bring along (`complete(request, { budget })`). What a call may
 * use is reserved before it and settled after it, at all levels or at none, so that calls side by side can't overspend;
 * a stream ends where the budget does, with kind `budget` and what had arrived. Models of `model()` wear it already: put
 * around one of them, or around a choice of them, it counts the call, and what that uses is drawn at each one's price.
 */
export function budgeted(own?: Budget, options: BudgetedOptions = {}): Layer {
  const { clock = systemClock } = options;
  return (inner) => {
    const ask = inner.keepsBudget === true ? counting(inner, clock) : drawing(inner, options, clock);
    const budgetOf = (call: Call | undefined): Budget | undefined => {
      if (own === undefined || call?.budget === undefined) return own ?? call?.budget;
      return joinedBudget(own, call.budget, clock);
    };
    return {
      id: inner.id,
      capabilities: inner.capabilities,
      keepsBudget: true,
      complete: (request, call) => {
        const budget = budgetOf(call);
        return budget === undefined ? inner.complete(request, call) : ask.complete(budget, request, call);
      },
      stream: (request, call) => {
        const budget = budgetOf(call);
        return budget === undefined ? inner.stream(request, call) : ask.stream(budget, request, call);
      },
    };
  };
}

/** Asks a model by a budget. */
interface Asking {
  complete(budget: Budget, request: CompletionInput, call: Call | undefined): Promise<Completion>;
  stream(budget: Budget, request: CompletionInput, call: Call | undefined): Promise<CompletionStream>;
}

/** The model draws by itself: the call is counted here, where its caller made it, and its time ends with the budget's. */
function counting(inner: Model, clock: Clock): Asking {
  const counted = async <Settled>(
    budget: Budget,
    given: Call | undefined,
    next: (call: Call) => Promise<Settled>,
  ): Promise<Settled> => {
    const call = openCall(given, clock);
    const reservation = new Reservation(budget);
    const refusal = reservation.take(noAmounts, clock.now());
    if (refusal !== undefined) throw refusalError(refusal, inner.id, { attempts: call.journal.attempts });
    const until = Math.min(call.deadline ?? Infinity, untilOf(reservation.states));
    const deadline = Number.isFinite(until) ? until : undefined;
    try {
      return await next({ ...call, deadline, budget: countedBudget(budget, clock) });
    } catch (error) {
      throw isModelError(error) ? endedByTime(error, reservation.states, clock.now(), inner.id) : error;
    }
  };
  return {
    complete: (budget, request, given) => counted(budget, given, (call) => inner.complete(request, call)),
    stream: (budget, request, given) => counted(budget, given, (call) => inner.stream(request, call)),
  };
}

function drawing(inner: Model, options: BudgetedOptions, clock: Clock): Asking {
  const { id, capabilities } = inner;
  const { costOf, unpriced = 'refuse', maxOutputTokens: usualMost } = options;
  const most = capabilities?.maxOutputTokens;
  const model: BudgetedModel = { id, most, usualMost, costOf, unpriced, clock, habit: firstHabit };
  return {
    complete: async (budget, request, call) => {
      const draw = new Draw(model, budget, request, openCall(call, clock), false);
      try {
        const completion = await inner.complete(draw.request, draw.call);
        settleWhole(draw, completion);
        return completion;
      } catch (error) {
        throw draw.fail(error);
      }
    },
    stream: async (budget, request, call) => {
      const draw = new Draw(model, budget, request, openCall(call, clock), true);
      try {
        return metered(await inner.stream(draw.request, draw.call), draw, id, clock);
      } catch (error) {
        throw draw.fail(error);
      }
    },
  };
}

/** A safe reply is nobody's work and costs nothing. */
function settleWhole(draw: Draw, completion: Completion): void {
  const { usage, text, reasoning, toolCalls, fallback } = completion;
  let characters = text.length + reasoning.length;
  for (const { inputText = '' } of toolCalls) characters += inputText.length;
  if (usage.reported) draw.settle(usage, completion.cost, characters);
  else if (fallback === true) draw.estimate(0, 0);
  else draw.estimate(characters);
}
