import type { ErrorKind } from '../../model/error-kind.ts';
import type { ModelError } from '../../model/error.ts';
import type { WrittenError } from '../protocol.ts';

/** Status and type of each kind (Messages API reference, "Errors"); 502 to 504 are the gateway's own to give. */
const envelopes: Readonly<Record<ErrorKind, readonly [status: number, type: string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  quota: [402, 'billing_error'],
  budget: [402, 'billing_error'],
  auth: [401, 'authentication_error'],
  permission: [403, 'permission_error'],
  'not-found': [404, 'not_found_error'],
  'invalid-request': [400, 'invalid_request_error'],
  'context-length': [400, 'invalid_request_error'],
  'content-filter': [400, 'invalid_request_error'],
  'too-large': [413, 'request_too_large'],
  overloaded: [529, 'overloaded_error'],
  'circuit-open': [503, 'overloaded_error'],
  server: [500, 'api_error'],
  timeout: [504, 'timeout_error'],
  connection: [502, 'api_error'],
  redirect: [502, 'api_error'],
  'invalid-reply': [502, 'api_error'],
  interrupted: [502, 'api_error'],
  aborted: [499, 'api_error'],
};

/** Writes an error in Anthropic's envelope. */
export function writeError(error: ModelError): WrittenError {
  const [status, type] = envelopeOf(error);
  return { status, body: { type: 'error', error: { type, message: messageOf(error) }, request_id: error.requestId } };
}

function envelopeOf({ kind, status = 0, provider }: ModelError): readonly [status: number, type: string] {
  const [usual, type] = envelopes[kind];
  if (kind === 'server' && status >= 500) return [status, type];
  // A key that the provider refuses is ours, and a reply that is too large is not the caller's request.
  const isOurs = provider !== undefined && (kind === 'auth' || kind === 'permission');
  return isOurs || (kind === 'too-large' && status < 400) ? envelopes['invalid-reply'] : [usual, type];
}

/** Callers shorten their conversation when they read Anthropic's own words for one that is too long. */
function messageOf({ kind, message }: ModelError): string {
  const isKnown = kind !== 'context-length' || message.includes('prompt is too long');
  return isKnown ? message : `prompt is too long: ${message}`;
}
