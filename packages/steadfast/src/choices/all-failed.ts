import type { Attempt } from '../model/attempt.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { ModelError } from '../model/error.ts';

/** The kinds that tell a caller most when several targets failed: those that pass by themselves first. */
const telling: readonly ErrorKind[] = ['rate-limit', 'overloaded', 'timeout', 'server', 'connection', 'circuit-open'];

/** The error of the target that can be asked again first, and in how many milliseconds. */
export interface EarliestRecovery {
  readonly error: ModelError;
  readonly ms: number;
}

/** The one error that stands for those of all targets; the others are its cause. */
export function allFailed(
  errors: readonly ModelError[],
  attempts: readonly Attempt[],
  recovery?: EarliestRecovery,
): ModelError {
  const last = errors.at(-1) ?? new ModelError({ kind: 'server', message: 'No target was asked.' });
  const chosen = recovery?.error ?? errors.toSorted((a, b) => rank(a) - rank(b))[0] ?? last;
  const retryAfterMs = recovery === undefined ? chosen.retryAfterMs : Math.ceil(recovery.ms);
  if (errors.length <= 1) return chosen.with({ attempts, retryAfterMs });
  // A target that was waited for and asked again is named once, with its last error.
  const byTarget = new Map(errors.map((error) => [error.model ?? error.provider ?? 'a model', error]));
  const list = [...byTarget].map(([name, { kind }]) => `${name}: ${kind}`).join('; ');
  const all = byTarget.size === 1 ? `${byTarget.size} target` : `All ${byTarget.size} targets`;
  const message = `${all} failed (${list}). ${chosen.message}`;
  return chosen.with({ message, attempts, retryAfterMs, cause: new AggregateError(errors, message) });
}

function rank(error: ModelError): number {
  const index = telling.indexOf(error.kind);
  return index < 0 ? telling.length : index;
}
