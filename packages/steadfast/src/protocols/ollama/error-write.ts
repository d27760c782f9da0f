import type { ErrorKind } from '../../model/error-kind.ts';
import type { ModelError } from '../../model/error.ts';
import type { WrittenError } from '../protocol.ts';

/** The status of each kind; Ollama has no types of errors, so the status is all that tells them apart (RFC 9110). */
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

/** Writes an error as Ollama does: `{"error": "…"}`. */
export function writeError(error: ModelError): WrittenError {
  return { status: statusOf(error), body: { error: error.message } };
}

function statusOf({ kind, status = 0, provider }: ModelError): number {
  if (kind === 'server' && status >= 500) return status;
  // A key that the provider refuses is ours, and a reply that is too large is not the caller's request.
  const isOurs = provider !== undefined && (kind === 'auth' || kind === 'permission');
  return isOurs || (kind === 'too-large' && status < 400) ? 502 : statuses[kind];
}
