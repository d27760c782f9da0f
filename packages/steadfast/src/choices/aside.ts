import { errorPolicies } from '../model/error-policy.ts';
import type { ModelError } from '../model/error.ts';

/** How long a target whose key is refused, whose credit is used up or whose model is gone is not chosen, in milliseconds. */
const refusedMs = 60_000;

/** How long one is not chosen that names no time, in milliseconds. */
const unnamedMs = 1_000;

/** Until when a target is not chosen while there are others, in epoch milliseconds, after an error of it. Never moves back. */
export function asideUntil(before: number, error: Pick<ModelError, 'kind' | 'retryAfterMs'>, now: number): number {
  const { kind, retryAfterMs = unnamedMs } = error;
  const { slow } = errorPolicies[kind];
  if (slow || kind === 'circuit-open') return Math.max(before, now + retryAfterMs);
  const refused = kind === 'quota' || kind === 'auth' || kind === 'permission' || kind === 'not-found';
  return refused ? Math.max(before, now + refusedMs) : before;
}
