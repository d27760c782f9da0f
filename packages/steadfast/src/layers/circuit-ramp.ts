/** How many calls may be under way at once at a target that is new, or that has come back. */
export interface RampState {
  /** Calls that were let through and have not come back. */
  readonly underWay: number;
  /** How many were under way at once while all was well, on average. */
  readonly usual: number;
  /** How long an answer took while all was well, on average, in milliseconds. */
  readonly usualMs: number;
  /** How many may be; absent where nothing holds. */
  readonly places?: number;
  /** When somebody was last held because of it, in epoch milliseconds. */
  readonly heldAt: number;
  /** Whether the target has ever answered. */
  readonly answered: boolean;
  /** While it has not: when the first burst of calls began, in epoch milliseconds, and how many have gone since. */
  readonly begunAt: number;
  readonly begun: number;
}

/** The ramp of a target that nobody has asked. */
export const newRamp: RampState = {
  underWay: 0,
  usual: 0,
  usualMs: 0,
  heldAt: 0,
  answered: false,
  begunAt: 0,
  begun: 0,
};

/** Of a first burst of calls so many go at once; as long as nothing has come back, twice as many after each 100 ms. */
const firstCalls = 16;
const doublingMs = 100;

/** A target that has come back is given at most so much more than it usually bore, until it has shown that it bears more. */
const headroom = 1.25;

/** After so long with nobody held, the target is back to normal. */
const calmMs = 1_000;

/** How much one call tells of what is usual. */
const weight = 1 / 32;

/** What became of a call that asked for a place: `waitMs` is 0 where it may go, Infinity where only an answer frees a place. */
export interface RampAnswer {
  readonly state: RampState;
  readonly waitMs: number;
}

/**
 * Decides whether one more call may go to the target.
 * @param queued The call stood in line before.
 */
export function enterRamp(state: RampState, now: number, queued: boolean): RampAnswer {
  if (state.places !== undefined) return onTheWayBack(state, state.places, now, queued);
  return state.answered ? { state: entered(state), waitMs: 0 } : inTheFirstBurst(state, now);
}

function onTheWayBack(state: RampState, places: number, now: number, queued: boolean): RampAnswer {
  if (!queued && now - state.heldAt > calmMs) return { state: entered({ ...state, places: undefined }), waitMs: 0 };
  const full = state.underWay >= Math.floor(places);
  const held = queued || full ? { ...state, heldAt: now } : state;
  return full ? { state: held, waitMs: Infinity } : { state: entered(held), waitMs: 0 };
}

function inTheFirstBurst(state: RampState, now: number): RampAnswer {
  const anew = state.begun === 0 || (state.underWay === 0 && now - state.begunAt > calmMs);
  const burst = anew ? { ...state, begunAt: now, begun: 0 } : state;
  const openAt = burst.begunAt + doublingMs * Math.ceil(Math.log2((burst.begun + 1) / firstCalls));
  if (openAt > now) return { state: burst, waitMs: openAt - now };
  return { state: entered({ ...burst, begun: burst.begun + 1 }), waitMs: 0 };
}

function entered(state: RampState): RampState {
  return { ...state, underWay: state.underWay + 1 };
}

/** How a call went: with how many others it was under way when it began, itself counted, and how long it took. */
export interface RampCall {
  readonly came: 'answered' | 'slowed' | 'otherwise';
  readonly beside: number;
  readonly tookMs: number;
}

/** A call has come back: with an answer, told to slow down, or otherwise. */
export function leaveRamp(state: RampState, { came, beside, tookMs }: RampCall): RampState {
  const underWay = Math.max(0, state.underWay - 1);
  if (came === 'otherwise') return { ...state, underWay };
  const { places } = state;
  if (came === 'slowed') {
    return { ...state, underWay, places: places === undefined ? undefined : Math.max(1, places * 0.8) };
  }
  if (places !== undefined) return { ...state, underWay, answered: true, places: places + growth(state.usual, places) };
  const usual = state.usual + (beside - state.usual) * weight;
  const usualMs = state.answered ? state.usualMs + (tookMs - state.usualMs) * weight : tookMs;
  return { ...state, underWay, answered: true, usual, usualMs };
}

/** Twofold a round up to what is known to be borne, one place a round beyond it. */
function growth(usual: number, places: number): number {
  return places < usual * headroom ? 1 : 1 / places;
}

/** The target has come back: half of what it is known to bear may go to it at once, and `least` in any case. */
export function restartRamp(state: RampState, now: number, least: number): RampState {
  return { ...state, places: Math.max(least, (state.usual * headroom) / 2), heldAt: now };
}
