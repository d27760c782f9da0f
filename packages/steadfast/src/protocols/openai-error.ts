import type { ErrorKind } from '../model/error-kind.ts';
import type { ModelError } from '../model/error.ts';
import type { WrittenError } from './protocol.ts';

interface Envelope {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
}

/** How OpenAI says each kind (its error-code guide); where it has no word, the status a proxy would give (RFC 9110). */
const envelopes: Readonly<Record<ErrorKind, Envelope>> = {
  'rate-limit': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  quota: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  auth: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  permission: { status: 403, type: 'permission_error', code: null },
  'not-found': { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  'invalid-request': { status: 400, type: 'invalid_request_error', code: null },
  'context-length': { status: 400, type: 'invalid_request_error', code: 'context_length_exceeded' },
  'content-filter': { status: 400, type: 'invalid_request_error', code: 'content_filter' },
  'too-large': { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  overloaded: { status: 503, type: 'server_error', code: 'server_is_overloaded' },
  server: { status: 502, type: 'server_error', code: null },
  timeout: { status: 504, type: 'server_error', code: 'timeout' },
  connection: { status: 502, type: 'server_error', code: 'connection_error' },
  redirect: { status: 502, type: 'server_error', code: 'redirect' },
  'invalid-reply': { status: 502, type: 'server_error', code: 'invalid_reply' },
  interrupted: { status: 502, type: 'server_error', code: 'interrupted' },
  aborted: { status: 499, type: 'invalid_request_error', code: 'aborted' },
  budget: { status: 402, type: 'invalid_request_error', code: 'budget_exceeded' },
  'circuit-open': { status: 503, type: 'server_error', code: 'circuit_open' },
};

/** What a client is told when the provider refuses our key: its own key is not at fault. */
const upstreamEnvelopes: Readonly<Partial<Record<ErrorKind, Envelope>>> = {
  auth: { status: 502, type: 'server_error', code: 'upstream_auth' },
  permission: { status: 502, type: 'server_error', code: 'upstream_permission' },
};

/** Writes an error in OpenAI's envelope, the same for Chat and Responses; for an invalid request the provider's own code is kept. */
export function writeOpenAiError(error: ModelError): WrittenError {
  const upstream = error.provider === undefined ? undefined : upstreamEnvelopes[error.kind];
  const { status, type, code } = upstream ?? envelopes[error.kind];
  const known = error.kind === 'invalid-request' ? (error.code ?? code) : code;
  return { status, body: { error: { message: error.message, type, param: null, code: known } } };
}
