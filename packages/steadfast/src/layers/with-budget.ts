import type { Budget, BudgetAmounts } from '../model/budget.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import { systemClock } from '../time/system-clock.ts';
import { budget as newBudget } from './budget.ts';
import type { BudgetOptions } from './budget.ts';
import type { PurseRefusal } from './purse.ts';
import { endedByTime, refusalOf } from './purse-refusal.ts';

/** What a loop is given that runs by a budget. */
export interface BudgetScope<Best> {
  /** To be given to each call: `complete(request, { budget })`. */
  readonly budget: Budget;
  /** What is left, now. */
  readonly left: BudgetAmounts;
  /** Aborted when the time is over: for what the loop does besides calls. */
  readonly signal: AbortSignal;
  /** Keeps the best so far: what has a higher score than what is kept, or, where either has none, the newer. */
  readonly keep: (best: Best, score?: number) => void;
}

/** A loop that came to its own end. */
export interface EndedWithResult<Result, Best = Result> {
  readonly ended: 'done';
  readonly result: Result;
  readonly best?: Best;
  readonly spent: BudgetAmounts;
}

/** A loop that its budget ended. */
export interface EndedByBudget<Best = unknown> {
  /** The limit that was reached: `time`, `calls`, …; `unpriced` for a model whose price is not known. */
  readonly ended: PurseRefusal['limit'] | 'unpriced';
  /** The name of the budget that it is a limit of. */
  readonly level?: string;
  readonly result?: undefined;
  /** The best that was kept. */
  readonly best?: Best;
  readonly spent: BudgetAmounts;
  /** Says it to people, with what had arrived of a reply that was cut (`partial`). */
  readonly error: ModelError;
}

/** How a loop ended. */
export type BudgetOutcome<Result, Best = Result> = EndedWithResult<Result, Best> | EndedByBudget<Best>;

/**
 * Runs a whole loop by a budget: the time that is left bounds each call, so many timeouts end it, and what was kept is
 * handed back when it ends. An error of the kind `budget` that the loop lets through ends it; any other is thrown.
 * With `within`, the loop draws on that budget too.
 */
export async function withBudget<Result, Best = Result>(
  options: BudgetOptions,
  run: (scope: BudgetScope<Best>) => Promise<Result>,
): Promise<BudgetOutcome<Result, Best>> {
  const { clock = systemClock } = options;
  const budget = newBudget(options);
  const kept = new Kept<Best>();
  const ender = new AbortController();
  const { timeMs } = budget.left;
  const timer = Number.isFinite(timeMs) ? clock.after(timeMs, () => ender.abort()) : undefined;
  const scope: BudgetScope<Best> = {
    budget,
    get left() {
      return budget.left;
    },
    signal: ender.signal,
    keep: (best, score) => kept.offer(best, score),
  };
  try {
    const result = await run(scope);
    return { ended: 'done', result, best: kept.best, spent: budget.spent };
  } catch (thrown) {
    return { ...endOf(thrown, budget, clock.now()), best: kept.best, spent: budget.spent };
  } finally {
    timer?.cancel();
  }
}

/** How the budget ended a loop; throws what is not the budget's doing. */
function endOf(thrown: unknown, { purses }: Budget, now: number): Pick<EndedByBudget, 'ended' | 'level' | 'error'> {
  if (!isModelError(thrown)) throw thrown;
  const states = purses.map(({ state }) => state);
  const error = endedByTime(thrown, states, now, thrown.model ?? 'the model');
  if (error.kind !== 'budget') throw error;
  const { limit = 'unpriced', level } = refusalOf(error) ?? {};
  return { ended: limit, level, error };
}

class Kept<Best> {
  best: Best | undefined;
  #score: number | undefined;

  offer(best: Best, score: number | undefined): void {
    if (this.#score !== undefined && score !== undefined && !(score > this.#score)) return;
    this.best = best;
    this.#score = score;
  }
}
