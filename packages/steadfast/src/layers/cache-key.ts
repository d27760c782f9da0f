import { hash } from 'node:crypto';
import type { CompletionRequest, ProtocolId, RawRequest } from '../model/completion-request.ts';
import { isArray, isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';

/** What a kept reply belongs to, besides the request. */
export interface KeyFacts {
  /** The model that is asked. */
  readonly target: string;
  /** Whose replies these are; absent for nobody's in particular. */
  readonly scope?: string;
  /** Told apart where the same request is answered otherwise than before. */
  readonly version?: string;
  /** A relay's bytes are those of a stream or of a whole reply. */
  readonly streamed: boolean;
}

/**
 * The key of a reply: SHA-256 over all of the request that its model sees, whatever the order of members, and over whose it
 * is. `endUser` and `metadata`, which only label a call, do not count, and neither does the shape in which a neutral
 * request is asked. Of a relay the parsed body counts, without such labels, and with it protocol, form, query, shape and
 * all headers but those that only identify a client or trace a call.
 */
export function cacheKey(request: CompletionRequest, { target, scope, version, streamed }: KeyFacts): string {
  const { raw } = request;
  const seen = raw === undefined ? seenOf(request) : [streamed, seenRaw(raw)];
  return hash('sha256', JSON.stringify([target, scope, version, ordered(seen)]), 'base64url');
}

function seenOf(request: CompletionRequest): object {
  return { ...request, endUser: undefined, metadata: undefined };
}

function seenRaw({ protocol, form, query, headers, json }: RawRequest): object {
  const body: Record<string, unknown> = { ...json };
  for (const name of labels[protocol]) delete body[name];
  return { protocol, form, query, headers: tellingHeaders(headers), body };
}

const openaiLabels = ['user', 'safety_identifier', 'metadata', 'prompt_cache_key', 'prompt_cache_retention'];

/** Members of a body that label the call for its provider and change nothing of the reply, by the providers' references. */
const labels: Readonly<Record<ProtocolId, readonly string[]>> = {
  chat: openaiLabels,
  responses: [...openaiLabels, 'client_metadata'],
  messages: ['metadata'],
  gemini: ['labels'],
  ollama: ['keep_alive'],
};

/** Headers that say who calls with what, how bytes travel, or which trace a call belongs to; any other may change the reply. */
const silent =
  /^(?:user-agent|accept(?:-.+)?|content-(?:type|length)|date|origin|referer|via|forwarded|traceparent|tracestate|baggage|sentry-trace|dnt|priority|cache-control|pragma|idempotency-key|x-idempotency-key|x-app|session[-_]id|(?:x-)?(?:client-)?request-id|x-correlation-id|x-session-id|x-real-ip|x-amzn-trace-id|x-cloud-trace-context|x-goog-api-client|(?:x-stainless|x-forwarded|x-b3|x-datadog|x-claude-code|sec|cf)-.+)$/;

function tellingHeaders(headers: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !silent.test(name)));
}

/** The value with the members of its objects in order, so that equal values have equal JSON. */
function ordered(value: unknown): unknown {
  if (isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).toSorted()) {
    const member = ordered(value[name]);
    if (name === '__proto__') Object.defineProperty(copy, name, { value: member, enumerable: true });
    else copy[name] = member;
  }
  return copy;
}
