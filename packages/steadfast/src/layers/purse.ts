import type { BudgetAmounts, BudgetLimits, PurseAmounts, PurseState } from '../model/budget.ts';

/** Why nothing more may be spent: which level of a budget refused, by which of its limits. Money is in US dollars. */
export interface PurseRefusal {
  readonly level: string;
  readonly limit: 'time' | 'calls' | 'timeouts' | 'tokens' | 'money';
  /** The limit itself. */
  readonly max: number;
  /** What is left of it, as far as it is not reserved. */
  readonly left: number;
  /** What was asked for. */
  readonly asked: number;
}

/** What is reserved at all levels, or the first refusal and nothing reserved. */
export type PurseVerdict =
  | { readonly granted: true; readonly states: readonly PurseState[] }
  | { readonly granted: false; readonly refusal: PurseRefusal };

/** Nothing of anything. */
export const noAmounts: PurseAmounts = { calls: 0, timeouts: 0, tokens: 0, nanodollars: 0 };

/** How many billionths make one. */
const nano = 1e9;

/** US dollars in the whole billionths that purses count in. */
export function nanodollarsOf(dollars: number): number {
  return Math.round(dollars * nano);
}

/** A purse that nothing has been taken from; its time begins `now`, in epoch milliseconds. */
export function newPurse(name: string, given: BudgetLimits, now: number): PurseState {
  const { timeMs, calls, timeouts, tokens, money } = given;
  const nanodollars = money === undefined ? undefined : nanodollarsOf(money);
  const limits = { calls, timeouts, tokens, nanodollars };
  const until = timeMs === undefined ? undefined : now + timeMs;
  return { name, startedAt: now, until, limits, spent: noAmounts, reserved: noAmounts };
}

/**
 * Reserves the same at all levels, the outermost first, for a call that begins `now`; at none of them where one refuses.
 * A level refuses what would pass a limit, and everything once its time or its timeouts are used up.
 */
export function reserve(states: readonly PurseState[], need: PurseAmounts, now: number): PurseVerdict {
  for (const state of states) {
    const refusal = closedBy(state, now) ?? refusedBy(state, need);
    if (refusal !== undefined) return { granted: false, refusal };
  }
  return { granted: true, states: states.map((state) => holding(state, need)) };
}

/** Reserves more for a call that is under way: only the limits on what is asked for can refuse. */
export function reserveMore(states: readonly PurseState[], need: PurseAmounts): PurseVerdict {
  const refusal = shortOf(states, need);
  if (refusal !== undefined) return { granted: false, refusal };
  return { granted: true, states: states.map((state) => holding(state, need)) };
}

/** The refusal of the first level that has too little left; `undefined` where all have as much. */
export function shortOf(states: readonly PurseState[], need: PurseAmounts): PurseRefusal | undefined {
  for (const state of states) {
    const refusal = refusedBy(state, need);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Ends a reservation with the truth: less gives the rest back, more is charged all the same. */
export function settle(state: PurseState, reserved: PurseAmounts, spent: PurseAmounts): PurseState {
  return { ...state, reserved: sum(state.reserved, reserved, -1), spent: sum(state.spent, spent) };
}

/** Charges what has been spent already, whether there is as much or not. */
export function charge(state: PurseState, spent: PurseAmounts): PurseState {
  return { ...state, spent: sum(state.spent, spent) };
}

/** Says which limit the levels stand above, or have used up by timeouts: no further attempt fits then. */
export function overdrawn(states: readonly PurseState[]): PurseRefusal | undefined {
  for (const state of states) {
    const refusal = timeoutsUsed(state) ?? aboveLimit(state);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What all levels together still allow, less what is reserved; `Infinity` of what none of them limits. */
export function leftIn(states: readonly PurseState[], now: number): BudgetAmounts {
  let timeMs = Infinity;
  for (const { until = Infinity } of states) timeMs = Math.min(timeMs, Math.max(0, until - now));
  const left = (name: keyof PurseAmounts): number => Math.max(0, leastLeft(states, name));
  const money = left('nanodollars') / nano;
  return { timeMs, calls: left('calls'), timeouts: left('timeouts'), tokens: left('tokens'), money };
}

/** What the purse has spent, in the units of budgets. */
export function spentIn({ spent, startedAt }: PurseState, now: number): BudgetAmounts {
  const { calls, timeouts, tokens, nanodollars } = spent;
  return { timeMs: Math.max(0, now - startedAt), calls, timeouts, tokens, money: nanodollars / nano };
}

/** The earliest end of the levels' time, in epoch milliseconds. */
export function untilOf(states: readonly PurseState[]): number {
  let earliest = Infinity;
  for (const { until = Infinity } of states) earliest = Math.min(earliest, until);
  return earliest;
}

/** Whether any level limits this. */
export function isLimited(states: readonly PurseState[], name: keyof PurseAmounts): boolean {
  return states.some(({ limits }) => limits[name] !== undefined);
}

/** The least that is left of a limit at any level; below 0 where the truth was more than had been reserved. */
export function leastLeft(states: readonly PurseState[], name: keyof PurseAmounts): number {
  return states.reduce((left, state) => Math.min(left, leftOf(state, name)), Infinity);
}

/** The refusal of a level whose time is over, or its timeouts used up. */
export function closedBy(state: PurseState, now: number): PurseRefusal | undefined {
  const { name, startedAt, until = Infinity } = state;
  if (now < until) return timeoutsUsed(state);
  return { level: name, limit: 'time', max: until - startedAt, left: 0, asked: 0 };
}

function timeoutsUsed({ name, limits, spent }: PurseState): PurseRefusal | undefined {
  const { timeouts: max = Infinity } = limits;
  if (spent.timeouts < max) return undefined;
  return { level: name, limit: 'timeouts', max, left: 0, asked: 0 };
}

function refusedBy(state: PurseState, need: PurseAmounts): PurseRefusal | undefined {
  if (need.calls > 0 && need.calls > leftOf(state, 'calls')) return refusal(state, 'calls', need);
  if (need.tokens > 0 && need.tokens > leftOf(state, 'tokens')) return refusal(state, 'tokens', need);
  if (need.nanodollars > 0 && need.nanodollars > leftOf(state, 'nanodollars'))
    return refusal(state, 'nanodollars', need);
  return undefined;
}

function aboveLimit(state: PurseState): PurseRefusal | undefined {
  if (leftOf(state, 'tokens') < 0) return refusal(state, 'tokens', noAmounts);
  return leftOf(state, 'nanodollars') < 0 ? refusal(state, 'nanodollars', noAmounts) : undefined;
}

function leftOf({ limits, spent, reserved }: PurseState, name: keyof PurseAmounts): number {
  const limit = limits[name];
  return limit === undefined ? Infinity : limit - spent[name] - reserved[name];
}

function refusal(state: PurseState, name: 'calls' | 'tokens' | 'nanodollars', need: PurseAmounts): PurseRefusal {
  const unit = name === 'nanodollars' ? nano : 1;
  const max = (state.limits[name] ?? Infinity) / unit;
  const left = Math.max(0, leftOf(state, name)) / unit;
  return { level: state.name, limit: name === 'nanodollars' ? 'money' : name, max, left, asked: need[name] / unit };
}

function holding(state: PurseState, need: PurseAmounts): PurseState {
  return { ...state, reserved: sum(state.reserved, need) };
}

/** Both amounts together; with the sign -1, the first without the second. */
export function sum(amounts: PurseAmounts, more: PurseAmounts, sign: 1 | -1 = 1): PurseAmounts {
  return {
    calls: amounts.calls + sign * more.calls,
    timeouts: amounts.timeouts + sign * more.timeouts,
    tokens: amounts.tokens + sign * more.tokens,
    nanodollars: amounts.nanodollars + sign * more.nanodollars,
  };
}
