import type { ErrorKind } from '../../model/error-kind.ts';
import type { ModelError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import { kindForCaller, statusForCaller } from '../error-status.ts';
import type { WrittenError } from '../protocol.ts';

/** The type of each kind (Messages API reference, "Errors"). */
const types: Readonly<Record<ErrorKind, string>> = {
  'rate-limit': 'rate_limit_error',
  quota: 'billing_error',
  budget: 'billing_error',
  auth: 'authentication_error',
  permission: 'permission_error',
  'not-found': 'not_found_error',
  'invalid-request': 'invalid_request_error',
  'context-length': 'invalid_request_error',
  'content-filter': 'invalid_request_error',
  'too-large': 'request_too_large',
  overloaded: 'overloaded_error',
  'circuit-open': 'overloaded_error',
  server: 'api_error',
  timeout: 'timeout_error',
  connection: 'api_error',
  redirect: 'api_error',
  'invalid-reply': 'api_error',
  interrupted: 'api_error',
  aborted: 'api_error',
};

/** Anthropic's own status for being overloaded. */
const overloadedStatus = 529;

/** Writes an error in Anthropic's envelope. */
export function writeError(error: ModelError): WrittenError {
  const status = error.kind === 'overloaded' ? overloadedStatus : statusForCaller(error);
  const type = types[kindForCaller(error)];
  const said = { type, message: messageOf(error), details: detailsOf(error) };
  return { status, body: { type: 'error', error: said, request_id: error.requestId } };
}

const unsupportedThread = 'thread_unsupported_request';

/** Anthropic's clients send the whole conversation when they read these details (Messages API reference, "Threads"). */
function detailsOf({ code }: ModelError): JsonObject | undefined {
  return code === unsupportedThread ? { error_code: code, unsupported: ['thread'] } : undefined;
}

/** Callers shorten their conversation when they read Anthropic's own words for one that is too long. */
function messageOf({ kind, message }: ModelError): string {
  const isKnown = kind !== 'context-length' || message.includes('prompt is too long');
  return isKnown ? message : `prompt is too long: ${message}`;
}
