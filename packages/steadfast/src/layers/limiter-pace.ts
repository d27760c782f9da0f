import { meter, passedLately } from './limiter-meter.ts';
import { newPaceState } from './limiter-pace-state.ts';
import type { PaceBefore, PaceState } from './limiter-pace-state.ts';
import { space, spacingWait } from './limiter-spacing.ts';
import { isAlarming, refusedSuspicion, sentSuspicion } from './limiter-suspicion.ts';
import { checkSize, checkVerdict, mostNoise, newWindow, passedPerSecond, refusedShare } from './limiter-window.ts';

/** The slowest pace, in requests a second: somebody has to ask, or nobody learns that it is over. */
const slowest = 0.05;

/** The share of what was measured that is asked for at first, so that a check is not spoilt by a hair. */
const margin = 0.97;

/** How much the pace is lowered by one refusal at 1 request a second; at more it is less, by the square root. */
const trim = 0.25;
const leastTrim = 0.01;
const mostTrim = 0.1;

/** What is left of a pace that has become far too fast, where nothing is measured. */
const deepTrim = 0.7;

/**
 * The share of refusals that is aimed at, at 100 requests a second, and the highest. Whoever sends more aims at less, by the
 * square root: so those who share a limit come to share it evenly.
 */
const aim = 0.004;
const mostAim = 0.009;

/** Above this noise a single refusal means nothing, and only alarms count. */
const trimmableNoise = 0.05;

/** For how long requests beyond the ceiling are remembered, in milliseconds, and for how many requests at least. */
const excessMs = 10_000;
const excessSize = 50;

/** By how much the pace is raised in a step, how long a step takes at least, and how many requests. */
const steps = { probe: { ms: 200, size: 5 }, climb: { ms: 100, size: 3 } } as const;

/** A step of a climb doubles the pace; those of a probe begin with a twentieth and double from one to the next. */
const climbStep = 2;
const probeStep = 0.05;
const mostProbeStep = 0.4;

/** The pace at which a climb begins, in requests a second, where less was seen to pass. */
const firstPace = 4;

/** A pause this long, in milliseconds, makes a refusal dear: then a pace is raised by probes only, and not by and by. */
const dearMs = 200;

/** How many pauses lie between two probes: fewer while they find more, at most so many while they do not. */
const leastApart = 5;
const mostApart = 40;

/** How long a measurement takes at least. */
const measureMs = 300;
const measureSize = 24;

/** The pause when nothing passes, in milliseconds; it doubles. */
const shutOutMs = 500;
const longestShutOutMs = 20_000;

/** The pace at which a request was sent. */
export interface PaceMark {
  readonly era: number;
  readonly at: number;
}

/**
 * Finds the rate at which a provider takes requests from nothing but its refusals. It holds nothing until refusals rise
 * above what is usual. Then it lowers the pace to what passed, and looks whether that helped: refusals that stay as frequent
 * are noise, and the pace is what it was. A pace that helped is held, lowered a little by each refusal and raised a little by
 * each request, so that one in some hundred is refused; where far more passes than a bucket could have saved up, it climbs.
 */
export class Pace {
  readonly state: PaceState;
  /** For how long nobody should be let through from now, in milliseconds; taken by who asks. */
  #hold = 0;

  constructor(state: PaceState) {
    this.state = state;
  }

  static begin(now: number): Pace {
    return new Pace(newPaceState(now));
  }

  /** Milliseconds until so many requests may be sent. */
  wait(requests: number, now: number): number {
    if (this.state.perSecond === null && this.state.phase === 'free') return 0;
    this.#turn(now);
    return spacingWait(this.state, requests, now);
  }

  /** Whether it is known well enough to tell somebody how long a line takes. */
  get isSettled(): boolean {
    const { phase } = this.state;
    return phase === 'steady' || phase === 'measure';
  }

  /** The pause that the last refusals make necessary, in milliseconds; 0 the next time. */
  takeHold(): number {
    const hold = this.#hold;
    this.#hold = 0;
    return hold;
  }

  /**
   * A pause is made: its time does not count, and what the provider saves up meanwhile may be used soon after.
   * @param more how much longer than already known everybody is held, in milliseconds
   */
  paused(ms: number, more: number, now: number): void {
    const { state } = this;
    const { perSecond, slack } = state;
    if (perSecond !== null) state.credit = Math.min(slack, state.credit + (perSecond * more) / 1_000);
    state.pauseMs += (ms - state.pauseMs) * 0.2;
    state.excessAt += more;
    state.levelAt = Math.max(state.levelAt, now) + more;
    state.meter.at += more;
  }

  /**
   * A request is sent.
   * @param pressed whether it had to wait for its turn
   */
  sent(now: number, pressed: boolean): PaceMark {
    const { state } = this;
    meter(state.meter, now, 1, 0);
    state.suspicion = sentSuspicion(state.suspicion, state.noise);
    if (state.phase !== 'free') this.#count(now, pressed);
    else if (state.noise > 0) this.#listen(now);
    return { era: state.era, at: now };
  }

  /**
   * A request was refused for its rate.
   * @param hinted whether the provider said for how long, which noise does not
   */
  refused(mark: PaceMark, now: number, hinted: boolean): void {
    const { state } = this;
    state.refusalMs += (Math.max(0, now - mark.at) - state.refusalMs) * 0.2;
    meter(state.meter, now, 0, 1);
    if (mark.era === state.window.era) state.window.refused += 1;
    if (mark.era !== state.era) return;
    state.suspicion = refusedSuspicion(state.suspicion, state.noise);
    if (state.phase === 'steady' && state.noise < trimmableNoise) this.#trim();
    if (isAlarming(state.suspicion) || (hinted && endsAtOnce(state.phase))) this.#alarm(now);
    this.#turn(now);
  }

  #count(now: number, pressed: boolean): void {
    const { state } = this;
    const { window } = state;
    space(state, now);
    if (window.to === null) {
      window.sent += 1;
      if (pressed) window.pressed += 1;
    }
    if (now >= state.excessAt) {
      const memoryMs = Math.max(excessMs, (excessSize * 1_000) / Math.max(slowest, state.ceiling));
      const kept = state.excess * Math.exp((state.excessAt - now) / memoryMs);
      state.excess = Math.max(0, kept + 1 - (state.ceiling * (now - state.excessAt)) / 1_000);
      state.excessAt = now;
    }
    if (state.phase === 'steady') {
      if (window.sent >= 100) this.#relearn(now);
      if (pressed) this.#raise(now);
    } else this.#turn(now);
  }

  get #isDear(): boolean {
    return this.state.pauseMs >= dearMs;
  }

  #raise(now: number): void {
    const { state } = this;
    const { perSecond } = state;
    if (perSecond === null) return;
    if (this.#isDear) {
      if (now >= state.probeAt) this.#enter('probe', now);
      return;
    }
    state.perSecond = perSecond * (1 + trimAt(perSecond) * Math.min(mostAim, aim * Math.sqrt(100 / perSecond)));
    if (state.excess > 2 * state.slack + 3) this.#enter('probe', now);
  }

  #trim(): void {
    const { state } = this;
    const { perSecond, ceiling } = state;
    if (perSecond === null) return;
    // The provider did not save up as much as was thought.
    const hurried = state.credit > 0;
    if (hurried) state.slack /= 2;
    state.credit = 0;
    if (hurried && this.#isDear) return;
    if (this.#isDear && perSecond > ceiling * 1.03) {
      state.perSecond = (perSecond + ceiling) / 2;
      return;
    }
    state.perSecond = Math.max(slowest, perSecond * (1 - trimAt(perSecond)));
    state.ceiling += (state.perSecond - ceiling) / 4;
  }

  #alarm(now: number): void {
    const { state } = this;
    state.suspicion = 0;
    const { phase, perSecond, ceiling, window } = state;
    if (phase === 'free') {
      this.#hold = Math.max(50, 2 * state.refusalMs);
      this.#enter('hush', now);
      state.window.to = now + this.#hold;
    } else if (phase === 'climb' && window.refused >= Math.max(2, window.sent)) this.#shut(now);
    else if (phase === 'climb' || phase === 'probe' || phase === 'steady') {
      const isOver = perSecond !== null && perSecond > ceiling * 1.02;
      if (this.#isDear) this.#stepBack(phase, now);
      else if (phase !== 'climb' && isOver && state.excess <= 1.5 * state.slack) this.#revert(now);
      else this.#enter('measure', now);
    }
  }

  /** Where each refusal costs a pause nothing is measured: the last step that went well is held. */
  #stepBack(phase: 'climb' | 'probe' | 'steady', now: number): void {
    const { state } = this;
    const { perSecond, stage } = state;
    if (perSecond === null) return;
    const lastStep = phase === 'probe' ? 1 + probeStepAt(stage - 1) : phase === 'climb' ? climbStep : 1 / deepTrim;
    state.perSecond = Math.max(slowest, (perSecond / lastStep) * 0.99);
    if (phase !== 'probe') state.ceiling = state.perSecond;
    state.apart = phase === 'probe' && stage < 3 ? Math.min(mostApart, state.apart * 2) : leastApart;
    state.credit = 0;
    if (state.slack === 0) state.slack = state.ceiling;
    this.#enter('steady', now);
    state.probeAt = now + state.apart * state.pauseMs;
  }

  /** What the provider had saved up is used: no more than that was too much. */
  #revert(now: number): void {
    const { state } = this;
    state.slack = Math.max(state.slack * 0.9, state.excess);
    state.perSecond = state.ceiling * 0.99;
    state.credit = 0;
    this.#enter('steady', now);
  }

  /** Goes on to what is due. */
  #turn(now: number): void {
    const { state } = this;
    const { phase, window } = state;
    if (phase === 'hush') {
      if (window.to !== null && now >= window.to) this.#afterHush(now);
    } else if (phase === 'climb' || phase === 'probe') this.#climb(phase, now);
    else if (phase === 'measure' || phase === 'check') {
      if (window.to !== null) {
        if (now >= window.to + 2 * state.refusalMs) this.#weigh(now);
      } else if (now - window.from >= measureMs && window.sent >= this.#wantedSize()) {
        window.to = now;
        state.era += 1;
      }
    }
  }

  #wantedSize(): number {
    const { phase, before, noise } = this.state;
    return phase === 'check' && before !== null ? checkSize(before.share, noise) : measureSize;
  }

  #afterHush(now: number): void {
    const { state } = this;
    const { sent, refused } = state.meter;
    const share = Math.min(1, refused / Math.max(1, sent));
    const passed = passedLately(state.meter);
    this.#lower(passed, { phase: 'free', perSecond: null, rate: sent, share }, now);
    state.slack = 0;
    if (share <= mostNoise && passed * margin >= firstPace) return;
    state.before = null;
    state.perSecond = Math.max(firstPace, passed * margin);
    this.#enter('climb', now);
  }

  #weigh(now: number): void {
    const { state } = this;
    const { window, noise, perSecond } = state;
    const share = refusedShare(window);
    if (window.refused >= window.sent) this.#shut(now);
    else if (state.phase === 'check' && state.before !== null) this.#judge(state.before, now);
    else if (share - noise < 0.03) this.#enter(state.climbed ? 'climb' : 'steady', now);
    else {
      const passed = passedPerSecond(window);
      const phase = state.climbed ? 'climb' : 'steady';
      this.#lower(passed, { phase, perSecond, rate: passed / (1 - share), share }, now);
    }
  }

  #judge(before: PaceBefore, now: number): void {
    const { state } = this;
    const { window } = state;
    const rate = passedPerSecond(window) / (1 - refusedShare(window));
    const verdict = checkVerdict(window, before.share, state.noise, rate / before.rate);
    if (verdict === 'slower') {
      const share = Math.max(before.share, refusedShare(window));
      this.#lower(passedPerSecond(window), { ...before, share }, now);
      return;
    }
    state.before = null;
    state.shutOut = 0;
    if (verdict === 'capacity') {
      this.#enter(before.perSecond !== null && window.pressed > 0.7 * window.sent ? 'steady' : 'probe', now);
      return;
    }
    state.noise = refusedShare(window);
    state.perSecond = before.perSecond;
    state.ceiling = before.perSecond ?? 0;
    this.#enter(before.phase, now);
  }

  #lower(passed: number, before: PaceBefore, now: number): void {
    const { state } = this;
    const ceiling = Math.max(slowest, passed / (1 - Math.min(mostNoise, state.noise)));
    // As much passes as before: all beyond it was saved up.
    const wasSaved = ceiling < 1.1 * state.ceiling;
    state.slack = Math.max(ceiling, 3, wasSaved ? state.excess : 0);
    state.excess = 0;
    state.before = before;
    state.ceiling = ceiling;
    state.perSecond = Math.max(slowest, ceiling * margin);
    this.#enter('check', now);
  }

  #climb(phase: 'climb' | 'probe', now: number): void {
    const { state } = this;
    const { window, perSecond } = state;
    const { ms, size } = steps[phase];
    if (perSecond === null || now - window.from < ms + state.refusalMs || window.sent < size) return;
    if (window.refused === 0) state.shutOut = 0;
    const limited = window.pressed > window.sent / 2;
    state.window = newWindow(state.era, now);
    if (!limited) return;
    if (phase === 'probe') state.perSecond = perSecond * (1 + probeStepAt(state.stage));
    else state.perSecond = Math.max(perSecond * climbStep, state.ceiling / 4);
    state.stage += 1;
  }

  /** Nothing passes: after a pause, one a second is sent until something does. */
  #shut(now: number): void {
    const { state } = this;
    this.#hold = Math.min(longestShutOutMs, shutOutMs * 2 ** state.shutOut);
    state.shutOut += 1;
    state.before = null;
    state.perSecond = 1;
    state.level = 1;
    state.levelAt = now + this.#hold;
    this.#enter('climb', now);
  }

  #enter(phase: PaceState['phase'], now: number): void {
    const { state } = this;
    if (phase !== 'measure') state.climbed = phase === 'climb';
    state.phase = phase;
    state.stage = 0;
    state.suspicion = 0;
    state.era += 1;
    state.window = newWindow(state.era, now);
  }

  #listen(now: number): void {
    this.state.window.sent += 1;
    if (this.state.window.sent >= 100) this.#relearn(now);
  }

  /** Noise that is gone must not hide the next rise: the usual share is looked at again and again. */
  #relearn(now: number): void {
    const { state } = this;
    const share = refusedShare(state.window);
    if (share < state.noise - 0.1) state.noise = share < 0.02 ? 0 : share;
    if (this.#isDear && state.window.refused === 0) state.ceiling = Math.max(state.ceiling, state.perSecond ?? 0);
    state.window = newWindow(state.era, now);
  }
}

function endsAtOnce(phase: PaceState['phase']): boolean {
  return phase === 'free' || phase === 'climb' || phase === 'probe';
}

function probeStepAt(stage: number): number {
  return stage < 0 ? 0 : Math.min(mostProbeStep, probeStep * 2 ** stage);
}

function trimAt(perSecond: number): number {
  return Math.min(mostTrim, Math.max(leastTrim, trim / Math.sqrt(perSecond)));
}
