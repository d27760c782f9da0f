import { counted, countsWithin } from './circuit-window.ts';
import type { Slices } from './circuit-window.ts';

/** How many retries a target is burdened with. */
export interface RetryBudgetRules {
  /** The share of calls, from 0 to 1, that may be retries. Default: 0.2. */
  readonly share: number;
  /** So many retries in the window are allowed however few calls there are. Default: 10. */
  readonly least: number;
  /** How far back calls and retries are counted, in milliseconds. Default: 10,000. */
  readonly windowMs: number;
}

/** A fifth of all calls, so that a failing target is asked at most 1.2 times as often as one that stands. */
export const defaultRetryBudget: RetryBudgetRules = { share: 0.2, least: 10, windowMs: 10_000 };

/** The calls and retries of the newest past: plain data. */
export interface RetryBudgetState {
  readonly slices: Slices;
}

/** A budget that nobody has drawn on. */
export const freshRetryBudget: RetryBudgetState = { slices: [] };

/** Notes that a call begins. */
export function countCall(rules: RetryBudgetRules, state: RetryBudgetState, now: number): RetryBudgetState {
  return { slices: counted(state.slices, now, rules.windowMs, { calls: 1 }) };
}

/** Takes one retry out of the budget; nothing is given where it is used up. Rate-limit waits are not to be asked for here. */
export function takeRetry(rules: RetryBudgetRules, state: RetryBudgetState, now: number): RetryBudgetState | undefined {
  const { calls, marked } = countsWithin(state.slices, now, rules.windowMs);
  if (marked + 1 > Math.max(rules.least, rules.share * calls)) return undefined;
  return { slices: counted(state.slices, now, rules.windowMs, { marked: 1 }) };
}
