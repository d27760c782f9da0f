import type { ErrorKind } from '../model/error-kind.ts';
import type { ModelError } from '../model/error.ts';

/** The status of each kind (RFC 9110; 499 is nginx's for a caller who has gone). */
const statuses: Readonly<Record<ErrorKind, number>> = {
  'rate-limit': 429,
  quota: 402,
  budget: 402,
  auth: 401,
  permission: 403,
  'not-found': 404,
  'invalid-request': 400,
  'context-length': 400,
  'content-filter': 400,
  'too-large': 413,
  overloaded: 503,
  'circuit-open': 503,
  server: 500,
  timeout: 504,
  connection: 502,
  redirect: 502,
  'invalid-reply': 502,
  interrupted: 502,
  aborted: 499,
};

/** The kind to tell a caller of: a key that the provider refuses is ours, and too large a reply is not the caller's. */
export function kindForCaller({ kind, status = 0, provider }: ModelError): ErrorKind {
  const isOurs = provider !== undefined && (kind === 'auth' || kind === 'permission');
  return isOurs || (kind === 'too-large' && status < 400) ? 'invalid-reply' : kind;
}

/** The HTTP status to tell a caller of an error with: that of its kind, and the provider's own for its server errors. */
export function statusForCaller(error: ModelError): number {
  const { kind, status = 0 } = error;
  return kind === 'server' && status >= 500 ? status : statuses[kindForCaller(error)];
}
