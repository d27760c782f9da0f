import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from 'steadfast/model';

/** Headers in which programs name the session that a request belongs to. */
const names = ['x-session-id', 'x-session-affinity', 'x-claude-code-session-id', 'session_id', 'session-id'] as const;

/**
 * The session of a request, so that choices keep it where the provider's cache of its prompt is: as a header names it, else
 * as the body does (OpenAI's `prompt_cache_key`).
 */
export function sessionOf(headers: IncomingHttpHeaders, body: JsonObject): string | undefined {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  const key = body['prompt_cache_key'];
  return typeof key === 'string' && key !== '' ? key : undefined;
}
