import { counted, countsWithin } from './circuit-window.ts';
import type { Slices } from './circuit-window.ts';

/** When a target is set aside, and when it is tried again. */
export interface CircuitRules {
  /** How far back calls are looked at, in milliseconds. Default: 10,000. */
  readonly windowMs: number;
  /** The fewest calls in the window that a rate is reckoned from. Default: 10. */
  readonly minimumCalls: number;
  /** The share of failures, from 0 to 1, at which the target is set aside. Default: 0.5. */
  readonly failureRate: number;
  /** Calls that take longer than this are slow, in milliseconds up to the commit point. Default: none is. */
  readonly slowMs: number;
  /** The share of slow calls, from 0 to 1, at which the target is set aside. Default: 0.8. */
  readonly slowRate: number;
  /** The count of failures in a row at which the target is set aside, whatever the rates. Default: none. */
  readonly failuresInARow: number;
  /**
   * The count of failures in a row at which the target counts as down. Before that a caller who has nowhere else to go is
   * let through to a target that is set aside. Default: 20.
   */
  readonly lastResort: number;
  /** How many calls try a target that was set aside; it is taken back when so many went well. Default: 3. */
  readonly probes: number;
  /** The shortest time for which a target is set aside, in milliseconds. Default: 1,000. */
  readonly recoveryMs: number;
  /** The time for which it is set aside again grows with its trouble: by this share of it. Default: 0.05. */
  readonly recoveryShare: number;
  /** The longest such time, in milliseconds. Default: 60,000. */
  readonly longestRecoveryMs: number;
}

/** By rates over 10 s; the pauses are short beside the outage, so that its end is seen soon, and cost next to nothing. */
export const defaultCircuit: CircuitRules = {
  windowMs: 10_000,
  minimumCalls: 10,
  failureRate: 0.5,
  slowMs: Infinity,
  slowRate: 0.8,
  failuresInARow: Infinity,
  lastResort: 20,
  probes: 3,
  recoveryMs: 1_000,
  recoveryShare: 0.05,
  longestRecoveryMs: 60_000,
};

/** The classic circuit breaker: after 5 failures in a row nobody is let through for 60 s, then one call is. */
export const classicCircuit: Partial<CircuitRules> = {
  minimumCalls: Infinity,
  failuresInARow: 5,
  lastResort: 5,
  probes: 1,
  recoveryMs: 60_000,
};

/** What is known of a target's health: plain data. Times are epoch milliseconds, 0 for never. */
export interface CircuitState {
  readonly phase: 'closed' | 'open' | 'half-open';
  readonly slices: Slices;
  /** Failures since the last answer. */
  readonly streak: number;
  /** Whether the target counts as down: callers who have nowhere else to go are held as well. */
  readonly down: boolean;
  /** Until when no call tries the target. It never moves back. */
  readonly openUntil: number;
  /** When further calls try it, though those that try it now have not come back. */
  readonly moreProbesAt: number;
  /** When the trouble began that set the target aside. */
  readonly troubleSince: number;
  readonly closedAt: number;
  /** How many more calls may try the target now. */
  readonly probesLeft: number;
  /** How many of those that tried went well. */
  readonly probesPassed: number;
}

/** The circuit of a target of which nothing is known. */
export const closedCircuit: CircuitState = {
  phase: 'closed',
  slices: [],
  streak: 0,
  down: false,
  openUntil: 0,
  moreProbesAt: 0,
  troubleSince: 0,
  closedAt: 0,
  probesLeft: 0,
  probesPassed: 0,
};

/** Whether a call may go to the target: as usual, to try it, or not for so many milliseconds. */
export type CircuitVerdict =
  | { readonly enters: true; readonly probe: boolean }
  | { readonly enters: false; readonly waitMs: number };

/** What a call showed of the target's health: it answered, it failed, its reply broke off after it had begun, or nothing. */
export type HealthSign = 'answered' | 'failed' | 'broken' | 'none';

/** A call that has come back. */
export interface CircuitReport {
  readonly sign: HealthSign;
  readonly slow: boolean;
  readonly probe: boolean;
  /** When the call was let through, in epoch milliseconds. */
  readonly begunAt: number;
}

const asUsual: CircuitVerdict = { enters: true, probe: false };
const asProbe: CircuitVerdict = { enters: true, probe: true };

/**
 * Decides whether a call may go to the target.
 * @param alone The caller has nowhere else to go.
 */
export function enterCircuit(
  rules: CircuitRules,
  state: CircuitState,
  now: number,
  alone: boolean,
): { readonly state: CircuitState; readonly verdict: CircuitVerdict } {
  if (state.phase === 'closed') return { state, verdict: asUsual };
  // Probes may be long in coming back: then others go, so that a hanging one holds up nobody.
  const triedAt = triedAgainAt(state);
  const due = now >= triedAt && state.probesLeft === 0;
  const next = due ? halfOpened(rules, state, now) : state;
  if (next.phase === 'half-open' && next.probesLeft > 0) {
    return { state: { ...next, probesLeft: next.probesLeft - 1 }, verdict: asProbe };
  }
  if (alone && !next.down) return { state: next, verdict: asUsual };
  return { state: next, verdict: { enters: false, waitMs: Math.max(1, triedAt - now) } };
}

/** When a target that is set aside is tried next, in epoch milliseconds. */
export function triedAgainAt({ phase, openUntil, moreProbesAt }: CircuitState): number {
  return phase === 'open' ? openUntil : moreProbesAt;
}

/** What is known after a call has come back. */
export function settleCircuit(
  rules: CircuitRules,
  state: CircuitState,
  now: number,
  report: CircuitReport,
): CircuitState {
  const probing = report.probe && state.phase === 'half-open';
  if (report.sign === 'none') return probing ? freed(rules, state) : state;
  const next = noted(rules, state, now, report);
  if (report.sign === 'answered' && !report.slow) return probing ? passed(rules, next, now) : next;
  return probing || (next.phase === 'closed' && trips(rules, next, now)) ? opened(rules, next, now) : next;
}

function noted(rules: CircuitRules, state: CircuitState, now: number, report: CircuitReport): CircuitState {
  const { sign, slow, begunAt } = report;
  if (sign === 'answered') {
    const add = { calls: 1, slow: slow ? 1 : 0 };
    return { ...state, streak: 0, slices: counted(state.slices, now, rules.windowMs, add) };
  }
  // What began before the target was taken back tells of its old trouble.
  if (begunAt < state.closedAt) return state;
  // A reply that breaks off was counted as a call when it began.
  const add = { calls: sign === 'broken' ? 0 : 1, marked: 1 };
  const streak = state.streak + 1;
  const slices = counted(state.slices, now, rules.windowMs, add);
  return { ...state, streak, slices, down: state.down || streak >= rules.lastResort };
}

function halfOpened(rules: CircuitRules, state: CircuitState, now: number): CircuitState {
  const probesPassed = state.phase === 'half-open' ? state.probesPassed : 0;
  const moreProbesAt = now + pauseMs(rules, state, now);
  return { ...state, phase: 'half-open', moreProbesAt, probesLeft: rules.probes, probesPassed };
}

function freed(rules: CircuitRules, state: CircuitState): CircuitState {
  return { ...state, probesLeft: Math.min(rules.probes, state.probesLeft + 1) };
}

function passed(rules: CircuitRules, state: CircuitState, now: number): CircuitState {
  const probesPassed = state.probesPassed + 1;
  if (probesPassed < rules.probes) return { ...state, probesPassed };
  return { ...state, phase: 'closed', slices: [], down: false, closedAt: now, probesLeft: 0, probesPassed: 0 };
}

function opened(rules: CircuitRules, state: CircuitState, now: number): CircuitState {
  const relapse = state.phase !== 'closed' || now - state.closedAt < rules.windowMs;
  const troubleSince = relapse && state.troubleSince > 0 ? state.troubleSince : now;
  const openUntil = Math.max(state.openUntil, now + pauseMs(rules, { troubleSince }, now));
  return { ...state, phase: 'open', openUntil, troubleSince, probesLeft: 0, probesPassed: 0 };
}

function pauseMs(rules: CircuitRules, { troubleSince }: Pick<CircuitState, 'troubleSince'>, now: number): number {
  const grown = Math.ceil((now - troubleSince) * rules.recoveryShare);
  return Math.min(Math.max(grown, rules.recoveryMs), Math.max(rules.longestRecoveryMs, rules.recoveryMs));
}

function trips(rules: CircuitRules, state: CircuitState, now: number): boolean {
  if (state.streak >= Math.min(rules.failuresInARow, rules.lastResort)) return true;
  const { calls, marked, slow } = countsWithin(state.slices, now, rules.windowMs);
  return calls >= rules.minimumCalls && (marked >= rules.failureRate * calls || slow >= rules.slowRate * calls);
}
