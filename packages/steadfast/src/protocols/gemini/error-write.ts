import type { ErrorKind } from '../../model/error-kind.ts';
import type { ModelError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import { kindForCaller, statusForCaller } from '../error-status.ts';
import type { WrittenError } from '../protocol.ts';

/** Google's word for each kind (google.rpc.Code). */
const words: Readonly<Record<ErrorKind, string>> = {
  'rate-limit': 'RESOURCE_EXHAUSTED',
  quota: 'RESOURCE_EXHAUSTED',
  budget: 'RESOURCE_EXHAUSTED',
  auth: 'UNAUTHENTICATED',
  permission: 'PERMISSION_DENIED',
  'not-found': 'NOT_FOUND',
  'invalid-request': 'INVALID_ARGUMENT',
  'context-length': 'INVALID_ARGUMENT',
  'content-filter': 'INVALID_ARGUMENT',
  'too-large': 'INVALID_ARGUMENT',
  overloaded: 'UNAVAILABLE',
  'circuit-open': 'UNAVAILABLE',
  server: 'INTERNAL',
  timeout: 'DEADLINE_EXCEEDED',
  connection: 'INTERNAL',
  redirect: 'INTERNAL',
  'invalid-reply': 'INTERNAL',
  interrupted: 'INTERNAL',
  aborted: 'CANCELLED',
};

/** Reasons where the word alone would mislead (google.rpc.ErrorInfo). */
const reasons: Readonly<Partial<Record<ErrorKind, string>>> = {
  quota: 'QUOTA_EXHAUSTED',
  budget: 'QUOTA_EXHAUSTED',
  auth: 'API_KEY_INVALID',
  'content-filter': 'PROHIBITED_CONTENT',
};

/** Writes an error in Google's envelope (google.rpc.Status), with the wait where one is known. */
export function writeError(error: ModelError): WrittenError {
  const status = statusForCaller(error);
  const details = detailsOf(error);
  const body = {
    code: status,
    message: messageOf(error),
    status: words[kindForCaller(error)],
    details: details.length === 0 ? undefined : details,
  };
  return { status, body: { error: body } };
}

function detailsOf(error: ModelError): JsonObject[] {
  const reason = reasons[kindForCaller(error)];
  const wait = error.retryAfterMs;
  const details: JsonObject[] = [];
  if (reason !== undefined) details.push({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason });
  if (wait !== undefined) {
    details.push({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${wait / 1000}s` });
  }
  return details;
}

/** Callers shorten their conversation when they read Google's own words for one that is too long. */
function messageOf({ kind, message }: ModelError): string {
  const isKnown = kind !== 'context-length' || message.includes('input token count');
  return isKnown ? message : `The input token count exceeds the maximum number of tokens allowed: ${message}`;
}
