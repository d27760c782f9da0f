import { budget, restoreBudget } from '../layers/budget.ts';
import { charge } from '../layers/purse.ts';
import type { Budget, BudgetLimits, PurseAmounts } from '../model/budget.ts';
import type { Clock } from '../time/clock.ts';

/** What was spent before, and for how many milliseconds. */
export interface Past {
  readonly spent: PurseAmounts;
  readonly elapsedMs: number;
}

/**
 * A level of a budget with its limits, of which the past is gone already.
 * @throws ModelError of kind `invalid-request` for a limit that is no number of 0 or more
 */
export function takenUp(
  options: BudgetLimits & { readonly name: string; readonly within?: Budget },
  past: Past,
  clock: Clock,
): Budget {
  const { within, ...limits } = options;
  const fresh = budget({ ...limits, clock }).save();
  const { timeLeftMs } = fresh;
  const left = timeLeftMs === undefined ? undefined : Math.max(0, timeLeftMs - past.elapsedMs);
  return restoreBudget({ ...fresh, ...past, timeLeftMs: left }, { within, clock });
}

/** Charges what was spent before to a budget and all its parents. */
export function chargeAll({ purses }: Budget, spent: PurseAmounts): void {
  for (const purse of purses) purse.state = charge(purse.state, spent);
}
