import type { Budget } from './budget.ts';
import type { Journal } from './journal.ts';
import type { PromptMark } from './prompt-mark.ts';

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

/** On whose behalf a call is made, where many share what is limited. */
export interface Caller {
  /** Whoever has the same id stands in one line. */
  readonly id: string;
  /** Its share beside others that wait: a caller of weight 2 is let through twice as often. Default: 1. */
  readonly weight?: number;
  /** Who has more is let through before all who have less. Default: 0. */
  readonly priority?: number;
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
  /** Default: nobody in particular. */
  readonly caller?: Caller;
  /** Calls of one session go to the same target as long as it stands, so that the provider's cache of prompts keeps hitting. */
  readonly session?: string;
  /** What the call draws on: it is refused when that is used up, and a stream is cut there. Default: nothing. */
  readonly budget?: Budget;
  /**
   * What `cache` does with the call: `use` what is kept, `refresh` it with a new reply, or `skip` the cache, so that
   * nothing is looked for, kept or shared. Default: `use`.
   */
  readonly cache?: 'use' | 'refresh' | 'skip';
  /** The template that what is asked was rendered from; for records and traces, no provider is told. */
  readonly prompt?: PromptMark;
  /** Where attempts, waits and adaptations are written down; made by the outermost layer where it is missing. */
  readonly journal?: Journal;
}
