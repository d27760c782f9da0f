import { durationMs } from './duration.ts';
import { httpDateMs } from './http-date.ts';
import { rateWindows, sentAt } from './rate-headers.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * How long a failed reply asks to wait, in milliseconds: the longest of `retry-after-ms`, `x-ms-retry-after-ms`,
 * `retry-after` (seconds or a date) and the reset of each rate limit of which nothing remains. `undefined` when it asks
 * for no wait above 0: the caller's own backoff holds then. Only for errors: some providers send `retry-after` with 200.
 * @param headers names in lower case
 * @param now epoch milliseconds; used for dates where the reply has no `date` of its own
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const waits = [...headerWaits(headers, now)];
  for (const { remaining, resetMs } of rateWindows(headers, now)) if (remaining === 0) waits.push(resetMs ?? 0);
  return longest(waits);
}

function headerWaits(headers: Headers, now: number): number[] {
  const milliseconds = [...numbers(headers['retry-after-ms']), ...numbers(headers['x-ms-retry-after-ms'])];
  const after = headers['retry-after'];
  const date = after === undefined ? undefined : httpDateMs(after);
  if (date !== undefined) return [...milliseconds, date - sentAt(headers, now)];
  return [...milliseconds, ...numbers(after).map((seconds) => seconds * 1000)];
}

/** The numbers of a header, of which there are several when it came more than once. */
function numbers(text: string | undefined): number[] {
  if (text === undefined) return [];
  return text.split(',').map((item) => (/^\s*\d+(?:\.\d+)?\s*$/.test(item) ? Number(item) : 0));
}

const hints: readonly RegExp[] = [
  // OpenAI and Groq: "Please try again in 6m0s." Gemini: "Please retry in 48.939935699s."
  /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)/gi,
  // google.rpc.RetryInfo, also as JSON within a string.
  /retryDelay\\?"\s*:\s*\\?"(\d+(?:\.\d+)?s)/g,
];

// Azure: "Please retry after 26 seconds." Others: "Try again in 2 minutes."
const spelledHint = /(?:try again|retry) (?:in|after) (\d+(?:\.\d+)?) (second|minute|hour)/gi;

/** How long the text of an error asks to wait, in milliseconds; `undefined` when it says nothing of it. */
export function retryHintMs(text: string): number | undefined {
  const waits: number[] = [];
  for (const hint of hints) for (const [, duration = ''] of text.matchAll(hint)) waits.push(durationMs(duration) ?? 0);
  for (const [, amount = '', unit = ''] of text.matchAll(spelledHint)) {
    waits.push(durationMs(`${amount}${unit.charAt(0).toLowerCase()}`) ?? 0);
  }
  return longest(waits);
}

function longest(waits: readonly number[]): number | undefined {
  const wait = Math.max(0, ...waits.filter((each) => Number.isFinite(each)));
  return wait > 0 ? wait : undefined;
}
