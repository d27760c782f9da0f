import type { ErrorKind } from '../model/error-kind.ts';
import type { ModelErrorFacts } from '../model/error.ts';
import { asArray, asObject, asString } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { readErrorBody } from './error-body.ts';
import type { ErrorBody } from './error-body.ts';
import { kindOfExactWord, kindOfGeneralWord, kindOfMessage } from './error-words.ts';
import type { FailedReply } from './protocol.ts';

/** The headers in which providers name a request, by preference. */
const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-generation-id',
  'mistral-correlation-id',
  'x-ds-trace-id',
  'x-debug-trace-id',
  'x-amzn-requestid',
];

/**
 * Says what a failed reply means, by its status, code, type, machine codes and message, in that order. The wait is the
 * body's own; what the headers say of it is the caller's to add, as are the names of provider and model.
 */
export function classify(reply: FailedReply): ModelErrorFacts {
  const { status, headers } = reply;
  const body = readErrorBody(reply.body, status);
  const errorType = headers['x-amzn-errortype']?.split(':')[0];
  const said = { ...body, type: body.type ?? errorType };
  return factsOf(kindOfReply(status, said), status, said, {
    requestId: requestIdOf(headers) ?? body.requestId,
    shouldRetry: wordOf(headers['x-should-retry']),
  });
}

/**
 * Says what an error means that came inside a reply of status 200: as its whole body, or as an event of a stream.
 * `status` of the facts is the one that the error itself names, if any.
 */
export function classifyInBand(error: JsonValue): ModelErrorFacts {
  const body = readErrorBody(error);
  const { status, requestId } = body;
  return factsOf(kindOfReply(status, body), status, body, { requestId });
}

function wordOf(header: string | undefined): boolean | undefined {
  return header === 'true' || header === 'false' ? header === 'true' : undefined;
}

/** The provider's id of a request, from the headers of its reply. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  for (const name of requestIdHeaders) if (headers[name] !== undefined) return headers[name];
  return undefined;
}

function factsOf(
  kind: ErrorKind,
  status: number | undefined,
  body: ErrorBody,
  facts: Pick<ModelErrorFacts, 'requestId' | 'shouldRetry'>,
): ModelErrorFacts {
  const { message, code, detailCode, type, retryHint } = body;
  return {
    ...facts,
    kind,
    message,
    status,
    code: code ?? detailCode ?? type,
    phase: kind === 'timeout' ? 'headers' : undefined,
    retryAfterMs: retryHint,
  };
}

/** The statuses that leave no question. */
const settledStatuses: Readonly<Record<number, ErrorKind>> = {
  401: 'auth',
  404: 'not-found',
  408: 'timeout',
  409: 'server',
  410: 'not-found',
  424: 'server',
  425: 'server',
  499: 'server',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/** What the other statuses mean where the body does not say more. */
const openStatuses: Readonly<Record<number, ErrorKind>> = {
  402: 'quota',
  403: 'permission',
  413: 'too-large',
  429: 'rate-limit',
  451: 'permission',
};

/** What a message can make of a status. */
const readings = {
  request: ['context-length', 'quota', 'auth', 'not-found', 'content-filter'],
  forbidden: ['content-filter', 'quota'],
  large: ['context-length'],
  limit: ['quota'],
  server: ['context-length', 'overloaded'],
  unknown: ['context-length', 'quota', 'auth', 'not-found', 'content-filter', 'overloaded'],
} as const satisfies Record<string, readonly ErrorKind[]>;

function kindOfReply(status: number | undefined, body: ErrorBody): ErrorKind {
  const settled = status === undefined ? undefined : settledStatuses[status];
  if (settled !== undefined) return settled;
  if (isUpstreamBudget(status, body)) return 'rate-limit';
  return (
    kindOfExactWord(body.code) ??
    kindOfExactWord(body.type) ??
    kindOfExactWord(body.detailCode) ??
    kindOfLimit(status, body) ??
    kindOfMessage(body.message, readingsOf(status)) ??
    kindOfStatus(status, body)
  );
}

/** OpenRouter's 402 for a budget that calls under way have reserved: it passes. */
function isUpstreamBudget(status: number | undefined, body: ErrorBody): boolean {
  return status === 402 && [body.code, body.type, body.detailCode].includes('in_flight_budget');
}

/** The longest wait that is still a rate limit and no quota, in milliseconds: an hour. */
const longestRateLimitMs = 3_600_000;

/** Tells apart what a 429 can mean; `undefined` leaves it to the words. */
function kindOfLimit(status: number | undefined, body: ErrorBody): ErrorKind | undefined {
  if ((status === undefined ? kindOfGeneralWords(body) : openStatuses[status]) !== 'rate-limit') return undefined;
  if (asksTooMuch(body.message)) return 'too-large';
  const violations = asArray(body.details).flatMap((detail) => asArray(asObject(detail).violations));
  const ids = violations.map((violation) => asString(asObject(violation).quotaId) ?? '');
  if (ids.some((id) => id.includes('PerDay'))) return 'quota';
  const { retryHint } = body;
  if (retryHint !== undefined) return retryHint > longestRateLimitMs ? 'quota' : 'rate-limit';
  return ids.length > 0 ? 'rate-limit' : undefined;
}

/** A single request above the limit itself can never pass: `Limit 30000, Requested 34307`. */
function asksTooMuch(message: string): boolean {
  const [, limit, requested] = /limit:? ([\d,]+).{0,80}?requested:? ([\d,]+)/i.exec(message) ?? [];
  if (limit === undefined || requested === undefined) return /request too large/i.test(message);
  return countOf(requested) > countOf(limit);
}

function countOf(digits: string): number {
  return Number(digits.replaceAll(',', ''));
}

function readingsOf(status: number | undefined): readonly ErrorKind[] {
  if (status === undefined) return readings.unknown;
  if (status === 403) return readings.forbidden;
  if (status === 413) return readings.large;
  if (status === 429) return readings.limit;
  return status >= 500 ? readings.server : readings.request;
}

function kindOfStatus(status: number | undefined, body: ErrorBody): ErrorKind {
  if (status === undefined) return kindOfGeneralWords(body) ?? 'server';
  if (status >= 500) return 'server';
  if (status >= 400) return openStatuses[status] ?? 'invalid-request';
  return status >= 300 ? 'redirect' : 'invalid-reply';
}

function kindOfGeneralWords({ code, type, detailCode }: ErrorBody): ErrorKind | undefined {
  return kindOfGeneralWord(code) ?? kindOfGeneralWord(type) ?? kindOfGeneralWord(detailCode);
}
