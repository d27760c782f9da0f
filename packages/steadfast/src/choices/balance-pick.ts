import { preference } from './rendezvous.ts';
import { burdenAt, keepsSessions, latencyAt } from './target-load.ts';
import type { TargetLoad } from './target-load.ts';

/** A target that a call may go to. */
export interface Candidate {
  readonly id: string;
  readonly load: TargetLoad;
  /** What the call costs there, in any unit; `undefined` for not known. */
  readonly cost?: number;
}

/** What the choice depends on besides the targets. */
export interface PickCircumstances {
  readonly now: number;
  readonly streamed: boolean;
  /** Whose calls are to stay together. */
  readonly session?: string;
  /** How much twice the cost counts: 1 as much as twice the time, 0 nothing. */
  readonly costWeight: number;
}

/** Which candidate was chosen, and by what. */
export interface Picked {
  readonly index: number;
  readonly verdict: 'only-one' | 'sticky' | 'least-loaded' | 'first-to-recover';
}

/** Where little goes on a session stays even when the others have nothing to do. */
const leastSticky = 8;

/**
 * Chooses among targets. A session goes to the first one of its own order that stands and is not overloaded (bounded
 * loads: Mirrokni, Thorup and Zadimoghaddam 2016; here three standard deviations of what comes by chance). All else goes to the less burdened of two that are drawn (Mitzenmacher
 * 2001), so that not all rush to the one that looks best. Those that are limited or set aside are left out while there are
 * others; the first of them to recover is chosen where there are none.
 */
export function pickTarget(
  candidates: readonly Candidate[],
  circumstances: PickCircumstances,
  random: () => number,
): Picked | undefined {
  const { now, session } = circumstances;
  const standing = indexesOf(candidates).filter((index) => (candidates[index]?.load.asideUntil ?? 0) <= now);
  const [first, second] = standing;
  if (first === undefined) return firstToRecover(candidates);
  if (second === undefined) return { index: first, verdict: 'only-one' };
  const own = session === undefined ? undefined : ownOf(candidates, session, circumstances);
  if (own !== undefined) return { index: own, verdict: 'sticky' };
  const one = Math.floor(random() * standing.length);
  const other = (one + 1 + Math.floor(random() * (standing.length - 1))) % standing.length;
  const [left = first, right = second] = [standing[one], standing[other]];
  const price = pricesOf(candidates, circumstances);
  return { index: price(right) < price(left) ? right : left, verdict: 'least-loaded' };
}

function indexesOf(items: readonly unknown[]): readonly number[] {
  return [...items.keys()];
}

function firstToRecover(candidates: readonly Candidate[]): Picked | undefined {
  let best: number | undefined;
  for (const [index, { load }] of candidates.entries()) {
    if (load.asideUntil < (candidates[best ?? -1]?.load.asideUntil ?? Infinity)) best = index;
  }
  return best === undefined ? undefined : { index: best, verdict: 'first-to-recover' };
}

function ownOf(candidates: readonly Candidate[], session: string, { now }: PickCircumstances): number | undefined {
  const total = candidates.reduce((sum, { load }) => sum + load.underWay, 0);
  const even = (total + 1) / candidates.length;
  const most = Math.max(leastSticky, even + 3 * Math.sqrt(even));
  const names = candidates.map(({ id }) => id);
  return preference(names, [], session).find((index) => {
    const load = candidates[index]?.load;
    return load !== undefined && keepsSessions(load, now, most);
  });
}

/** Time and cost of each as one number; what is not known is taken to be as fast as the fastest and as dear as the dearest. */
function pricesOf(candidates: readonly Candidate[], circumstances: PickCircumstances): (index: number) => number {
  const { now, streamed, costWeight } = circumstances;
  const times = candidates.map(({ load }) => latencyAt(load, now, streamed, Infinity));
  const fastest = Math.min(...times);
  const costs = candidates.flatMap(({ cost }) => (cost !== undefined && cost > 0 ? [cost] : []));
  const cheapest = Math.min(...costs);
  const dearest = Math.max(...costs);
  return (index) => {
    const candidate = candidates[index];
    if (candidate === undefined) return Infinity;
    const burden = burdenAt(candidate.load, now, streamed, fastest === Infinity ? 1 : fastest);
    if (costs.length === 0) return burden;
    return burden * (Math.max(cheapest, candidate.cost ?? dearest) / cheapest) ** costWeight;
  };
}
