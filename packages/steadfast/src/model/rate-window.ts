/** What is counted in a rate limit. */
export type RateScope = 'requests' | 'tokens' | 'input-tokens' | 'output-tokens';

/** One rate limit as a provider reports it with a reply. */
export interface RateWindow {
  readonly scope: RateScope;
  /** The most that the window allows. */
  readonly limit?: number;
  /** What the window still allows. */
  readonly remaining?: number;
  /** Milliseconds until the window is whole again. */
  readonly resetMs?: number;
}
