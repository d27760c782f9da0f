import type { Random } from './seeded-random.ts';

/** How a quantity varies, in whatever unit it has; a plain number does not vary. */
export type Distribution =
  | number
  | { readonly type: 'uniform'; readonly least: number; readonly most: number }
  | { readonly type: 'exponential'; readonly mean: number }
  /** `sigma` is the standard deviation of the logarithm: at 0.5 the 95th percentile is 2.3 times the median. */
  | { readonly type: 'lognormal'; readonly median: number; readonly sigma: number }
  /** A heavy tail: the smaller the shape the heavier, and at 1 or less there is no mean. `most` cuts it off. */
  | { readonly type: 'pareto'; readonly least: number; readonly shape: number; readonly most?: number };

/** Draws one value. */
export function draw(distribution: Distribution, random: Random): number {
  if (typeof distribution === 'number') return distribution;
  switch (distribution.type) {
    case 'uniform':
      return distribution.least + (distribution.most - distribution.least) * random();
    case 'exponential':
      return -distribution.mean * Math.log(1 - random());
    case 'lognormal':
      return distribution.median * Math.exp(distribution.sigma * normal(random));
    default: {
      const { least, shape, most = Infinity } = distribution;
      return Math.min(most, least * (1 - random()) ** (-1 / shape));
    }
  }
}

/** Draws from the standard normal distribution (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
