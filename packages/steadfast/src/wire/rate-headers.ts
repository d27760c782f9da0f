import type { RateScope, RateWindow } from '../model/rate-window.ts';
import { durationMs } from './duration.ts';
import { httpDateMs } from './http-date.ts';

/** How the names of all windows of a family of headers begin. */
type Family = 'x-ratelimit-' | 'anthropic-' | 'ratelimitbysize-';

/** The names of one window's headers: `*` stands for `limit`, `remaining` and `reset`. */
interface WindowNames {
  readonly family: Family;
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

const byFamily: Readonly<Record<Family, readonly WindowNames[]>> = {
  'x-ratelimit-': knownWindows.filter(({ family }) => family === 'x-ratelimit-'),
  'anthropic-': knownWindows.filter(({ family }) => family === 'anthropic-'),
  'ratelimitbysize-': knownWindows.filter(({ family }) => family === 'ratelimitbysize-'),
};

const noWindows: readonly RateWindow[] = [];

/**
 * Reads the rate limits that a reply reports, in the formats of all known providers; headers that say nothing sensible
 * (negative, masked or malformed values) are left out, and a window of which nothing is left with them. A reply that
 * reports none costs one look at the names of its headers.
 * @param headers names in lower case
 * @param now epoch milliseconds; used for points in time where the reply has no `date` of its own
 */
export function rateWindows(headers: Readonly<Record<string, string>>, now: number): readonly RateWindow[] {
  let windows: RateWindow[] | undefined;
  for (const family of familiesIn(headers)) {
    for (const { scope, limit, remaining, reset } of byFamily[family]) {
      const most = asCount(headers[limit]);
      const left = asCount(headers[remaining]);
      const at = headers[reset];
      const resetMs = at === undefined ? undefined : resetWaitMs(at, headers, now);
      if (most === undefined && left === undefined && resetMs === undefined) continue;
      windows ??= [];
      windows.push({ scope, limit: most, remaining: left, resetMs });
    }
  }
  return windows ?? noWindows;
}

const noFamilies: readonly Family[] = [];

function familiesIn(headers: Readonly<Record<string, string>>): readonly Family[] {
  let found: Family[] | undefined;
  for (const name in headers) {
    const family = familyOf(name);
    if (family === undefined || found?.includes(family) === true) continue;
    found ??= [];
    found.push(family);
  }
  return found ?? noFamilies;
}

/** Asked for every header of every reply: most names differ in their first letter. */
function familyOf(name: string): Family | undefined {
  switch (name.charCodeAt(0)) {
    case 0x78:
      return name.startsWith('x-ratelimit-') ? 'x-ratelimit-' : undefined;
    case 0x61:
      return name.startsWith('anthropic-') ? 'anthropic-' : undefined;
    case 0x72:
      return name.startsWith('ratelimitbysize-') ? 'ratelimitbysize-' : undefined;
    default:
      return undefined;
  }
}

/** When a reply was sent, by the sender's own clock where it tells, so that its points in time become true waits. */
export function sentAt(headers: Readonly<Record<string, string>>, now: number): number {
  const date = headers['date'];
  return date === undefined ? now : (httpDateMs(date) ?? now);
}

function names(scope: RateScope, pattern: string): WindowNames {
  const named = (member: string): string => pattern.replace('*', member);
  const family = familyOf(pattern) ?? 'x-ratelimit-';
  return { family, scope, limit: named('limit'), remaining: named('remaining'), reset: named('reset') };
}

function asCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** Reads a duration (`6m0s`), a point in time (RFC 3339, epoch seconds or milliseconds) or plain seconds. */
function resetWaitMs(text: string, headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const duration = durationMs(text);
  if (duration !== undefined) return duration;
  const at = instant.test(text) ? Date.parse(text) : undefined;
  if (at !== undefined) return Number.isNaN(at) ? undefined : Math.max(0, at - sentAt(headers, now));
  const number = asCount(text);
  return number === undefined ? undefined : numberWaitMs(number, headers, now);
}

// No window lasts 30 years, so what is larger is a point in time; 1e11 seconds from the epoch is the year 5138.
function numberWaitMs(number: number, headers: Readonly<Record<string, string>>, now: number): number {
  if (number < 1e9) return number * 1000;
  return Math.max(0, (number < 1e11 ? number * 1000 : number) - sentAt(headers, now));
}
