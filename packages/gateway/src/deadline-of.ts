import type { IncomingHttpHeaders } from 'node:http';

/** Headers in which the official clients of OpenAI and Anthropic say for how many seconds they wait for a whole reply. */
const names = ['x-stainless-timeout', 'x-stainless-read-timeout'] as const;

/** Those in JavaScript round down to whole seconds (`openai` 7, `@anthropic-ai/sdk` 1: `Math.trunc(timeout / 1000)`). */
const roundedMs = 1_000;

/**
 * When the caller of a whole reply leaves unanswered at the latest, in epoch milliseconds; `undefined` where it does not
 * say. Of a stream the headers bound the beginning alone, so they are no deadline of it.
 */
export function deadlineOf(headers: IncomingHttpHeaders, stream: boolean, now: number): number | undefined {
  if (stream) return undefined;
  for (const name of names) {
    const seconds = Number(headers[name]);
    if (seconds > 0) return now + seconds * 1_000 + roundedMs;
  }
  return undefined;
}
