import type { Attempt } from '../model/attempt.ts';
import type { ErrorPhase } from '../model/error-kind.ts';

/** What an attempt that failed may have cost all the same: whether its input is charged, and a usual output. */
export interface Loss {
  readonly timeouts: 0 | 1;
  readonly input: boolean;
  readonly output: boolean;
}

/** Where an attempt ended before its provider could hear of it. */
const unheard: ReadonlySet<ErrorPhase> = new Set<ErrorPhase>(['dns', 'connect', 'tls']);

/**
 * What is charged for an attempt that ended with an error. Providers bill what they have read and written, whether the
 * caller got it or not: an attempt that was given up has cost its input, a reply that would not do its output too. An
 * error that the provider answered with costs nothing, and nor does what a stream has lost: that is charged as a whole.
 */
export function lossOf({ kind, phase }: Pick<Attempt, 'kind' | 'phase'>, committed: boolean): Loss | undefined {
  if (committed) return kind === 'timeout' ? { timeouts: 1, input: false, output: false } : undefined;
  switch (kind) {
    case 'timeout':
      return { timeouts: 1, input: phase === undefined || !unheard.has(phase), output: false };
    case 'aborted':
    case 'interrupted':
      return { timeouts: 0, input: true, output: false };
    case 'invalid-reply':
      return { timeouts: 0, input: true, output: true };
    default:
      return undefined;
  }
}
