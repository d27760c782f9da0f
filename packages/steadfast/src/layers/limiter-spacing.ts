import type { PaceState } from './limiter-pace-state.ts';

/** What may be sent at once after a pause, however slow the pace is, and how much of the pace timers may come late. */
const leastAtOnce = 2;
const lateMs = 20;

/** How much faster than its pace a provider may be asked while what a pause left over is made good. */
const hurry = 1.5;

/** Milliseconds until so many requests fit the pace; 0 when they do now. */
export function spacingWait(state: PaceState, requests: number, now: number): number {
  if (state.perSecond === null) return 0;
  refill(state, state.perSecond, now);
  const missing = requests - state.level;
  return missing <= 1e-6 ? 0 : (missing * 1_000) / state.perSecond;
}

/** Takes one request off what may be sent. */
export function space(state: PaceState, now: number): void {
  if (state.perSecond === null) return;
  refill(state, state.perSecond, now);
  state.level -= 1;
}

function refill(state: PaceState, perSecond: number, now: number): void {
  const ms = now - state.levelAt;
  if (ms <= 0) return;
  state.levelAt = now;
  const usual = (perSecond * ms) / 1_000;
  const more = Math.min(state.credit, usual * (hurry - 1));
  state.credit -= more;
  state.level = Math.min(leastAtOnce + (perSecond * lateMs) / 1_000, state.level + usual + more);
}
