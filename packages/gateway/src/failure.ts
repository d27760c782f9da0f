import { errorPolicies, isObject, parseJson } from 'steadfast/model';
import type { ErrorKind, ModelError, UpstreamReply } from 'steadfast/model';
import type { Dialect } from './dialects.ts';
import { headersForCaller } from './header-lists.ts';
import { rowOf } from './house.ts';
import type { House } from './house.ts';
import { Refusal, refusal } from './refusal.ts';

/** A failed reply, ready to be written. */
export interface Failure {
  readonly status: number;
  /** Names and values, flat. */
  readonly headers: string[];
  readonly body: string;
}

/** For whom a failure is written. */
export interface Addressee {
  readonly house: House;
  readonly dialect: Dialect;
  /** The id of the request. */
  readonly id: string;
}

/** Statuses that tell the caller where it went wrong: a gateway's own words, whatever the dialect would say. */
const statuses: Readonly<Partial<Record<ErrorKind, number>>> = {
  timeout: 504,
  connection: 502,
  redirect: 502,
  'invalid-reply': 502,
  interrupted: 502,
  'too-large': 502,
  'rate-limit': 429,
  'circuit-open': 503,
};

/**
 * The reply that tells a caller of an error in its own dialect. An error of a provider of that dialect passes as it
 * came, since clients act on its exact words; a refused key is the gateway's matter, never the caller's.
 */
export function failureOf(error: ModelError, to: Addressee): Failure {
  if (error instanceof Refusal) return written(error, to, { status: error.status, own: true, code: error.code });
  if (isRefusedKey(error))
    return written(refusedKey(error, to.house), to, { status: 502, own: true, code: 'upstream_auth' });
  const { upstream } = error;
  if (upstream !== undefined && passes(upstream, to.dialect)) return verbatim(upstream, error);
  const status = upstream?.status === 413 ? 413 : statuses[error.kind];
  return written(error, to, { status, own: upstream === undefined });
}

/** Says whether a provider refused the gateway's key, or would have for want of one. */
function isRefusedKey(error: ModelError): boolean {
  return error.kind === 'auth' || error.kind === 'permission' || error.status === 401;
}

/** Names the provider and its variables; the provider's own words may hold a part of the key. */
function refusedKey(error: ModelError, house: House): ModelError {
  if (error.code === 'missing_key') return error.with({ kind: 'server' });
  const row = rowOf(house, error.provider);
  const name = row?.name ?? error.provider ?? 'The provider';
  const variables = row?.environment.keys.join(' or ') ?? '';
  const key = variables === '' ? 'its key' : `the key in ${variables}`;
  const did = error.kind === 'permission' ? 'does not permit this call to' : 'refused';
  const message = `${name} ${did} the gateway’s key. Check ${key} where the gateway runs; your own token is fine.`;
  return error.with({ kind: 'server', message });
}

function passes(upstream: UpstreamReply, { protocol }: Dialect): boolean {
  return upstream.protocol === protocol.id && upstream.status >= 400 && isObject(parseJson(upstream.body));
}

function verbatim(upstream: UpstreamReply, error: ModelError): Failure {
  const headers = headersForCaller(upstream.headers, 'application/json');
  if (upstream.headers['retry-after'] === undefined) headers.push(...retryHeaders(error.retryAfterMs));
  return { status: upstream.status, headers, body: upstream.body };
}

/** How a written error differs from what its dialect would say by itself. */
interface Terms {
  readonly status: number | undefined;
  /** Whether it is the gateway's own error. */
  readonly own: boolean;
  readonly code?: string;
}

function written(error: ModelError, { dialect, id }: Addressee, { status, own, code }: Terms): Failure {
  const reply = dialect.protocol.writeError(error);
  const json = ['content-type', 'application/json'];
  const headers = [...json, ...retryHeaders(error.retryAfterMs), ...wordOnRetrying(error, own)];
  const told = status ?? reply.status;
  const body = own ? dialect.mark(reply.body, { status: told, code }) : reply.body;
  const named = dialect.namesRequestInErrors === true ? { ...body, request_id: id } : body;
  return { status: told, headers, body: JSON.stringify(named) };
}

function retryHeaders(afterMs: number | undefined): string[] {
  if (afterMs === undefined) return [];
  return ['retry-after', String(Math.ceil(afterMs / 1000)), 'retry-after-ms', String(Math.ceil(afterMs))];
}

/** The official clients obey `x-should-retry`: what the gateway has tried often enough they must not try again. */
function wordOnRetrying(error: ModelError, own: boolean): string[] {
  if (error.shouldRetry !== undefined) return ['x-should-retry', String(error.shouldRetry)];
  const waits = error.retryAfterMs !== undefined && errorPolicies[error.kind].retry !== 'no';
  return own && !waits ? ['x-should-retry', 'false'] : [];
}

/** The error of a gateway that is shutting down. */
export function drainingError(): ModelError {
  return refusal('draining', 'draining', 'The gateway is shutting down and takes no new requests.').with({
    retryAfterMs: 1_000,
  });
}
