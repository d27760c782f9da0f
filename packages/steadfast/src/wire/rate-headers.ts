import type { RateScope, RateWindow } from '../model/rate-window.ts';
import { durationMs } from './duration.ts';
import { httpDateMs } from './http-date.ts';

/** One window: what it counts, and how its headers are named: `*` stands for `limit`, `remaining` and `reset`. */
type WindowNames = readonly [scope: RateScope, pattern: string];

// OpenAI, Azure, Groq, xAI; Anthropic; Mistral (per minute, month and 10 seconds, and by size); OpenRouter and Together.
const knownWindows: readonly WindowNames[] = [
  ['requests', 'x-ratelimit-*-requests'],
  ['tokens', 'x-ratelimit-*-tokens'],
  ['requests', 'x-ratelimit-*-project-requests'],
  ['tokens', 'x-ratelimit-*-project-tokens'],
  ['tokens', 'x-ratelimit-*-tokens_usage_based'],
  ['requests', 'anthropic-ratelimit-requests-*'],
  ['tokens', 'anthropic-ratelimit-tokens-*'],
  ['input-tokens', 'anthropic-ratelimit-input-tokens-*'],
  ['output-tokens', 'anthropic-ratelimit-output-tokens-*'],
  ['input-tokens', 'anthropic-priority-input-tokens-*'],
  ['output-tokens', 'anthropic-priority-output-tokens-*'],
  ['requests', 'x-ratelimit-*-req-minute'],
  ['requests', 'x-ratelimit-*-req-10-second'],
  ['tokens', 'x-ratelimit-*-tokens-minute'],
  ['tokens', 'x-ratelimit-*-tokens-month'],
  ['tokens', 'ratelimitbysize-*'],
  ['requests', 'x-ratelimit-*'],
];

const members = { limit: 'limit', remaining: 'remaining', reset: 'resetMs' } as const;

/** Which window a header belongs to, and what it says of it. */
interface Header {
  readonly index: number;
  readonly scope: RateScope;
  readonly member: (typeof members)[keyof typeof members];
}

const knownHeaders: ReadonlyMap<string, Header> = new Map(
  knownWindows.flatMap(([scope, pattern], index) =>
    Object.entries(members).map(([name, member]) => [pattern.replace('*', name), { index, scope, member }] as const),
  ),
);

const noWindows: readonly RateWindow[] = [];

/**
 * Reads the rate limits that a reply reports, in the formats of all known providers; headers that say nothing sensible
 * (negative, masked or malformed values) are left out, and a window of which nothing is left with them. A reply that
 * reports none costs one look at the names of its headers.
 * @param headers names in lower case
 * @param now epoch milliseconds; used for points in time where the reply has no `date` of its own
 */
export function rateWindows(headers: Readonly<Record<string, string>>, now: number): readonly RateWindow[] {
  let found: (Figures | undefined)[] | undefined;
  for (const name in headers) {
    const header = mayBeLimit(name) ? knownHeaders.get(name) : undefined;
    if (header === undefined) continue;
    const value = figureOf(header, headers[name] ?? '', headers, now);
    if (value === undefined) continue;
    found ??= Array.from<Figures | undefined>({ length: knownWindows.length });
    const window = (found[header.index] ??= { scope: header.scope });
    window[header.member] = value;
  }
  return found === undefined ? noWindows : found.filter((window) => window !== undefined);
}

type Figures = { -readonly [Name in keyof RateWindow]: RateWindow[Name] };

function figureOf(
  { member }: Header,
  text: string,
  headers: Readonly<Record<string, string>>,
  now: number,
): number | undefined {
  return member === 'resetMs' ? resetWaitMs(text, headers, now) : asCount(text);
}

/** Asked for every header of every reply, and false for most by their first letter. */
function mayBeLimit(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first === letterX) return name.startsWith('x-ratelimit-');
  return first === letterA ? name.startsWith('anthropic-') : first === letterR && name.startsWith('ratelimitbysize-');
}

const letterA = 0x61;
const letterR = 0x72;
const letterX = 0x78;

/** When a reply was sent, by the sender's own clock where it tells, so that its points in time become true waits. */
export function sentAt(headers: Readonly<Record<string, string>>, now: number): number {
  const date = headers['date'];
  return date === undefined ? now : (httpDateMs(date) ?? now);
}

function asCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** What most resets look like; every other duration is read with more effort. */
const single = /^(\d{1,9})(ms|s)$/;

/** Reads a duration (`6m0s`), a point in time (RFC 3339, epoch seconds or milliseconds) or plain seconds. */
function resetWaitMs(text: string, headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const [, amount, unit] = single.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * (unit === 's' ? 1_000 : 1);
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
