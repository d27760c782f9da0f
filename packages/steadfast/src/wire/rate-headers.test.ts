import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { asObject, asString, parseJson } from '../model/json.ts';
import { rateWindows, sentAt } from './rate-headers.ts';

const now = Date.UTC(2026, 7, 2, 17, 43, 50);

test('OpenAI reports requests and tokens with Go durations', () => {
  const headers = {
    'x-ratelimit-limit-requests': '20000',
    'x-ratelimit-remaining-requests': '19999',
    'x-ratelimit-reset-requests': '3ms',
    'x-ratelimit-limit-tokens': '15000000',
    'x-ratelimit-remaining-tokens': '14999993',
    'x-ratelimit-reset-tokens': '6m0s',
    'x-ratelimit-limit-input-images': '50000',
  };
  expect(rateWindows(headers, now)).toEqual([
    { scope: 'requests', limit: 20_000, remaining: 19_999, resetMs: 3 },
    { scope: 'tokens', limit: 15_000_000, remaining: 14_999_993, resetMs: 360_000 },
  ]);
});

test('Anthropic reports points in time, which the date of the reply turns into waits', () => {
  const headers = {
    date: 'Sun, 02 Aug 2026 17:43:40 GMT',
    'anthropic-ratelimit-input-tokens-limit': '10000000',
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-input-tokens-reset': '2026-08-02T17:43:57Z',
    'anthropic-ratelimit-requests-reset': '2026-08-02T17:43:30Z',
  };
  expect(rateWindows(headers, now)).toEqual([
    { scope: 'requests', resetMs: 0 },
    { scope: 'input-tokens', limit: 10_000_000, remaining: 0, resetMs: 17_000 },
  ]);
});

test('Mistral reports windows by minute and by size', () => {
  const headers = {
    'x-ratelimit-limit-req-minute': '100',
    'x-ratelimit-remaining-req-minute': '99',
    'ratelimitbysize-limit': '500000',
    'ratelimitbysize-remaining': '342032',
    'ratelimitbysize-reset': '60',
  };
  expect(rateWindows(headers, now)).toEqual([
    { scope: 'requests', limit: 100, remaining: 99 },
    { scope: 'tokens', limit: 500_000, remaining: 342_032, resetMs: 60_000 },
  ]);
});

test('OpenRouter resets at epoch milliseconds, Together in seconds, some at epoch seconds', () => {
  expect(rateWindows({ 'x-ratelimit-limit': '2', 'x-ratelimit-reset': String(now + 5000) }, now)).toEqual([
    { scope: 'requests', limit: 2, resetMs: 5000 },
  ]);
  expect(rateWindows({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, now)).toEqual([
    { scope: 'requests', remaining: 0, resetMs: 1000 },
  ]);
  expect(rateWindows({ 'x-ratelimit-reset': String(now / 1000 + 5) }, now)).toEqual([
    { scope: 'requests', resetMs: 5000 },
  ]);
});

test('values that say nothing sensible are left out', () => {
  const headers = {
    'x-ratelimit-limit-requests': '-1',
    'x-ratelimit-remaining-requests': 'X-RATELIMIT-REMAINING-REQUESTS-XXX',
    'x-ratelimit-reset-requests': '2026-99-99T00:00:00Z',
    'x-ratelimit-limit-tokens': '-1',
    'x-ratelimit-remaining-tokens': '7',
    'x-ratelimit-reset-tokens': 'soon',
  };
  expect(rateWindows(headers, now)).toEqual([{ scope: 'tokens', remaining: 7 }]);
  expect(rateWindows({}, now)).toEqual([]);
});

const corpus =
  process.env['STEADFAST_CORPUS'] ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url));

test.skipIf(!existsSync(corpus))('every set of rate limit headers that was recorded reads sensibly', () => {
  let found = 0;
  for (const name of readdirSync(`${corpus}/recordings`)) {
    const recording = asObject(parseJson(readFileSync(`${corpus}/recordings/${name}`, 'utf8')));
    const headers: Record<string, string> = {};
    for (const [header, value] of Object.entries(asObject(asObject(recording['response'])['headers']))) {
      headers[header] = asString(value) ?? '';
    }
    const windows = rateWindows(headers, sentAt(headers, now));
    const masked = Object.values(headers).some((value) => value.endsWith('-XXX'));
    const named = Object.keys(headers).some((header) =>
      /ratelimit.*(requests|tokens|req-minute|remaining)$/.test(header),
    );
    if (named && !masked) expect(windows, name).not.toEqual([]);
    found += windows.length;
    for (const { limit, remaining, resetMs } of windows) {
      for (const value of [limit, remaining, resetMs]) if (value !== undefined) expect(value).toBeGreaterThanOrEqual(0);
      // Windows of recorded replies last a minute or a day, never longer than a month.
      expect(resetMs ?? 0, name).toBeLessThanOrEqual(31 * 86_400_000);
    }
  }
  expect(found).toBeGreaterThan(500);
});
