import type { ErrorKind } from '../model/error-kind.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { ModelError } from '../model/error.ts';

/** A target that cannot take the call now, but can soon. */
export interface Setback {
  /** Why it cannot: `rate-limit`, `overloaded` or `circuit-open`. */
  readonly kind: ErrorKind;
  /** From when on it is worth asking again, in epoch milliseconds. */
  readonly recoversAt: number;
  /** Whether that was said; else it is guessed. */
  readonly told: boolean;
  /** Who said so is a limiter or a breaker of our own, which has a line for those who have nowhere else to go. */
  readonly hasLine: boolean;
  /** How often the target was set back in this call, and how often of these it was overloaded. */
  readonly count: number;
  readonly overloads: number;
}

/** The guess for a limit that names no time doubles from the first to the second, in milliseconds. */
const firstGuessMs = 1_000;
const longestGuessMs = 20_000;

/** The shortest wait doubles with each setback from the first to the second, in milliseconds: whoever says "now" may be wrong. */
const firstPauseMs = 10;
const longestPauseMs = 1_000;

/** An overloaded provider is failing, and is not asked again and again: the count of retries that a model has by itself. */
const mostOverloads = 2;

/** A wait is drawn out by up to so much of it, so that not all callers return at the same moment. */
const spread = 0.1;

const never = { count: 0, overloads: 0 } as const;

/** What an error says of when its target can take the call; `undefined` where it will not take it. */
export function setbackOf(
  { kind, status, retryAfterMs }: Pick<ModelError, 'kind' | 'status' | 'retryAfterMs'>,
  known: Setback | undefined,
  now: number,
): Setback | undefined {
  const { count: times, overloads: before } = known ?? never;
  const overloads = before + (kind === 'overloaded' ? 1 : 0);
  const count = times + 1;
  const limited = errorPolicies[kind].retry === 'wait';
  const told = retryAfterMs !== undefined;
  const passes = limited || (told && (kind === 'circuit-open' || kind === 'overloaded'));
  if (!passes || overloads > mostOverloads) return undefined;
  const waitMs = retryAfterMs ?? Math.min(longestGuessMs, firstGuessMs * 2 ** (count - 1));
  return { kind, recoversAt: now + waitMs, told, hasLine: status === undefined, count, overloads };
}

/** What to do when every target has failed or is set back. */
export type RecoveryStep =
  /** Ask this one after a wait; its own wait may be so long then, or as long as it likes. */
  | { readonly type: 'ask'; readonly index: number; readonly waitMs: number; readonly patienceMs?: number }
  /** `earliestMs` is the time after which a target can be asked, where one has said so. */
  | { readonly type: 'stop'; readonly index?: number; readonly earliestMs?: number };

/** The time that a wait has to fit into, in milliseconds. */
export interface RecoveryBounds {
  /** What is left until the deadline, and the caller's patience. */
  readonly leftMs: number;
  /** How long a target may make the call wait while another can be asked. */
  readonly patienceMs: number;
}

/**
 * Chooses the target that recovers first and the wait until then: none where it has a line, in which the call keeps its
 * place. Nobody but the last to be set back, or one of many that all were set aside by their breakers, is waited for
 * without end: a breaker lets through whoever has nowhere else to go.
 * @param setbacks By target; `undefined` for one that will not take the call.
 * @param random A number from 0 to 1, for the jitter.
 */
export function recoveryStep(
  setbacks: readonly (Setback | undefined)[],
  now: number,
  bounds: RecoveryBounds,
  random: number,
): RecoveryStep {
  const order = setbacks
    .flatMap((setback, index) => (setback === undefined ? [] : [{ setback, index }]))
    .toSorted((a, b) => a.setback.recoversAt - b.setback.recoversAt);
  const [first, second] = order;
  if (first === undefined) return { type: 'stop' };
  const { setback, index } = first;
  const allOpen = order.every((each) => each.setback.kind === 'circuit-open');
  const joins = joinsLine(setback, allOpen);
  const recoveryMs = Math.max(0, setback.recoversAt - now);
  const waitMs = joins ? 0 : pauseOf(setback, recoveryMs, random);
  if (Math.max(waitMs, recoveryMs) >= bounds.leftMs) {
    return { type: 'stop', index, earliestMs: setback.told ? recoveryMs : undefined };
  }
  if (second === undefined || (joins && allOpen)) return { type: 'ask', index, waitMs };
  const untilSecondMs = second.setback.recoversAt - now - waitMs;
  const patienceMs = Math.max(bounds.patienceMs, 2 * recoveryMs - waitMs, untilSecondMs);
  return { type: 'ask', index, waitMs, patienceMs };
}

/** A line is joined once: whoever comes back from it waits by itself. */
function joinsLine({ hasLine, count, kind }: Setback, allOpen: boolean): boolean {
  return hasLine && count === 1 && (allOpen || kind !== 'circuit-open');
}

function pauseOf({ count }: Setback, recoveryMs: number, random: number): number {
  const shortest = Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1));
  return Math.ceil(Math.max(recoveryMs, shortest) * (1 + spread * random));
}
