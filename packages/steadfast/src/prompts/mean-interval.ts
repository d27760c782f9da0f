import { addEvidence, newEvidence, strengthOf } from './evidence.ts';

/** Where a mean lies, ends included. */
export type Interval = readonly [low: number, high: number];

/**
 * The means that a sequence of values from `low` to `high` is no evidence against. The chance that it ever leaves the true
 * mean out, at however many looks, is at most `alpha`, as long as each value has that mean whatever came before it.
 */
export function meanInterval(
  values: readonly number[],
  [low, high]: Interval,
  bets: readonly number[],
  alpha: number,
): Interval {
  const shares = values.map((value) => (value - low) / (high - low));
  const enough = Math.log(2 / alpha);
  const least = lowestMean(shares, bets, enough);
  const most =
    1 -
    lowestMean(
      shares.map((share) => 1 - share),
      bets,
      enough,
    );
  return [low + least * (high - low), low + most * (high - low)];
}

/** The greatest mean such that there is evidence against all below it: to a millionth, on the safe side. */
function lowestMean(shares: readonly number[], bets: readonly number[], enough: number): number {
  let refuted = 0;
  let open = 1;
  while (open - refuted > 1e-6) {
    const mean = (refuted + open) / 2;
    const evidence = newEvidence(bets);
    for (const share of shares) addEvidence(evidence, bets, share / mean - 1);
    if (strengthOf(evidence) >= enough) refuted = mean;
    else open = mean;
  }
  return refuted;
}
