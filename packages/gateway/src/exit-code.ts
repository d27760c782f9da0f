import type { ModelError } from 'steadfast/model';

/** What the command's exit codes mean. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  budget: 4,
  provider: 5,
  interrupted: 130,
  ended: 143,
} as const;

/** Errors whose cause is in what was typed, not at a provider. */
const usageCodes: ReadonlySet<string> = new Set(['unknown_provider', 'unknown_model', 'missing_address']);

/** The exit code that tells a script of an error. */
export function exitCodeOf(error: ModelError): number {
  if (error.kind === 'budget') return exitCodes.budget;
  if (error.code !== undefined && usageCodes.has(error.code)) return exitCodes.usage;
  return error.kind === 'aborted' ? exitCodes.failed : exitCodes.provider;
}
