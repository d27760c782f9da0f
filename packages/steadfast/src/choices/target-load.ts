import { errorPolicies } from '../model/error-policy.ts';
import type { ModelError } from '../model/error.ts';
import { asideUntil } from './aside.ts';

/** How a target fares, as plain data; its functions change it in place. */
export interface TargetLoad {
  /** Calls that it is working at. */
  underWay: number;
  /** How long whole replies take of late, and streams up to their first content, in milliseconds; 0 for not known. */
  wholeMs: number;
  streamedMs: number;
  /** 1 for a target that answers; each failure halves it. */
  health: number;
  /** When it was last heard of, in epoch milliseconds. */
  heardAt: number;
  /** Until when it is limited or set aside, in epoch milliseconds. */
  asideUntil: number;
}

/** The weight of one more sample beside all before: that of the smoothed round-trip time of TCP (RFC 6298). */
const sampleWeight = 1 / 8;

/** In this time what is known loses two thirds of its weight, so that a target that did badly is tried again. */
const memoryMs = 30_000;

/** Health never gets worse than this. */
const worstHealth = 1 / 64;

/** With less health than this a target is not chosen for its sessions: after three failures in a row. */
const stickyHealth = 0.2;

/** A target of which nothing is known. */
export function newTargetLoad(): TargetLoad {
  return { underWay: 0, wholeMs: 0, streamedMs: 0, health: 1, heardAt: 0, asideUntil: 0 };
}

/** A call goes to the target. */
export function beginLoad(load: TargetLoad): void {
  load.underWay += 1;
}

/** A call has left the target, in whatever way. */
export function endLoad(load: TargetLoad): void {
  load.underWay -= 1;
}

/** The target has answered: wholly, or with the first content of a stream. */
export function answerLoad(load: TargetLoad, now: number, ms: number, streamed: boolean): void {
  const known = streamed ? load.streamedMs : load.wholeMs;
  const weight = known === 0 ? 1 : Math.max(sampleWeight, 1 - keptAfter(now - load.heardAt));
  const learned = Math.max(1, known + (ms - known) * weight);
  if (streamed) load.streamedMs = learned;
  else load.wholeMs = learned;
  const health = healthAt(load, now);
  load.health = health + (1 - health) * sampleWeight;
  load.heardAt = now;
}

/** The target has failed. */
export function failLoad(load: TargetLoad, now: number, error: Pick<ModelError, 'kind' | 'retryAfterMs'>): void {
  load.asideUntil = asideUntil(load.asideUntil, error, now);
  if (!errorPolicies[error.kind].health) return;
  load.health = Math.max(worstHealth, healthAt(load, now) / 2);
  load.heardAt = now;
}

/** How well a target does now, from 0 to 1; it recovers by time. */
export function healthAt({ health, heardAt }: TargetLoad, now: number): number {
  return 1 - (1 - health) * keptAfter(now - heardAt);
}

/** How long an answer takes now, in milliseconds, as far as it is remembered: at least 1, and `otherwise` where nothing is known. */
export function latencyAt(load: TargetLoad, now: number, streamed: boolean, otherwise: number = 1): number {
  const known = streamed ? load.streamedMs : load.wholeMs;
  return known === 0 ? otherwise : Math.max(1, known * keptAfter(now - load.heardAt));
}

function keptAfter(ms: number): number {
  return Math.exp(-Math.max(0, ms) / memoryMs);
}

/** What it takes to have one more call answered: time, in milliseconds, for those before it too, and what failures add. */
export function burdenAt(load: TargetLoad, now: number, streamed: boolean, otherwise: number): number {
  return ((load.underWay + 1) * latencyAt(load, now, streamed, otherwise)) / healthAt(load, now);
}

/** Whether the target may keep its sessions: it stands, and has no more to do than it is meant to. */
export function keepsSessions(load: TargetLoad, now: number, mostUnderWay: number): boolean {
  return load.asideUntil <= now && load.underWay < mostUnderWay && healthAt(load, now) >= stickyHealth;
}
