import type { ErrorKind } from '../model/error-kind.ts';
import type { Failure } from './refine-entry.ts';

/**
 * What follows from a call that failed, after all that its model did to save it: the whole run ends (`fatal`), the expert
 * ends (`end`), it waits and asks again without counting it (`wait`), or it asks again, so many times in a row (`again`).
 */
export type FailurePolicy = 'fatal' | 'end' | 'wait' | 'again';

/** Errors that would be the same for every call end the run once; those that one prompt makes end its expert. */
export const failurePolicies: Readonly<Record<ErrorKind, FailurePolicy>> = {
  'rate-limit': 'wait',
  quota: 'fatal',
  auth: 'fatal',
  permission: 'fatal',
  'not-found': 'fatal',
  'invalid-request': 'fatal',
  redirect: 'fatal',
  'context-length': 'end',
  'too-large': 'end',
  budget: 'end',
  'content-filter': 'again',
  overloaded: 'again',
  server: 'again',
  timeout: 'again',
  connection: 'again',
  'invalid-reply': 'again',
  interrupted: 'again',
  aborted: 'again',
  'circuit-open': 'again',
};

/** Says whether a failure ends the whole run. */
export function isFatal({ kind }: Pick<Failure, 'kind'>): boolean {
  return failurePolicies[kind] === 'fatal';
}
