import type { PaceState } from './limiter-pace-state.ts';
import { newWindow, refusedShare } from './limiter-window.ts';

/** The slowest pace, in requests a second: somebody has to ask, or nobody learns that it is over. */
export const slowest = 0.05;

/** Above this noise a single refusal means nothing, and only alarms count. */
export const trimmableNoise = 0.05;

/** How much the pace is lowered by one refusal at 1 request a second; at more it is less, by the square root. */
const trim = 0.4;
const leastTrim = 0.01;
const mostTrim = 0.15;

/**
 * How many refusals a second are aimed at, whatever the pace, and the highest share of requests. Those who share a limit are
 * refused the same share of what they send: whoever sends more is refused more often than that, and gives way.
 */
const aim = 1 / 8;
const mostAim = 0.012;

/** Where so many refusals were to be expected and none came, what was learned may be out of date. */
const overdue = 6;

/** After how many looks noise is looked for anew; each time that it is found again it is believed twice as long. */
const firstLooks = 12;

/** How long a step up takes at least, in milliseconds, and how many requests. */
const steps = { probe: { ms: 200, size: 5 }, climb: { ms: 100, size: 3 } } as const;

/** A step of a climb doubles the pace; those of a probe begin with a twentieth and double from one to the next. */
const climbStep = 2;
const probeStep = 0.05;
const mostProbeStep = 0.1;
const mostDearStep = 0.25;

/** A pause this long, in milliseconds, makes a refusal dear: then a pace is raised by probes only, and not by and by. */
const dearMs = 200;

/** How many pauses lie between two probes then: fewer while they find more, at most so many while they do not. */
const leastApart = 5;
const mostApart = 40;

/** How much of a pace is asked for that was just too much, or just not. */
const justBelow = 0.99;

/** The pause when nothing passes, in milliseconds; it doubles. */
const shutOutMs = 500;
const longestShutOutMs = 20_000;

/** Begins a phase, with a window of its own. */
export function enterPhase(state: PaceState, phase: PaceState['phase'], now: number): void {
  if (phase !== 'measure') state.climbed = phase === 'climb';
  state.phase = phase;
  state.stage = 0;
  state.suspicion = 0;
  state.era += 1;
  state.window = newWindow(state.era, now);
}

/** Whether a refusal costs everybody a long pause. */
export function isDear({ pauseMs }: PaceState): boolean {
  return pauseMs >= dearMs;
}

/** Raises a steady pace a little, or begins to probe for more, after a request that had to wait. */
export function raisePace(state: PaceState, now: number): void {
  const { perSecond } = state;
  if (perSecond === null) return;
  const dear = isDear(state);
  const expected = Math.min(mostAim, aim / perSecond);
  state.missing += expected;
  const isDue = now >= (state.probeAt ?? (dear ? 0 : Infinity));
  if (isDue || (!dear && state.missing > overdue)) {
    state.missing = 0;
    state.probeAt = null;
    enterPhase(state, 'probe', now);
  } else if (!dear) state.perSecond = perSecond * (1 + trimAt(perSecond) * expected);
}

/** Lowers a steady pace a little, after a refusal. */
export function trimPace(state: PaceState): void {
  const { perSecond, ceiling } = state;
  if (perSecond === null) return;
  // The provider did not save up as much as was thought.
  const hurried = state.credit > 0;
  if (hurried) state.slack /= 2;
  state.credit = 0;
  if (hurried && isDear(state)) return;
  if (isDear(state) && perSecond > ceiling * 1.03) {
    state.perSecond = (perSecond + ceiling) / 2;
    return;
  }
  state.perSecond = Math.max(slowest, perSecond * (1 - trimAt(perSecond)));
  state.ceiling += (state.perSecond - ceiling) / 4;
}

/** Takes the next step up, once this one has gone well for a while. */
export function stepUp(state: PaceState, phase: 'climb' | 'probe', now: number): void {
  const { window, perSecond } = state;
  const { ms, size } = steps[phase];
  if (perSecond === null || now - window.from < ms + state.refusalMs || window.sent < size) return;
  if (window.refused === 0) state.shutOut = 0;
  const limited = window.pressed > window.sent / 2;
  state.window = newWindow(state.era, now);
  if (!limited) return;
  if (phase === 'probe') state.perSecond = perSecond * (1 + probeStepAt(state, state.stage));
  else state.perSecond = Math.max(perSecond * climbStep, state.ceiling / 4);
  state.stage += 1;
}

/** Where each refusal costs a pause nothing is measured: the last step that went well is held. */
export function stepBack(state: PaceState, phase: 'climb' | 'probe', now: number): void {
  const { perSecond, stage } = state;
  if (perSecond === null) return;
  const lastStep = phase === 'probe' ? 1 + probeStepAt(state, stage - 1) : climbStep;
  state.perSecond = Math.max(slowest, (perSecond / lastStep) * justBelow);
  if (phase !== 'probe') state.ceiling = state.perSecond;
  state.apart = phase === 'probe' && stage < 3 ? Math.min(mostApart, state.apart * 2) : leastApart;
  state.credit = 0;
  if (state.slack === 0) state.slack = state.ceiling;
  enterPhase(state, 'steady', now);
  state.probeAt = now + state.apart * state.pauseMs;
}

/** What the provider had saved up is used: no more than that was too much. */
export function revert(state: PaceState, now: number): void {
  state.slack = Math.max(state.slack * 0.9, state.excess);
  state.perSecond = state.ceiling * justBelow;
  state.credit = 0;
  enterPhase(state, 'steady', now);
}

/** Nothing passes: after a pause, one a second is sent until something does. */
export function shutOut(state: PaceState, now: number): void {
  state.hold = Math.min(longestShutOutMs, shutOutMs * 2 ** state.shutOut);
  state.shutOut += 1;
  state.before = null;
  state.perSecond = 1;
  state.level = 1;
  state.levelAt = now + state.hold;
  enterPhase(state, 'climb', now);
}

/** Looks again at the usual share of refusals: noise that is gone must not hide the next rise. */
export function relearn(state: PaceState, now: number): void {
  const share = refusedShare(state.window);
  if (share < state.noise / 2) state.noise = share < 0.02 ? 0 : share;
  else if (share < state.noise || state.perSecond === null)
    state.noise += (share - state.noise) * Math.max(1 / 8, 1 / (state.looks + 2));
  if (isDear(state) && state.window.refused === 0) state.ceiling = Math.max(state.ceiling, state.perSecond ?? 0);
  if (state.noise >= trimmableNoise) doubt(state);
  state.window = newWindow(state.era, now);
}

/** What was taken for noise may have been others who sent too much for a while. */
function doubt(state: PaceState): void {
  state.looks += 1;
  if (state.looks > firstLooks * 2 ** state.confirmed) state.noise = 0;
}

function probeStepAt(state: PaceState, stage: number): number {
  return stage < 0 ? 0 : Math.min(isDear(state) ? mostDearStep : mostProbeStep, probeStep * 2 ** stage);
}

function trimAt(perSecond: number): number {
  return Math.min(mostTrim, Math.max(leastTrim, trim / Math.sqrt(perSecond)));
}
