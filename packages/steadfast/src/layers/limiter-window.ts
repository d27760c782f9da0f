/** Requests of one pace, and how many of them were refused. */
export interface PaceWindow {
  /** The era of pace whose requests are counted. */
  readonly era: number;
  /** Epoch milliseconds. */
  readonly from: number;
  /** When it was closed: refusals still come for a while. `null` while it is open. */
  to: number | null;
  sent: number;
  /** Of those sent, the ones that had waited for their turn: where there are few, the pace was not the limit. */
  pressed: number;
  refused: number;
}

/** An open window. */
export function newWindow(era: number, now: number): PaceWindow {
  return { era, from: now, to: null, sent: 0, pressed: 0, refused: 0 };
}

/** Counts a request that is sent. */
export function countIn(window: PaceWindow, pressed: boolean): void {
  window.sent += 1;
  if (pressed) window.pressed += 1;
}

/** Whether a request of that era, sent at that time, was counted. */
export function isOf({ era, from, to }: PaceWindow, mark: { readonly era: number; readonly at: number }): boolean {
  return mark.era === era && mark.at >= from && (to === null || mark.at <= to);
}

/** The share of refused ones. */
export function refusedShare({ sent, refused }: PaceWindow): number {
  return sent === 0 ? 0 : Math.min(1, refused / sent);
}

/** How many passed in a second. */
export function passedPerSecond({ from, to, sent, refused }: PaceWindow): number {
  const ms = (to ?? from) - from;
  return ms <= 0 ? 0 : (Math.max(0, sent - refused) * 1_000) / ms;
}

/** What a slower pace showed: it helped, it did not (so refusals are noise), or it was not slow enough. */
export type CheckVerdict = 'capacity' | 'noise' | 'slower';

/** The highest share of refusals that may be noise: beyond it nearly nothing passes, and sending more would be hammering. */
export const mostNoise = 0.65;

/** How much slower, or faster, a pace must be to tell: a little less helps little where others use the same limit. */
const clearRatio = 0.6;

/** What is left of refusals that have gone away: a steady pace is trimmed by the rest. */
const gone = 0.04;
const goneShare = 0.25;

/** How many refusals it takes at least to call them noise. */
const leastRefused = 4;

/**
 * Compares another pace with the one before. Refusals that are due to the rate go away when it is lowered to what passed;
 * refusals that come at random stay as frequent as they were.
 * If there are more than before, what the provider had saved up has just run out.
 * @param before the share of refused ones at the pace before
 * @param noise the share that is usual
 * @param ratio the pace as a share of the one before
 */
export function checkVerdict(window: PaceWindow, before: number, noise: number, ratio: number): CheckVerdict {
  const share = refusedShare(window);
  const chance = Math.sqrt((share * (1 - share)) / Math.max(1, window.sent));
  const excessBefore = before - noise;
  const excess = share - noise;
  // All that is sent more at a faster pace would be refused, if refusals were due to the rate.
  const most = ratio > 1 ? excessBefore + (1 - excessBefore) / 4 : 1.5 * excessBefore + 0.1 + chance;
  const stays = excess >= 0.6 * excessBefore - chance / 2 && excess <= most;
  const mayBeNoise = stays && window.refused >= leastRefused && share - 2 * chance <= mostNoise;
  if (mayBeNoise && (ratio <= clearRatio || ratio >= 1 / clearRatio)) return 'noise';
  return excess <= Math.max(gone, goneShare * excessBefore) ? 'capacity' : 'slower';
}

/** The fewest requests by which a share is known to about a tenth. */
const leastCheck = 24;

/**
 * How many requests a check needs: so many that noise as frequent as the refusals before would show some eight, and that
 * chance among the usual noise is half of what is looked for at most, at two standard deviations.
 */
export function checkSize(before: number, noise: number): number {
  const excess = Math.max(0.001, before - noise);
  const size = Math.max(8 / excess, (16 * noise * (1 - noise)) / excess ** 2);
  return Math.min(400, Math.max(leastCheck, Math.ceil(size)));
}
