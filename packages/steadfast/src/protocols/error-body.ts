import { asArray, asNumber, asObject, asString, isArray, isObject, parseJson } from '../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';
import { durationMs } from './error-duration.ts';
import { presentable, statusText } from './error-text.ts';

/** What an error body says, whatever its shape. */
export interface ErrorBody {
  /** For people: never empty, no HTML, no keys, at most 500 characters. */
  readonly message: string;
  /** The HTTP status that the body names, if it names one. */
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  /** The machine code inside the details: Anthropic's `error.details.error_code`, Google's `ErrorInfo.reason`. */
  readonly detailCode?: string;
  /** The field of the request that the error is about. */
  readonly param?: string;
  readonly details?: JsonArray;
  readonly requestId?: string;
  /** Milliseconds to wait before the next try, by a field of the body or by the message. */
  readonly retryHint?: number;
}

/** Reads an error body in any of the shapes that providers use; `status` is the reply's, for a body without words. */
export function readErrorBody(body: JsonValue | undefined, status?: number): ErrorBody {
  const found = typeof body === 'string' ? readText(body, 0) : read(body, 0);
  const known = status ?? found.status;
  const text = found.message ?? '';
  return {
    ...found,
    message: presentable(text, known) || statusText(known),
    retryHint: found.retryHint ?? durationMs(text),
  };
}

type Found = Partial<ErrorBody>;

/** How deep errors are looked for inside the messages of others. */
const deepest = 4;

function readText(text: string, depth: number): Found {
  const trimmed = withoutFraming(text.trim());
  if (depth > deepest || !/^[[{"]/.test(trimmed)) return { message: trimmed };
  // Some proxies leave commas behind when they cut members out of Google's errors.
  const value = parseJson(trimmed) ?? parseJson(trimmed.replaceAll(/,(?=\s*[}\]])/g, ''));
  return value === undefined ? { message: trimmed } : read(value, depth + 1);
}

function withoutFraming(text: string): string {
  return /^(?:event|data):/.test(text) ? (/^data:(.*)$/m.exec(text)?.[1] ?? text).trim() : text;
}

function read(value: JsonValue | undefined, depth: number): Found {
  if (typeof value === 'string') return readText(value, depth);
  if (depth > deepest) return {};
  if (isArray(value)) return readList(value, depth);
  if (!isObject(value)) return {};
  const { error, errors } = value;
  const outer = readFields(value, depth);
  const inner = error === undefined ? readList(asArray(errors), depth + 1) : read(error, depth + 1);
  return { ...outer, ...withoutGaps(inner) };
}

function readList(list: JsonArray, depth: number): Found {
  const [first = {}, ...others] = list.slice(0, 5).map((item) => read(item, depth + 1));
  if (others.length === 0) return first;
  const messages = [first, ...others].flatMap(({ message }) => message ?? []);
  return { ...first, message: messages.join('; ') };
}

function readFields(value: JsonObject, depth: number): Found {
  const { param, request_id: requestId } = value;
  const code = wordOf(value.code);
  const details = isArray(value.details) ? value.details : undefined;
  const own: Found = {
    status: statusOf(value),
    type: asString(value.type) ?? asString(value.error_type) ?? wordOf(value.status),
    code,
    detailCode: detailCodeOf(value),
    param: asString(param) ?? locationOf(value),
    details,
    requestId: asString(requestId),
    retryHint: hintOf(value),
  };
  return { ...own, ...withoutGaps(readMessage(value, depth)) };
}

function readMessage(value: JsonObject, depth: number): Found {
  const said = value.message ?? value.detail ?? value.msg;
  const inner = read(said, depth + 1);
  const location = locationOf(value);
  if (location !== undefined && inner.message !== undefined) return { message: `${location}: ${inner.message}` };
  // OpenRouter puts the words of the provider behind it into the metadata.
  const raw = asObject(value.metadata).raw;
  if (typeof raw !== 'string' || raw === '') return inner;
  const behind = readText(raw, depth + 1);
  return { ...behind, ...withoutGaps(inner), message: `${inner.message ?? ''}: ${behind.message ?? ''}` };
}

/** Where a FastAPI validation error points: `body.messages.0.content`. */
function locationOf(value: JsonObject): string | undefined {
  const { loc } = value;
  const steps = asArray(loc).filter((step) => typeof step === 'string' || typeof step === 'number');
  return steps.length === 0 ? undefined : steps.join('.');
}

function statusOf(value: JsonObject): number | undefined {
  for (const field of ['status_code', 'raw_status_code', 'http_status', 'status', 'code']) {
    const status = Number(value[field]);
    if (Number.isInteger(status) && status >= 400 && status <= 599) return status;
  }
  return undefined;
}

/** A machine's word: neither empty nor just a status in digits. */
function wordOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return value >= 100 && value <= 599 ? undefined : String(value);
  return typeof value === 'string' && value !== '' && !/^[1-5]\d\d$/.test(value) ? value : undefined;
}

function detailCodeOf(value: JsonObject): string | undefined {
  const { details, innererror, metadata } = value;
  const reasons = asArray(details).map((detail) => asString(asObject(detail).reason));
  return (
    asString(asObject(details).error_code) ??
    reasons.find((reason) => reason !== undefined) ??
    asString(asObject(innererror).code) ??
    asString(asObject(metadata).error_type)
  );
}

function hintOf(value: JsonObject): number | undefined {
  for (const detail of asArray(value.details)) {
    const delay = asString(asObject(detail).retryDelay);
    if (delay !== undefined) return durationMs(`retry in ${delay}`);
  }
  const metadata = asObject(value.metadata);
  const seconds =
    asNumber(value.retry_after) ??
    asNumber(metadata.retry_after_seconds) ??
    Number(asString(asObject(metadata['headers'])['Retry-After']) ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}

function withoutGaps(found: Found): Found {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
