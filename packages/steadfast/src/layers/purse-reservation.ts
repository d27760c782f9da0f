import type { Budget, Purse, PurseAmounts, PurseState } from '../model/budget.ts';
import { charge, noAmounts, overdrawn, reserve, reserveMore, settle, shortOf, sum } from './purse.ts';
import type { PurseRefusal, PurseVerdict } from './purse.ts';

const oneCall: PurseAmounts = { ...noAmounts, calls: 1 };

function statesOf(purses: readonly Purse[]): readonly PurseState[] {
  return purses.map(({ state }) => state);
}

/** What one call holds of all levels that it draws on. */
export class Reservation {
  readonly #purses: readonly Purse[];
  /** Where the call itself still has to be counted. */
  readonly #uncounted: readonly Purse[];
  #held: PurseAmounts = noAmounts;
  #settled = false;

  constructor({ purses, counted }: Pick<Budget, 'purses' | 'counted'>) {
    this.#purses = purses;
    this.#uncounted = counted === undefined ? purses : purses.filter((purse) => !counted.includes(purse));
  }

  /** The levels as they now stand. */
  get states(): readonly PurseState[] {
    return statesOf(this.#purses);
  }

  /** Reserves the call and what it needs at all levels, or gives the refusal and has reserved nothing. */
  take(need: PurseAmounts, now: number): PurseRefusal | undefined {
    const refusal = shortOf(statesOf(this.#uncounted), oneCall) ?? this.#hold(reserve(this.states, need, now), need);
    if (refusal !== undefined) return refusal;
    // A call that is begun is spent, whatever comes of it.
    for (const purse of this.#uncounted) purse.state = charge(purse.state, oneCall);
    return undefined;
  }

  /** Reserves more at all levels, or gives the refusal and has reserved no more. */
  takeMore(need: PurseAmounts): PurseRefusal | undefined {
    return this.#hold(reserveMore(this.states, need), need);
  }

  /** Charges what is lost already; gives the limit that it has passed or used up. */
  charge(spent: PurseAmounts): PurseRefusal | undefined {
    for (const purse of this.#purses) purse.state = charge(purse.state, spent);
    return overdrawn(this.states);
  }

  /** Ends the reservation with the truth; what comes after the first time is of no effect. */
  settle(spent: PurseAmounts): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const purse of this.#purses) purse.state = settle(purse.state, this.#held, spent);
  }

  #hold(verdict: PurseVerdict, need: PurseAmounts): PurseRefusal | undefined {
    if (!verdict.granted) return verdict.refusal;
    this.#purses.forEach((purse, index) => {
      purse.state = verdict.states[index] ?? purse.state;
    });
    this.#held = sum(this.#held, need);
    return undefined;
  }
}
