import type { ErrorPhase } from '../model/error-kind.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { TransportFailure, WireHead } from './transport.ts';

const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'the connection was closed by the other side'],
  ['EPIPE', 'the connection was closed by the other side'],
  ['ETIMEDOUT', 'the connection timed out'],
  ['EHOSTUNREACH', 'there is no route to the host'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ENOTFOUND', 'no such host name'],
  ['EAI_AGAIN', 'the host name cannot be looked up for now'],
  ['EPROTO', 'it does not speak TLS here; check whether the address should begin with http://'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is signed by an authority that is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by an authority that is not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is signed by an authority that is not trusted'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);

/** A connection that breaks in the handshake may stand the next time; a certificate will not be better then. */
const passingFaults: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** The error of a request that a transport could not carry through. Only the origin of the address is told. */
export function connectionError(failure: TransportFailure, url: URL): ModelError {
  const { phase, code, cause } = failure;
  if (code === 'HPE_HEADER_OVERFLOW') {
    const message = `${url.origin} replied with more headers than are taken.`;
    return new ModelError({ kind: 'invalid-reply', code, phase, shouldRetry: false, message, cause });
  }
  const shouldRetry = phase === 'tls' && !passingFaults.has(code) ? false : undefined;
  const message = `${what(phase, url)}: ${reason(code)}.`;
  return new ModelError({ kind: 'connection', phase, code, shouldRetry, message, cause });
}

function what(phase: ErrorPhase, url: URL): string {
  if (phase === 'headers') return `No reply from ${url.origin}`;
  return phase === 'body' ? `The reply from ${url.origin} broke off` : `Cannot reach ${url.origin}`;
}

function reason(code: string): string {
  if (code.startsWith('HPE_')) return `what it sent is not HTTP (${code})`;
  return reasons.get(code) ?? code;
}

/** The error of an exchange that took longer than it may, in milliseconds, in the phase that ran out. */
export function timeoutError(phase: ErrorPhase, ms: number, url: URL): ModelError {
  return new ModelError({ kind: 'timeout', phase, message: timeoutMessage(phase, `${ms / 1000} s`, url.origin) });
}

function timeoutMessage(phase: ErrorPhase, time: string, origin: string): string {
  if (phase === 'deadline') return `The deadline of the call passed before ${origin} had replied in full.`;
  if (phase === 'first-content') return `${origin} streamed no content within ${time}.`;
  if (phase === 'idle') return `${origin} fell silent for ${time} within its reply.`;
  return phase === 'body'
    ? `${origin} did not end its reply within ${time}.`
    : `${origin} did not reply within ${time}.`;
}

/** The error of a reply that points elsewhere. Its target is told without its query, which may hold secrets. */
export function redirectError(head: WireHead, url: URL): ModelError {
  const location = head.headers['location'];
  const target = location === undefined ? undefined : URL.parse(location, url.href);
  const where =
    target === undefined || target === null ? 'without saying where to' : `to ${target.origin}${target.pathname}`;
  const message = `${url.origin} redirects ${where} (status ${head.status}). Redirects are not followed: set the address that is meant.`;
  return new ModelError({ kind: 'redirect', status: head.status, shouldRetry: false, message });
}

/** The error of a request that HTTP cannot carry, such as one with a line break in a header. */
export function unsendableError(cause: unknown): ModelError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ModelError({
    kind: 'invalid-request',
    shouldRetry: false,
    message: `The request cannot be sent: ${why}`,
    cause,
  });
}

/** What a reader of the reply threw, as a `ModelError`. */
export function readingError(thrown: unknown): ModelError {
  if (isModelError(thrown)) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new ModelError({ kind: 'invalid-reply', message: `The reply cannot be read: ${why}`, cause: thrown });
}
