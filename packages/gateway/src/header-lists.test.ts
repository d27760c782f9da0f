import { expect, test } from 'vitest';
import { headersForCaller, headersForProvider, queryForProvider } from './header-lists.ts';

test('a caller’s headers reach the provider, but not its credentials, its hop and what is said to the gateway', () => {
  const passed = headersForProvider({
    host: 'gateway',
    authorization: 'Bearer secret',
    'x-api-key': 'secret',
    'api-key': 'secret',
    'x-goog-api-key': 'secret',
    cookie: 'secret',
    'proxy-authorization': 'secret',
    connection: 'keep-alive, X-Hop',
    'x-hop': 'hop',
    'keep-alive': 'timeout=5',
    te: 'trailers',
    'transfer-encoding': 'chunked',
    'content-length': '2',
    'accept-encoding': 'br',
    'x-steadfast-fallback': 'a/b',
    'content-type': 'application/json',
    'anthropic-beta': 'x,y',
    'user-agent': 'client/1',
    'x-anything': 'new',
  });
  expect(passed).toEqual({
    'content-type': 'application/json',
    'anthropic-beta': 'x,y',
    'user-agent': 'client/1',
    'x-anything': 'new',
  });
});

test('a provider’s headers reach the caller, but not its hop, its cookies and what only the gateway says', () => {
  const upstream = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': '2',
    'content-encoding': 'gzip',
    'transfer-encoding': 'chunked',
    connection: 'close',
    'set-cookie': 'a=b',
    'x-steadfast-model': 'forged',
    'x-ratelimit-remaining-requests': '9',
    'retry-after': '3',
  };
  expect(headersForCaller(upstream, 'application/json')).toEqual([
    'content-type',
    'application/json; charset=utf-8',
    'x-ratelimit-remaining-requests',
    '9',
    'retry-after',
    '3',
  ]);
});

test('a content type that is wrong or missing is put right', () => {
  expect(headersForCaller({ 'content-type': 'text/plain' }, 'application/json')).toEqual([
    'content-type',
    'application/json',
  ]);
  expect(headersForCaller({}, 'text/event-stream')).toEqual(['content-type', 'text/event-stream']);
});

test('a caller’s query reaches the provider without the key that may stand in it', () => {
  expect(queryForProvider('')).toBe('');
  expect(queryForProvider('?beta=true&monkey=1')).toBe('?beta=true&monkey=1');
  expect(queryForProvider('?key=secret')).toBe('');
  expect(queryForProvider('?alt=sse&key=secret&a=b%20c')).toBe('?alt=sse&a=b+c');
});
