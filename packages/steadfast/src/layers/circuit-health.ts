import { isModelError } from '../model/error.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { HealthSign } from './circuit.ts';

/**
 * What an error shows of its target's health. Only what the provider caused is a failure; a refusal of the request or of
 * the key is an answer; what the caller ended, or never went out, shows nothing.
 */
export function healthSignOf(error: unknown): HealthSign {
  if (!isModelError(error) || error.phase === 'deadline' || error.kind === 'rate-limit') return 'none';
  if (errorPolicies[error.kind].health) return 'failed';
  return error.status === undefined ? 'none' : 'answered';
}
