import { passedLately } from './limiter-meter.ts';
import type { PaceBefore, PaceState } from './limiter-pace-state.ts';
import {
  enterPhase,
  isDear,
  revert,
  shutOut,
  slowest,
  stepBack,
  stepUp,
  trimmableNoise,
} from './limiter-pace-steps.ts';
import { checkSize, checkVerdict, mostNoise, passedPerSecond, refusedShare } from './limiter-window.ts';

/** The share of what was measured that is asked for at first, so that a check is not spoilt by a hair. */
const margin = 0.97;

/** The pace at which a climb begins, in requests a second, where less was seen to pass. */
const firstPace = 4;

/** How long a measurement takes at least, in milliseconds, and how many requests. */
const measureMs = 300;
const measureSize = 24;

/** Below this pace, in requests a second, fewer must do: it takes long enough. */
const slowPace = 5;
const slowSize = 16;

/** The pace that is tried then instead of a still slower one, as a share of the one before. */
const fasterPace = 2;

/** The share of refusals beyond the usual that is no reason to slow down; among many, so many more come by chance. */
const quietExcess = 0.03;
const noisyExcess = 0.15;

/** How many requests must be refused without one that passes until nothing is taken to pass. */
const shutOutSize = 5;

/** Noise above this is so much that a pace is not to be found by single refusals. */
const dearNoise = 0.3;

/** How many slower paces in a row must leave the share of refusals as it was: one may by chance, beside others. */
const paces = 3;

/** Each of them but the first as a share of the one before. */
const nextPace = 0.8;

/** How long a slower pace is given to help before it is judged: a bucket that is empty has to fill a little first. */
const settleMs = 400;
const settleSize = 6;

/** The shortest time for which nothing is sent, so that it is known what became of all that was, in milliseconds. */
const leastHushMs = 50;

/** How often in a row finding noise again doubles the time for which it is believed. */
const mostConfirmed = 5;

/** More is refused than usual: what passes is looked at, or what was too much is taken back. */
export function alarm(state: PaceState, now: number): void {
  state.suspicion = 0;
  const { phase } = state;
  if (phase === 'free') {
    state.hold = Math.max(leastHushMs, 2 * state.refusalMs);
    enterPhase(state, 'hush', now);
    state.window.to = now + state.hold;
  } else if (phase === 'climb') alarmInClimb(state, now);
  else if (phase === 'probe' && isDear(state)) stepBack(state, phase, now);
  else if (phase === 'probe' || phase === 'steady') {
    if (isSavedUp(state)) revert(state, now);
    else measure(state, now);
  }
}

function alarmInClimb(state: PaceState, now: number): void {
  const { window } = state;
  if (window.refused < window.sent) {
    // Before a step has gone well there is none to go back to.
    if (isDear(state) && state.stage > 0) stepBack(state, 'climb', now);
    else measure(state, now);
  } else if (window.sent >= shutOutSize) shutOut(state, now);
}

/** What passes is counted at a pace that is certainly too much, but by no more than is needed to tell. */
function measure(state: PaceState, now: number): void {
  const { phase, perSecond, ceiling } = state;
  if (phase === 'probe' && perSecond !== null) state.perSecond = Math.sqrt(perSecond * Math.min(perSecond, ceiling));
  state.credit = 0;
  enterPhase(state, 'measure', now);
}

/** Goes on to what is due. */
export function goOn(state: PaceState, now: number): void {
  const { phase } = state;
  if (phase === 'climb' || phase === 'probe') stepUp(state, phase, now);
  else if (phase === 'hush') afterHush(state, now);
  else if (phase === 'measure' || phase === 'check') watchWindow(state, now);
}

/** Whether the pace is above what was measured, but by no more than the provider may have saved up. */
function isSavedUp({ perSecond, ceiling, excess, slack }: PaceState): boolean {
  return perSecond !== null && perSecond > ceiling * 1.02 && excess <= 1.5 * slack;
}

function leastExcess({ noise }: PaceState): number {
  return noise < trimmableNoise ? quietExcess : noisyExcess;
}

function watchWindow(state: PaceState, now: number): void {
  const { window, phase, refusalMs } = state;
  if (window.to !== null) {
    if (now >= window.to + 2 * refusalMs) weigh(state, now);
    return;
  }
  if (phase === 'check' && state.stage === 0) {
    if (now - window.from < settleMs || window.sent < settleSize) return;
    enterPhase(state, 'check', now);
    state.stage = 1;
    return;
  }
  if (now - window.from < measureMs || window.sent < windowSize(state)) return;
  window.to = now;
  state.era += 1;
}

function windowSize({ phase, before, noise, perSecond }: PaceState): number {
  const size = phase === 'check' && before !== null ? checkSize(before.share, noise) : measureSize;
  return perSecond !== null && perSecond < slowPace ? Math.min(size, slowSize) : size;
}

function afterHush(state: PaceState, now: number): void {
  const { meter, window } = state;
  if (window.to === null || now < window.to) return;
  const share = Math.min(1, meter.refused / Math.max(1, meter.sent));
  if (state.noise > 0 && share - state.noise < leastExcess(state)) {
    enterPhase(state, 'free', now);
    return;
  }
  const passed = passedLately(meter);
  lower(state, passed, { phase: 'free', perSecond: null, rate: meter.sent, share, stays: 0 }, now);
  state.slack = 0;
  if (share <= mostNoise && passed * margin >= firstPace) return;
  state.before = null;
  state.perSecond = Math.max(firstPace, passed * margin);
  enterPhase(state, 'climb', now);
}

function weigh(state: PaceState, now: number): void {
  const { window, noise, perSecond, phase } = state;
  const share = refusedShare(window);
  const passed = passedIn(state);
  const held = state.climbed ? 'climb' : 'steady';
  if (window.refused >= window.sent) shutOut(state, now);
  else if (phase === 'check' && state.before !== null) judge(state, state.before, now);
  else if (share - noise < leastExcess(state)) hold(state, held, now);
  else lower(state, passed, { phase: held, perSecond, rate: passed / (1 - share), share, stays: 0 }, now);
}

/** It was not too much after all. */
function hold(state: PaceState, phase: 'climb' | 'steady', now: number): void {
  state.ceiling = Math.max(state.ceiling, state.perSecond ?? 0);
  enterPhase(state, phase, now);
}

/** How many pass in a second: in a window with long pauses the clock does not tell. */
function passedIn(state: PaceState): number {
  const { window, perSecond } = state;
  return isDear(state) && perSecond !== null ? perSecond * (1 - refusedShare(window)) : passedPerSecond(window);
}

function judge(state: PaceState, before: PaceBefore, now: number): void {
  const { window, perSecond } = state;
  const share = refusedShare(window);
  const passed = passedIn(state);
  const verdict = checkVerdict(window, before.share, state.noise, passed / (1 - share) / before.rate);
  const stays = verdict === 'noise' ? before.stays + 1 : 0;
  if (verdict === 'capacity') found(state, before, now);
  else if (stays >= paces) dismiss(state, before, (before.share + share) / 2, now);
  else {
    // A share that went down is no measure of how it was before; one that went up shows that it was not seen in full.
    const known = verdict === 'noise' ? share : Math.max(share, before.share);
    lower(state, passed, { ...before, share: (known + before.share) / 2, stays }, now);
    if (stays > 0) state.perSecond = nextPaceOf(perSecond ?? passed, before);
  }
}

/** Where a still slower pace would take long to tell, a faster one tells as well. */
function nextPaceOf(perSecond: number, { rate }: PaceBefore): number {
  const goesFaster = perSecond < slowPace || perSecond > rate;
  return Math.max(slowest, goesFaster ? fasterPace * rate : perSecond * nextPace);
}

/** The slower pace helped: it is what the provider takes. */
function found(state: PaceState, before: PaceBefore, now: number): void {
  const { window } = state;
  state.before = null;
  state.shutOut = 0;
  state.confirmed = 0;
  const isSure = before.perSecond !== null && window.pressed > 0.7 * window.sent;
  enterPhase(state, isSure ? 'steady' : 'probe', now);
}

/** No slower pace helped: the refusals are noise, so the pace is as it was, and may be too slow. */
function dismiss(state: PaceState, before: PaceBefore, noise: number, now: number): void {
  // Where each of many refusals costs everybody a pause, a pace found by them is worth nothing, and slows too much to find out.
  const wasHeld = before.phase === 'steady' && !(isDear(state) && noise > dearNoise);
  state.before = null;
  state.shutOut = 0;
  state.looks = 0;
  state.confirmed = Math.min(mostConfirmed, state.confirmed + 1);
  state.noise = Math.min(mostNoise, noise);
  state.perSecond = wasHeld ? before.perSecond : null;
  state.ceiling = state.perSecond ?? 0;
  enterPhase(state, wasHeld ? 'probe' : 'free', now);
}

function lower(state: PaceState, passed: number, before: PaceBefore, now: number): void {
  const ceiling = Math.max(slowest, passed / (1 - Math.min(mostNoise, state.noise)));
  // No more passes than before: all beyond it was saved up.
  const wasSaved = ceiling < 1.1 * state.ceiling;
  state.missing = 0;
  state.slack = Math.max(ceiling, 3, wasSaved ? state.excess : 0);
  state.excess = 0;
  state.before = before;
  state.ceiling = ceiling;
  state.perSecond = Math.max(slowest, ceiling * margin);
  enterPhase(state, 'check', now);
}
