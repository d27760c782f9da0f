import type { ErrorKind } from './error-kind.ts';

/** What follows from an error of a kind. */
export interface ErrorPolicy {
  /** Try the same model again? `wait`: yes, and it does not use up a retry. */
  readonly retry: 'no' | 'yes' | 'wait';
  /** Try another model? `larger-window`: only one that takes more tokens. */
  readonly fallback: 'no' | 'yes' | 'larger-window';
  /** Is it the provider's doing, and so a mark against its health? */
  readonly health: boolean;
  /** Does it say that calls come too fast? */
  readonly slow: boolean;
}

/** The one table that decides what an error leads to. */
export const errorPolicies: Readonly<Record<ErrorKind, ErrorPolicy>> = {
  'rate-limit': { retry: 'wait', fallback: 'yes', health: false, slow: true },
  quota: { retry: 'no', fallback: 'yes', health: false, slow: false },
  auth: { retry: 'no', fallback: 'yes', health: false, slow: false },
  permission: { retry: 'no', fallback: 'yes', health: false, slow: false },
  'not-found': { retry: 'no', fallback: 'yes', health: false, slow: false },
  'invalid-request': { retry: 'no', fallback: 'no', health: false, slow: false },
  'context-length': { retry: 'no', fallback: 'larger-window', health: false, slow: false },
  'content-filter': { retry: 'no', fallback: 'no', health: false, slow: false },
  'too-large': { retry: 'no', fallback: 'yes', health: false, slow: false },
  overloaded: { retry: 'yes', fallback: 'yes', health: true, slow: true },
  server: { retry: 'yes', fallback: 'yes', health: true, slow: false },
  timeout: { retry: 'yes', fallback: 'yes', health: true, slow: false },
  connection: { retry: 'yes', fallback: 'yes', health: true, slow: false },
  redirect: { retry: 'no', fallback: 'yes', health: false, slow: false },
  'invalid-reply': { retry: 'yes', fallback: 'yes', health: true, slow: false },
  interrupted: { retry: 'yes', fallback: 'yes', health: true, slow: false },
  aborted: { retry: 'no', fallback: 'no', health: false, slow: false },
  budget: { retry: 'no', fallback: 'no', health: false, slow: false },
  'circuit-open': { retry: 'no', fallback: 'yes', health: false, slow: false },
};
