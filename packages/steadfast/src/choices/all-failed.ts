import type { Attempt } from '../model/attempt.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { ModelError } from '../model/error.ts';

/** The kinds that tell a caller most when several targets failed: those that pass by themselves first. */
const telling: readonly ErrorKind[] = ['rate-limit', 'overloaded', 'timeout', 'server', 'connection', 'circuit-open'];

/** The one error that stands for those of all targets; the others are its cause. */
export function allFailed(errors: readonly ModelError[], attempts: readonly Attempt[]): ModelError {
  const last = errors.at(-1) ?? new ModelError({ kind: 'server', message: 'No target was asked.' });
  if (errors.length <= 1 || last.kind === 'aborted' || last.kind === 'invalid-request') return last.with({ attempts });
  const chosen = errors.toSorted((a, b) => rank(a) - rank(b))[0] ?? last;
  const list = errors.map((error) => `${error.model ?? error.provider ?? 'a model'}: ${error.kind}`).join('; ');
  const message = `All ${errors.length} targets failed (${list}). ${chosen.message}`;
  return chosen.with({ message, attempts, cause: new AggregateError(errors, message) });
}

function rank(error: ModelError): number {
  const index = telling.indexOf(error.kind);
  return index < 0 ? telling.length : index;
}
