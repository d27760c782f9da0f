/**
 * What has been won by bets against the hypothesis that a mean is at most so high: the natural logarithm of each bet's
 * wealth, which began at 1. Plain data; its functions change it in place, because it is fed with every outcome.
 *
 * A gambler who may not win where the hypothesis holds has, whenever anybody looks, a wealth of `w` or more with a chance of
 * at most 1 in `w` (Ville's inequality, 1939). So wealth is evidence that may be looked at after every outcome: Waudby-Smith
 * and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86(1), 2024.
 */
export interface Evidence {
  readonly logs: number[];
}

/**
 * The shares of their wealth that the bets put in: each twice the last, from the smallest difference that matters up to
 * below 1. Against a difference twice as large, or in outcomes that scatter less, a larger bet wins sooner.
 */
export function betsFor(effect: number): readonly number[] {
  const bets: number[] = [];
  for (let share = effect; share < 1; share *= 2) bets.push(share);
  return bets;
}

/** Begins with no evidence. */
export function newEvidence(bets: readonly number[]): Evidence {
  return { logs: bets.map(() => 0) };
}

/**
 * Counts an outcome.
 * @param gain how far it lies above the hypothesised mean, divided by how far below that it could have been: -1 or more
 */
export function addEvidence({ logs }: Evidence, bets: readonly number[], gain: number): void {
  for (let index = 0; index < bets.length; index += 1) {
    logs[index] = (logs[index] ?? 0) + Math.log1p((bets[index] ?? 0) * gain);
  }
}

/** The logarithm of the wealth of all bets together, which began with equal parts of 1. */
export function strengthOf({ logs }: Evidence): number {
  const most = Math.max(...logs);
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - most);
  return most + Math.log(sum / logs.length);
}

/** Whether there is so much evidence, as a logarithm of wealth; quick where there is not. */
export function reaches(evidence: Evidence, enough: number): boolean {
  return Math.max(...evidence.logs) >= enough && strengthOf(evidence) >= enough;
}
