import type { Budget, BudgetAmounts, BudgetLimits, Purse, SavedBudget } from '../model/budget.ts';
import { ModelError } from '../model/error.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { leftIn, newPurse, spentIn, sum } from './purse.ts';
import { restoredPurse } from './purse-restore.ts';

/** What a budget is made of. */
export interface BudgetOptions extends BudgetLimits {
  /** What refusals call it. Default: `budget`; of a child, its parent's name and a number. */
  readonly name?: string;
  /** The budget that it draws on besides its own limits. */
  readonly within?: Budget;
  readonly clock?: Clock;
}

/**
 * Makes a budget: hand it to calls (`complete(request, { budget })`), to `budgeted`, or give its children to parts of a
 * task. What is not limited is only counted.
 * @throws ModelError of kind `invalid-request` for a limit that is no number of 0 or more
 */
export function budget(options: BudgetOptions = {}): Budget {
  const { name = 'budget', within, clock = systemClock, ...limits } = options;
  const purse = { state: newPurse(name, checked(name, limits), clock.now()) };
  return new PurseBudget(name, [...(within?.purses ?? []), purse], clock, within?.counted);
}

/**
 * Takes up a budget where `save` left it. The time between does not count. Children are saved and restored one by one:
 * `within` names the restored parent.
 * @throws ModelError of kind `invalid-request` for data that no budget saved
 */
export function restoreBudget(saved: unknown, options: Pick<BudgetOptions, 'within' | 'clock'> = {}): Budget {
  const { within, clock = systemClock } = options;
  const state = restoredPurse(saved, clock.now());
  return new PurseBudget(state.name, [...(within?.purses ?? []), { state }], clock, within?.counted);
}

/** The budget that draws on both, on a level of both only once; `counted` are those that have counted the call already. */
export function joinedBudget(first: Budget, second: Budget, clock: Clock): Budget {
  const purses = [...new Set([...first.purses, ...second.purses])];
  const counted = [...(first.counted ?? []), ...(second.counted ?? [])];
  return new PurseBudget(second.name, purses, clock, counted);
}

/** The same budget for what lies within a call that has been counted. */
export function countedBudget({ name, purses }: Budget, clock: Clock): Budget {
  return new PurseBudget(name, purses, clock, purses);
}

class PurseBudget implements Budget {
  readonly name: string;
  readonly purses: readonly Purse[];
  readonly counted: readonly Purse[] | undefined;
  readonly #clock: Clock;
  #children = 0;

  constructor(name: string, purses: readonly Purse[], clock: Clock, counted?: readonly Purse[]) {
    this.name = name;
    this.purses = purses;
    this.counted = counted;
    this.#clock = clock;
  }

  get left(): BudgetAmounts {
    return leftIn(
      this.purses.map(({ state }) => state),
      this.#clock.now(),
    );
  }

  get spent(): BudgetAmounts {
    return spentIn(this.#own.state, this.#clock.now());
  }

  child(limits: BudgetLimits & { readonly name?: string } = {}): Budget {
    this.#children += 1;
    return budget({ name: `${this.name}.${this.#children}`, ...limits, within: this, clock: this.#clock });
  }

  save(): SavedBudget {
    const { name, startedAt, until, limits, spent, reserved } = this.#own.state;
    const now = this.#clock.now();
    const timeLeftMs = until === undefined ? undefined : Math.max(0, until - now);
    return { version: 1, name, elapsedMs: now - startedAt, timeLeftMs, limits, spent: sum(spent, reserved) };
  }

  get #own(): Purse {
    const own = this.purses.at(-1);
    if (own === undefined) throw new ModelError({ kind: 'invalid-request', message: 'A budget without levels.' });
    return own;
  }
}

/** The limits, without those that are endless. */
function checked(name: string, limits: BudgetLimits): BudgetLimits {
  const limit = (field: keyof BudgetLimits): number | undefined => {
    const value = limits[field];
    if (value === undefined || value === Infinity) return undefined;
    if (value >= 0) return value;
    const message = `The limit \`${field}\` of the budget "${name}" is ${value}: it has to be a number of 0 or more.`;
    throw new ModelError({ kind: 'invalid-request', message });
  };
  return {
    timeMs: limit('timeMs'),
    calls: limit('calls'),
    timeouts: limit('timeouts'),
    tokens: limit('tokens'),
    money: limit('money'),
  };
}
