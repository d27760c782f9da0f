/**
 * Chooses by chance, each as often as it is likely to be the best by what is known: Thompson sampling with Beta posteriors
 * (Thompson 1933; for scores from 0 to 1, Agrawal and Goyal 2012, with the score itself counted as a part of a success).
 * @param explore the share of choices that are made without regard to outcomes, so that every one goes on being compared
 */
export function thompson(
  arms: readonly { readonly sum: number; readonly values: { readonly length: number } }[],
  explore: number,
  random: () => number,
): number {
  if (random() < explore) return Math.floor(random() * arms.length);
  let best = 0;
  let most = -1;
  for (const [index, { sum, values }] of arms.entries()) {
    const drawn = betaSample(1 + sum, 1 + values.length - sum, random);
    if (drawn > most) [best, most] = [index, drawn];
  }
  return best;
}

/** A number from 0 to 1 by the Beta distribution. */
export function betaSample(alpha: number, beta: number, random: () => number): number {
  const one = gammaSample(alpha, random);
  return one / (one + gammaSample(beta, random));
}

/** By the Gamma distribution of scale 1, for shapes of 1 or more: Marsaglia and Tsang, ACM TOMS 26(3), 2000. */
function gammaSample(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalSample(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller 1958. */
function normalSample(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
