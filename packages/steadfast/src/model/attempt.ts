import type { ProtocolId } from './completion-request.ts';
import type { ErrorKind, ErrorPhase } from './error-kind.ts';

/** Time spent before an attempt could start: backing off, waiting for a rate limit or held by another's, or by a breaker. */
export interface Wait {
  readonly reason: 'backoff' | 'rate-limit' | 'gate' | 'queue' | 'circuit';
  readonly ms: number;
}

/** One try at one target. */
export interface Attempt {
  /** `provider/model`. */
  readonly target: string;
  /** The wire language that it was asked in, where that is known. */
  readonly protocol?: ProtocolId;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'error' | 'aborted';
  readonly kind?: ErrorKind;
  readonly status?: number;
  /** Where a timeout or a connection error fell. */
  readonly phase?: ErrorPhase;
  /** How long to wait before the next try, by the provider's word. */
  readonly retryAfterMs?: number;
  /** What went wrong, for people. */
  readonly message?: string;
  /** Whether it used up one of the retries; a rate limit does not, nor does a refused key where another is tried. */
  readonly counted: boolean;
  /** What was waited for before it. */
  readonly waits: readonly Wait[];
}
