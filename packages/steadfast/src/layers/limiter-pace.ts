import { meter } from './limiter-meter.ts';
import type { PaceState } from './limiter-pace-state.ts';
import { raisePace, relearn, slowest, trimPace, trimmableNoise } from './limiter-pace-steps.ts';
import { alarm, goOn } from './limiter-pace-trial.ts';
import { space, spacingWait } from './limiter-spacing.ts';
import { isAlarming, refusedSuspicion, sentSuspicion } from './limiter-suspicion.ts';
import { countIn, isOf } from './limiter-window.ts';

/** For how long requests beyond the ceiling are remembered, in milliseconds, and for how many requests at least. */
const excessMs = 10_000;
const excessSize = 50;

/** After how many requests the usual share of refusals is looked at again. */
const relearnSize = 100;

/** How much the newest refusal or pause counts for how long they take. */
const newest = 0.2;

/** The pace at which a request was sent. */
export interface PaceMark {
  readonly era: number;
  readonly at: number;
}

/**
 * Finds the rate at which a provider takes requests from nothing but its refusals. It holds nothing until refusals rise
 * above what is usual. Then it lowers the pace to what passed, and looks whether that helped: refusals that stay as frequent
 * are noise, and the pace is what it was. A pace that helped is held, lowered a little by each refusal and raised a little by
 * each request, so that one in some hundred is refused; where more passes than a bucket could have saved up, it probes.
 */
export class Pace {
  readonly state: PaceState;

  constructor(state: PaceState) {
    this.state = state;
  }

  /** Milliseconds until so many requests may be sent. */
  wait(requests: number, now: number): number {
    if (this.state.phase === 'free') return 0;
    goOn(this.state, now);
    return spacingWait(this.state, requests, now);
  }

  /** Whether it is known well enough to tell somebody how long a line takes. */
  get isSettled(): boolean {
    const { phase } = this.state;
    return phase === 'steady' || phase === 'measure';
  }

  /** For how long nobody should be let through from now, in milliseconds; 0 when asked again. */
  takeHold(): number {
    const { hold } = this.state;
    this.state.hold = 0;
    return hold;
  }

  /**
   * A pause of so many milliseconds is made: what the provider saves up meanwhile may be used soon after.
   * @param more how much longer than already known everybody is held, in milliseconds
   */
  paused(ms: number, more: number, now: number): void {
    const { state } = this;
    const { perSecond, slack } = state;
    if (perSecond !== null) state.credit = Math.min(slack, state.credit + (perSecond * more) / 1_000);
    state.pauseMs += (ms - state.pauseMs) * (state.pauseMs === 0 ? 1 : newest);
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
    else if (state.noise > 0) this.#look(now, pressed);
    return { era: state.era, at: now };
  }

  /**
   * A request was refused for its rate.
   * @param hinted whether the provider said for how long, which is a reason to look at once
   */
  refused(mark: PaceMark, now: number, hinted: boolean): void {
    const { state } = this;
    state.refusalMs += (Math.max(0, now - mark.at) - state.refusalMs) * newest;
    if (state.noise < trimmableNoise) state.missing = 0;
    meter(state.meter, now, 0, 1);
    if (isOf(state.window, mark)) state.window.refused += 1;
    if (mark.era !== state.era) return;
    state.suspicion = refusedSuspicion(state.suspicion, state.noise);
    if (state.phase === 'steady' && state.noise < trimmableNoise) trimPace(state);
    if (isAlarming(state.suspicion) || (hinted && endsAtOnce(state))) alarm(state, now);
    goOn(state, now);
  }

  #count(now: number, pressed: boolean): void {
    const { state } = this;
    space(state, now);
    this.#exceed(now);
    if (state.phase === 'steady') {
      this.#look(now, pressed);
      if (pressed) raisePace(state, now);
      return;
    }
    if (state.window.to === null) countIn(state.window, pressed);
    goOn(state, now);
  }

  /** Looks at the usual share of refusals, once it is known what became of enough requests. */
  #look(now: number, pressed: boolean): void {
    const { state } = this;
    const { to } = state.window;
    if (to !== null && now >= to + 2 * state.refusalMs) relearn(state, now);
    const { window } = state;
    if (window.to !== null && window.to < now) return;
    countIn(window, pressed);
    if (window.sent >= relearnSize) window.to = now;
  }

  #exceed(now: number): void {
    const { state } = this;
    const { ceiling, excess, excessAt } = state;
    if (now < excessAt) return;
    const memoryMs = Math.max(excessMs, (excessSize * 1_000) / Math.max(slowest, ceiling));
    const kept = excess * Math.exp((excessAt - now) / memoryMs);
    state.excess = Math.max(0, kept + 1 - (ceiling * (now - excessAt)) / 1_000);
    state.excessAt = now;
  }
}

/** Where more is tried and refusals are rare otherwise, one that names a time is enough. */
function endsAtOnce({ phase, noise }: PaceState): boolean {
  return noise < trimmableNoise && (phase === 'climb' || phase === 'probe');
}
