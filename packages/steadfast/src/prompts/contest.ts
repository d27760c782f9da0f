import { addEvidence, newEvidence, reaches, strengthOf } from './evidence.ts';
import type { Evidence } from './evidence.ts';

/**
 * Two variants side by side: the first outcome of one with the first of the other, the second with the second, and so on.
 * The order of the pairs is that of each variant's own outcomes, whenever they came. So however the next variant is chosen,
 * also by the outcomes before, all that the choice can do is to show more of the same pairs or fewer, and the bound on the
 * chance of ever being wrong is one for all of them ("stack of rewards": Lattimore and Szepesvári, Bandit Algorithms, 4.6).
 */
export interface Contest {
  pairs: number;
  /** Of the squares of the differences. */
  squares: number;
  sum: number;
  /** Evidence that one has a higher mean than the other. */
  readonly ahead: Evidence;
  readonly behind: Evidence;
  /** Evidence that it is not so much ahead, or behind, as would matter. */
  readonly hardlyAhead: Evidence;
  readonly hardlyBehind: Evidence;
}

/** Begins to compare. */
export function newContest(bets: readonly number[]): Contest {
  const none = (): Evidence => newEvidence(bets);
  return { pairs: 0, squares: 0, sum: 0, ahead: none(), behind: none(), hardlyAhead: none(), hardlyBehind: none() };
}

/** Counts a pair: the difference of their values, from -1 to 1. */
export function addPair(contest: Contest, bets: readonly number[], difference: number, effect: number): void {
  contest.pairs += 1;
  contest.sum += difference;
  contest.squares += difference * difference;
  addEvidence(contest.ahead, bets, difference);
  addEvidence(contest.behind, bets, -difference);
  addEvidence(contest.hardlyAhead, bets, (effect - difference) / (1 - effect));
  addEvidence(contest.hardlyBehind, bets, (effect + difference) / (1 - effect));
}

/** How one variant stands to another: ahead, behind, with no difference that matters, or it is open. */
export type Standing = 'ahead' | 'behind' | 'even' | 'open';

/** What is known of two variants. */
export function standing(contest: Contest, enough: number): Standing {
  if (reaches(contest.ahead, enough)) return 'ahead';
  if (reaches(contest.behind, enough)) return 'behind';
  return reaches(contest.hardlyAhead, enough) && reaches(contest.hardlyBehind, enough) ? 'even' : 'open';
}

/** About how many more pairs it will take, if the difference is the one seen so far, or the smallest that matters. */
export function pairsToGo(contest: Contest, bets: readonly number[], effect: number, enough: number): number {
  const { pairs, sum, squares } = contest;
  const early = pairs < 10;
  const difference = early ? effect : Math.max(effect, Math.abs(sum / pairs));
  // Two variants that each pass every other time differ in every other pair.
  const spread = early ? 0.5 : Math.max(0.01, squares / pairs);
  const growth = Math.max(...bets.map((share) => share * difference - (share * share * spread) / 2));
  const won = Math.max(0, strengthOf(contest.ahead), strengthOf(contest.behind));
  return Math.max(1, Math.ceil((enough - won) / growth));
}
