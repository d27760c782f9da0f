import type { ErrorKind } from '../model/error-kind.ts';

/** One of several keys of a provider. Times are epoch milliseconds. */
export interface KeyState {
  /** Calls that are under way with it. */
  readonly underWay: number;
  /** The turn in which it was used last; 0 for never. */
  readonly usedIn: number;
  /** It is not used before this, and why. */
  readonly asideUntil: number;
  readonly reason?: ErrorKind;
  /** Its rate limit is known to hold until this. */
  readonly limitedUntil: number;
}

/** The keys of one target, in the order in which they were given: plain data. */
export interface KeyRingState {
  readonly keys: readonly KeyState[];
  /** How often a key was taken. */
  readonly turns: number;
}

/** For how long a key is put aside, in milliseconds: an allowance may be topped up, a refused key seldom recovers. */
const asideMs: Partial<Record<ErrorKind, number>> = { quota: 60_000, auth: 600_000, permission: 600_000 };

/** So many keys, none of them used yet. */
export function newKeyRing(count: number): KeyRingState {
  const fresh: KeyState = { underWay: 0, usedIn: 0, asideUntil: 0, limitedUntil: 0 };
  return { keys: Array.from({ length: count }, () => fresh), turns: 0 };
}

/**
 * The key to use next: one that is not limited before those that are, of these the least loaded, of these the one that was
 * not used for longest. `undefined` where all are tried or put aside.
 */
export function chooseKey({ keys }: KeyRingState, now: number, tried: ReadonlySet<number>): number | undefined {
  let best: number | undefined;
  for (const [index, key] of keys.entries()) {
    if (tried.has(index) || key.asideUntil > now) continue;
    const other = best === undefined ? undefined : keys[best];
    if (other === undefined || comesBefore(key, other, now)) best = index;
  }
  return best;
}

function comesBefore(key: KeyState, other: KeyState, now: number): boolean {
  const limited = Math.max(0, key.limitedUntil - now) - Math.max(0, other.limitedUntil - now);
  return (limited || key.underWay - other.underWay || key.usedIn - other.usedIn) < 0;
}

/** A call begins with a key. */
export function takeKey(state: KeyRingState, index: number): KeyRingState {
  const turns = state.turns + 1;
  return { ...changed(state, index, (key) => ({ ...key, underWay: key.underWay + 1, usedIn: turns })), turns };
}

/** A call with a key is over. */
export function freeKey(state: KeyRingState, index: number): KeyRingState {
  return changed(state, index, (key) => ({ ...key, underWay: Math.max(0, key.underWay - 1) }));
}

/** A key was told to wait for so long. */
export function limitKey(state: KeyRingState, index: number, now: number, ms: number): KeyRingState {
  return changed(state, index, (key) => ({ ...key, limitedUntil: Math.max(key.limitedUntil, now + ms) }));
}

/** Puts a key aside where the error says that it is of no use for now; `undefined` where the error says no such thing. */
export function putAside(
  state: KeyRingState,
  index: number,
  now: number,
  { kind, retryAfterMs = 0 }: { readonly kind: ErrorKind; readonly retryAfterMs?: number },
): KeyRingState | undefined {
  const ms = asideMs[kind];
  if (ms === undefined) return undefined;
  const until = now + Math.max(ms, retryAfterMs);
  return changed(state, index, (key) => ({ ...key, reason: kind, asideUntil: Math.max(key.asideUntil, until) }));
}

function changed(state: KeyRingState, index: number, change: (key: KeyState) => KeyState): KeyRingState {
  return { ...state, keys: state.keys.map((key, at) => (at === index ? change(key) : key)) };
}
