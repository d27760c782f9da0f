/** Prices in US dollars: of tokens per million, of searches and requests per thousand. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  /** Default: `input`. */
  readonly cacheRead?: number;
  /** Default: `input`. */
  readonly cacheWrite?: number;
  /** Of tokens that are kept in the cache for an hour. Default: `cacheWrite`. */
  readonly cacheWriteHour?: number;
  /** Default: `output`. */
  readonly reasoning?: number;
  /** Default: `input`. */
  readonly audioInput?: number;
  /** Default: `cacheRead`. */
  readonly audioCacheRead?: number;
  /** Default: `output`. */
  readonly audioOutput?: number;
  /** Default: `input`. */
  readonly imageInput?: number;
  /** Default: `cacheRead`. */
  readonly imageCacheRead?: number;
  /** Default: `output`. */
  readonly imageOutput?: number;
  /** Of each search. Default: 0. */
  readonly searches?: number;
  /** Of a request that was searched for, however often. Default: 0. */
  readonly searchedRequests?: number;
  /** Default: 0. */
  readonly requests?: number;
}

/** What a model costs, and who says so. */
export interface Price extends Rates {
  /** Rates that hold for the whole request when its input has more tokens than `over`, the lowest first. */
  readonly tiers?: readonly (Rates & { readonly over: number })[];
  /** Who says so: a page's address, or a package and its version. Default: `your own`. */
  readonly source?: string;
  /** The day on which it was read: `2026-11-21`. */
  readonly asOf?: string;
}
