import type { ErrorKind } from '../../../model/error-kind.ts';
import { ModelError, isModelError } from '../../../model/error.ts';
import type { ModelErrorFacts } from '../../../model/error.ts';
import { asNumber, asObject, asString, isObject, parseJson } from '../../../model/json.ts';
import type { JsonObject } from '../../../model/json.ts';
import { classify, classifyInBand } from '../../../protocols/classify.ts';
import { retryAfterMs } from '../../../wire/retry-after.ts';
import type { SdkTarget } from './sdk-target.ts';

/** What the AI SDK's own errors mean, by their names (`@ai-sdk/provider`, errors). */
const kinds: ReadonlyMap<string, ErrorKind> = new Map(
  Object.entries({
    AI_LoadAPIKeyError: 'auth',
    AI_LoadSettingError: 'auth',
    AI_NoSuchModelError: 'not-found',
    AI_NoSuchProviderReferenceError: 'not-found',
    AI_InvalidArgumentError: 'invalid-request',
    AI_InvalidPromptError: 'invalid-request',
    AI_UnsupportedFunctionalityError: 'invalid-request',
    AI_EmptyResponseBodyError: 'invalid-reply',
    AI_InvalidResponseDataError: 'invalid-reply',
    AI_JSONParseError: 'invalid-reply',
    AI_NoContentGeneratedError: 'invalid-reply',
    AI_TypeValidationError: 'invalid-reply',
    AbortError: 'connection',
    ResponseAborted: 'connection',
    TimeoutError: 'timeout',
  } as const),
);

/** What AI SDK providers say of a stream that ends too early. */
const cut = /^(?:response )?stream (?:ended|closed)|terminated|premature/i;

/** The codes of what breaks on the way: the system's, undici's and TLS's; Node's others (`ERR_…`) are faults of the program. */
const broken = /^(?!ERR_(?!TLS|SSL))[A-Z][A-Z_]+$/;

/** The codes of a certificate that is refused: it will not be better the next time. */
const certificate = /CERT|SIGNATURE/;

/** Says of anything that an AI SDK model threw or streamed as an error what it means, and whose it is. */
export function callError(thrown: unknown, target: SdkTarget): ModelError {
  const { id, provider, clock } = target;
  const error = isModelError(thrown) ? thrown : new ModelError(factsOf(thrown, clock.now()));
  const named = error.kind === 'aborted' || error.message.includes(id);
  const message = named ? error.message : `${id}: ${error.message}`;
  return error.with({ message, provider: error.provider ?? provider, model: id });
}

function factsOf(thrown: unknown, now: number): ModelErrorFacts {
  if (!(thrown instanceof Error)) return inBandFacts(thrown);
  const fields = asObject(thrown);
  const code = systemCode(thrown);
  const status = asNumber(fields.statusCode);
  if (status === undefined) return unansweredFacts(thrown, code, fields.isRetryable === true);
  return status < 300 && code !== undefined ? brokenBody(thrown, code) : replyFacts(thrown, fields, status, now);
}

/** What an error without a status means. What is of no known kind is more likely a fault of the program than one that passes. */
function unansweredFacts(cause: Error, code: string | undefined, isRetryable: boolean): ModelErrorFacts {
  const { message } = cause;
  if (cut.test(message)) return { kind: 'interrupted', code, message, cause };
  if (code === undefined && !isRetryable) {
    const kind = kinds.get(cause.name);
    return kind === undefined ? { kind: 'server', shouldRetry: false, message, cause } : { kind, message, cause };
  }
  const shouldRetry = certificate.test(code ?? '') ? false : undefined;
  return { kind: 'connection', code, shouldRetry, message, cause };
}

/** A reply that began well and whose connection then broke: the AI SDK says only that it cannot be processed. */
function brokenBody(cause: Error, code: string): ModelErrorFacts {
  return { kind: 'connection', phase: 'body', code, message: `The reply broke off (${code}).`, cause };
}

/** A failed reply, by the structural fields of `APICallError` (and of the errors of Vercel's gateway, which have no body). */
function replyFacts(thrown: Error, fields: JsonObject, status: number, now: number): ModelErrorFacts {
  const headers = headersOf(fields.responseHeaders);
  const said = asString(fields.responseBody) ?? '';
  const body = said === '' ? JSON.stringify({ error: { message: thrown.message, type: asString(fields.type) } }) : said;
  const facts = classify({ status, headers, body });
  const waits = [retryAfterMs(headers, now), facts.retryAfterMs].filter((ms) => ms !== undefined);
  // The AI SDK tries these statuses again; where it would not, its provider knows better.
  const refuses = fields.isRetryable === false && (status >= 500 || [408, 409, 429].includes(status));
  return {
    ...facts,
    shouldRetry: facts.shouldRetry ?? (refuses ? false : undefined),
    retryAfterMs: waits.length === 0 ? undefined : Math.max(...waits),
    cause: thrown,
  };
}

function inBandFacts(thrown: unknown): ModelErrorFacts {
  const text = typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
  return { ...classifyInBand(parseJson(text ?? '') ?? text ?? ''), cause: thrown };
}

/** The system's code of what broke, wherever in the chain of causes it stands. */
function systemCode(error: Error): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && isObject(current); depth += 1) {
    const code = asString(current.code);
    if (code !== undefined && broken.test(code)) return code;
    current = current.cause;
  }
  return undefined;
}

function headersOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const texts = Object.entries(value).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return Object.fromEntries(texts.map(([name, text]) => [name.toLowerCase(), text]));
}
