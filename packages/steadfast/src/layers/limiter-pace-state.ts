import type { Meter } from './limiter-meter.ts';
import { newWindow } from './limiter-window.ts';
import type { PaceWindow } from './limiter-window.ts';

/**
 * Where the search for the right pace stands: `free`, nothing was learned, so nothing is held; `hush`, what is on its way
 * is waited for; `measure`, what passes is counted; `check`, a slower pace is tried, to see whether that helps; `steady`, the
 * pace is held and trimmed; `probe`, more is tried, step by step; `climb`, so is it, from nothing, and faster.
 */
export type PacePhase = 'free' | 'hush' | 'measure' | 'check' | 'steady' | 'probe' | 'climb';

/** A pace that too many refusals came at: what was allowed, what was sent in a second, and the share of refusals. */
export interface PaceBefore {
  readonly phase: PacePhase;
  readonly perSecond: number | null;
  readonly rate: number;
  readonly share: number;
  /** How many slower paces have left it as it was. */
  readonly stays: number;
}

/** What was learned of the rate at which a provider takes requests: plain data. */
export interface PaceState {
  phase: PacePhase;
  /** Requests in a second; `null` while nothing is held. */
  perSecond: number | null;
  /** How many passed in a second when that was last measured. */
  ceiling: number;
  /** The share of requests that is refused whatever the rate. */
  noise: number;
  /** How often it was looked at since it was found, and how often in a row it was found. */
  looks: number;
  confirmed: number;
  /** The sum of the test for more refusals than usual. */
  suspicion: number;
  /** How long a refusal takes to come, in milliseconds. */
  refusalMs: number;
  /** How long a refusal makes everybody pause, in milliseconds. */
  pauseMs: number;
  /** How many refusals were to be expected since the last one. */
  missing: number;
  /** When more is to be tried, after a step back: epoch milliseconds. */
  probeAt: number | null;
  /** How many such pauses lie between two probes. */
  apart: number;
  /** The steps taken in a phase. */
  stage: number;
  /** Requests sent beyond the ceiling in the last ten seconds. */
  excess: number;
  excessAt: number;
  /** How much excess the provider takes, as far as that was seen: the size of its own bucket. */
  slack: number;
  /** Counts changes of pace: a refusal of a request sent at another pace says nothing of this one. */
  era: number;
  window: PaceWindow;
  /** How it was before the pace was lowered, while it is not known whether that helps. */
  before: PaceBefore | null;
  /** Whether it was climbing before it measured. */
  climbed: boolean;
  /** How often in a row nothing passed at all. */
  shutOut: number;
  /** For how long nobody should be let through, until somebody has seen to that, in milliseconds. */
  hold: number;
  meter: Meter;
  /** What may be sent at once, when that was so (epoch milliseconds), and what a pause left over. */
  level: number;
  levelAt: number;
  credit: number;
}

/** Nothing learned yet. */
export function newPaceState(now: number): PaceState {
  return {
    phase: 'free',
    perSecond: null,
    ceiling: 0,
    noise: 0,
    looks: 0,
    confirmed: 0,
    suspicion: 0,
    refusalMs: 50,
    pauseMs: 0,
    missing: 0,
    probeAt: null,
    apart: 5,
    stage: 0,
    excess: 0,
    excessAt: now,
    slack: 0,
    era: 0,
    window: newWindow(0, now),
    before: null,
    climbed: false,
    shutOut: 0,
    hold: 0,
    meter: { at: now, sent: 0, refused: 0 },
    level: 2,
    levelAt: now,
    credit: 0,
  };
}
