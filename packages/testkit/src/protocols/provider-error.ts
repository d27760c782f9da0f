/** What a provider says went wrong. */
export type ProviderErrorWord =
  | 'context-length'
  | 'invalid-request'
  | 'auth'
  | 'billing'
  | 'permission'
  | 'not-found'
  | 'timeout'
  | 'conflict'
  | 'too-large'
  | 'rate-limit'
  | 'quota'
  | 'server'
  | 'overloaded';

/** An error, before any protocol. */
export interface ProviderError {
  readonly word: ProviderErrorWord;
  /** The status that goes with it. */
  readonly status: number;
  /** Default: the provider's usual words. */
  readonly message?: string;
  readonly param?: string;
  readonly code?: string;
}
