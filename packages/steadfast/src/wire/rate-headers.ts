import type { RateScope, RateWindow } from '../model/rate-window.ts';
import { durationMs } from './duration.ts';
import { httpDateMs } from './http-date.ts';

/** The names of one window's headers: `*` stands for `limit`, `remaining` and `reset`. */
interface WindowNames {
  readonly scope: RateScope;
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
}

// OpenAI, Azure, Groq, xAI; Anthropic; Mistral (per minute, month and 10 seconds, and by size); OpenRouter and Together.
const knownWindows: readonly WindowNames[] = [
  names('requests', 'x-ratelimit-*-requests'),
  names('tokens', 'x-ratelimit-*-tokens'),
  names('requests', 'x-ratelimit-*-project-requests'),
  names('tokens', 'x-ratelimit-*-project-tokens'),
  names('tokens', 'x-ratelimit-*-tokens_usage_based'),
  names('requests', 'anthropic-ratelimit-requests-*'),
  names('tokens', 'anthropic-ratelimit-tokens-*'),
  names('input-tokens', 'anthropic-ratelimit-input-tokens-*'),
  names('output-tokens', 'anthropic-ratelimit-output-tokens-*'),
  names('input-tokens', 'anthropic-priority-input-tokens-*'),
  names('output-tokens', 'anthropic-priority-output-tokens-*'),
  names('requests', 'x-ratelimit-*-req-minute'),
  names('requests', 'x-ratelimit-*-req-10-second'),
  names('tokens', 'x-ratelimit-*-tokens-minute'),
  names('tokens', 'x-ratelimit-*-tokens-month'),
  names('tokens', 'ratelimitbysize-*'),
  names('requests', 'x-ratelimit-*'),
];

/**
 * Reads the rate limits that a reply reports, in the formats of all known providers; headers that say nothing sensible
 * (negative, masked or malformed values) are left out, and a window of which nothing is left with them.
 * @param headers names in lower case
 * @param now epoch milliseconds; used for points in time where the reply has no `date` of its own
 */
export function rateWindows(headers: Readonly<Record<string, string>>, now: number): RateWindow[] {
  const windows: RateWindow[] = [];
  for (const window of knownWindows) {
    const limit = asCount(headers[window.limit]);
    const remaining = asCount(headers[window.remaining]);
    const reset = headers[window.reset];
    const resetMs = reset === undefined ? undefined : resetWaitMs(reset, sentAt(headers, now));
    if (limit !== undefined || remaining !== undefined || resetMs !== undefined) {
      windows.push({ scope: window.scope, limit, remaining, resetMs });
    }
  }
  return windows;
}

/** When a reply was sent, by the sender's own clock where it tells, so that its points in time become true waits. */
export function sentAt(headers: Readonly<Record<string, string>>, now: number): number {
  const date = headers['date'];
  return date === undefined ? now : (httpDateMs(date) ?? now);
}

function names(scope: RateScope, pattern: string): WindowNames {
  const named = (member: string): string => pattern.replace('*', member);
  return { scope, limit: named('limit'), remaining: named('remaining'), reset: named('reset') };
}

function asCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** Reads a duration (`6m0s`), a point in time (RFC 3339, epoch seconds or milliseconds) or plain seconds. */
function resetWaitMs(text: string, sent: number): number | undefined {
  const duration = durationMs(text);
  if (duration !== undefined) return duration;
  const at = instant.test(text) ? Date.parse(text) : undefined;
  if (at !== undefined) return Number.isNaN(at) ? undefined : Math.max(0, at - sent);
  const number = asCount(text);
  return number === undefined ? undefined : numberWaitMs(number, sent);
}

// No window lasts 30 years, so what is larger is a point in time; 1e11 seconds from the epoch is the year 5138.
function numberWaitMs(number: number, sent: number): number {
  if (number < 1e9) return number * 1000;
  return Math.max(0, (number < 1e11 ? number * 1000 : number) - sent);
}
