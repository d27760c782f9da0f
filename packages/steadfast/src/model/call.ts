import type { Journal } from './journal.ts';

/** The longest times that one attempt may take, in milliseconds. */
export interface AttemptLimits {
  /** Until the reply's headers are whole, connecting included. */
  readonly headersMs: number;
  /** Until the first content of a streamed reply. */
  readonly firstContentMs: number;
  /** Between two data events of a stream, once content has begun. */
  readonly idleMs: number;
  /** Altogether, until the reply is whole. */
  readonly bodyMs: number;
}

/** The circumstances of a call: what holds for this call alone, apart from what is asked. */
export interface Call {
  /** Ends the call, and its request to the provider, wherever it stands. */
  readonly signal?: AbortSignal;
  /** When the call must have ended: epoch milliseconds. No wait is begun that would pass it. */
  readonly deadline?: number;
  readonly limits?: Partial<AttemptLimits>;
  /** The longest single wait for a rate limit that is worth it; a fallback sets it while other targets are left. */
  readonly patienceMs?: number;
  /** Where attempts, waits and adaptations are written down; made by the outermost layer where it is missing. */
  readonly journal?: Journal;
}
