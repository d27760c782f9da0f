import { addSample, newQuantiles, quantileOf } from '../time/quantiles.ts';
import type { Quantiles } from '../time/quantiles.ts';

/** How a bound follows from what was learned. */
export interface BoundRule {
  /** The bound is at least so many times what 99 of 100 need. */
  readonly multiple: number;
  /** It is never tighter than this, in milliseconds. */
  readonly floorMs: number;
}

/**
 * The bounds that are learned: until the first content of a stream, between two of its parts, and for a whole reply. They
 * leave far more time than healthy calls need, because a call that is ended in vain costs more than one that is ended late.
 */
export const boundRules = {
  firstContent: { multiple: 10, floorMs: 15_000 },
  gap: { multiple: 20, floorMs: 20_000 },
  whole: { multiple: 10, floorMs: 60_000 },
} as const;

/** A bound is at least twice the longest that was seen lately. */
const overLongest = 2;

/** Fewer samples say nothing of 99 in 100. */
const leastSamples = 64;

/** A bound is reckoned again after so many samples, or at once after one that it hardly left time for. */
const samplesBetween = 16;

/** A time that is learned, and the bound that follows from it. */
export interface LearnedTime {
  readonly quantiles: Quantiles;
  /** Milliseconds; absent until enough was seen. */
  boundMs?: number;
  /** After how many samples the bound is reckoned again. */
  due: number;
}

/** What was learned of calls of one kind to one target. */
export interface Latency {
  readonly firstContent: LearnedTime;
  /** The longest time between two parts of a stream, one sample for each stream. */
  readonly gap: LearnedTime;
  readonly whole: LearnedTime;
  /** How many attempts in a row were ended by a learned bound: each of them doubles it, until one goes well. */
  ended: number;
}

/** What was learned of one target, by kinds of calls: plain data that can be saved as JSON. There are at most 12 kinds. */
export type Latencies = Record<string, Latency>;

/** Begins to learn. */
export function newLatency(): Latency {
  return { firstContent: newTime(), gap: newTime(), whole: newTime(), ended: 0 };
}

function newTime(): LearnedTime {
  return { quantiles: newQuantiles(), due: 0 };
}

/** Learns from what went well, in milliseconds. */
export function learnTime(time: LearnedTime, rule: BoundRule, ms: number): void {
  addSample(time.quantiles, ms);
  time.due -= 1;
  if (time.due > 0 && ms * overLongest <= (time.boundMs ?? 0)) return;
  time.due = samplesBetween;
  const usual = quantileOf(time.quantiles, 0.99, leastSamples);
  const longest = quantileOf(time.quantiles, 1, leastSamples);
  if (usual === undefined || longest === undefined) return;
  time.boundMs = Math.ceil(Math.max(rule.floorMs, rule.multiple * usual, overLongest * longest));
}

/** The learned bound in milliseconds, but no more than the ceiling; the ceiling where too little is known. */
export function boundOf({ boundMs = Infinity }: LearnedTime, ended: number, ceilingMs: number): number {
  return Math.min(ceilingMs, boundMs * 2 ** Math.min(ended, 10));
}
