import type { CompletionRequest } from '../model/completion-request.ts';
import { addSample, newQuantiles, quantileOf } from '../time/quantiles.ts';
import type { Quantiles } from '../time/quantiles.ts';

/** When a second request is made. */
export interface HedgeRules {
  /** The share of calls that are answered before it, from 0 to 1, as learned from the model's own. Default: 0.95, or more where less extra load is allowed. */
  readonly quantile: number;
  /** The fewest calls that it is learned from. Default: 50. */
  readonly leastSamples: number;
  /** When it is made before enough has been learned, in milliseconds. Default: not at all. */
  readonly delayMs: number | undefined;
  /** The most requests beyond one a call, as a share of calls from 0 to 1: second ones, and what is tried again. Default: 0.05. */
  readonly extraLoad: number;
  /** How many of them may be saved up. Default: 10. */
  readonly burst: number;
}

/** After the 95th percentile, at most one for 20 calls (Dean and Barroso, The Tail at Scale, 2013). */
export const defaultHedge: HedgeRules = {
  quantile: 0.95,
  leastSamples: 50,
  delayMs: undefined,
  extraLoad: 0.05,
  burst: 10,
};

/** What is known of one model. */
export interface HedgeTarget {
  /** How long whole replies take, and streams up to their first content. */
  readonly whole: Quantiles;
  readonly streamed: Quantiles;
  /** Until when it is limited or set aside, in epoch milliseconds. */
  asideUntil: number;
}

/** All that hedging has learned: plain data. Its functions change it in place. */
export interface HedgeState {
  readonly targets: readonly HedgeTarget[];
  /** How many second requests may be made now: fractions are saved up, and what was tried again may be owed. */
  tokens: number;
}

/** Nothing is known of any of so many models. */
export function newHedgeState(count: number): HedgeState {
  const targets = Array.from({ length: count }, () => ({
    whole: newQuantiles(),
    streamed: newQuantiles(),
    asideUntil: 0,
  }));
  return { targets, tokens: 0 };
}

/** Counts a call, for which a part of a second request may be made. */
export function earnHedge({ extraLoad, burst }: HedgeRules, state: HedgeState): void {
  state.tokens = Math.min(burst, state.tokens + extraLoad);
}

/** Gives back what was spent on a second request that never went out. */
export function refundHedge({ burst }: HedgeRules, state: HedgeState): void {
  state.tokens = Math.min(burst, state.tokens + 1);
}

/** Takes off requests that were made beyond those of the hedge: what is tried again is extra load as well. */
export function chargeHedge({ burst }: HedgeRules, state: HedgeState, requests: number): void {
  state.tokens = Math.max(-burst, state.tokens - requests);
}

/** After how many milliseconds a second request is due; `undefined` where none is made. */
export function hedgeDelay(rules: HedgeRules, target: HedgeTarget, streamed: boolean): number | undefined {
  const learned = quantileOf(streamed ? target.streamed : target.whole, rules.quantile, rules.leastSamples);
  return learned ?? rules.delayMs;
}

/** Whom to ask as well, or why nobody. */
export type HedgeVerdict =
  | { readonly hedges: true; readonly index: number }
  | { readonly hedges: false; readonly why: 'budget' | 'limited' };

/** Sums of fractions may fall short of a whole by a hair. */
const hair = 1e-9;

/**
 * Decides whether a call that is due is asked a second time, and pays for it: the next model that is neither limited nor
 * set aside, or the same one where there is no other.
 */
export function takeHedge(state: HedgeState, now: number): HedgeVerdict {
  const { targets } = state;
  const from = Math.min(1, targets.length - 1);
  const index = targets.findIndex(({ asideUntil }, at) => at >= from && asideUntil <= now);
  if (index < 0) return { hedges: false, why: 'limited' };
  if (state.tokens + hair < 1) return { hedges: false, why: 'budget' };
  state.tokens = Math.max(0, state.tokens - 1);
  return { hedges: true, index };
}

/**
 * Learns from a request. One that was given up tells only that it would have taken longer: beyond the quantile that does
 * not change it, and below nothing is learned.
 */
export function learnHedge(
  rules: HedgeRules,
  target: HedgeTarget,
  streamed: boolean,
  ms: number,
  answered: boolean,
): void {
  if (!answered && ms < (hedgeDelay(rules, target, streamed) ?? 0)) return;
  addSample(streamed ? target.streamed : target.whole, ms);
}

/** Whether a request offers a tool that changes something: every tool does that does not say otherwise. */
export function offersEffects({ tools = [], toolChoice }: Pick<CompletionRequest, 'tools' | 'toolChoice'>): boolean {
  return toolChoice !== 'none' && tools.some(({ effects }) => effects !== 'none');
}
