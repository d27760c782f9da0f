/** US dollars by what they were paid for; the members are those of `Usage`, and fees for searches and requests. */
export interface CostBuckets {
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly text: number;
  readonly reasoning: number;
  /** Web searches that the provider ran, and what it asks for each request. */
  readonly fees: number;
}

/**
 * What a reply cost. It is known only where both the tokens and their prices are; then `amount` is the sum of the
 * buckets, in US dollars, by list prices of the given source and date. `reported` is the provider's own word, in US
 * dollars, where it gives one.
 */
export type Cost =
  | {
      readonly known: true;
      readonly amount: number;
      readonly currency: 'USD';
      readonly buckets: CostBuckets;
      readonly source: string;
      /** The day on which the prices were read: `2026-11-21`. */
      readonly asOf?: string;
      readonly reported?: number;
    }
  | { readonly known: false; readonly reason: string; readonly reported?: number };
