import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import { writeError } from './error-write.ts';

test.each([
  ['rate-limit', 429, 'rate_limit_error'],
  ['quota', 402, 'billing_error'],
  ['budget', 402, 'billing_error'],
  ['auth', 401, 'authentication_error'],
  ['permission', 403, 'permission_error'],
  ['not-found', 404, 'not_found_error'],
  ['invalid-request', 400, 'invalid_request_error'],
  ['context-length', 400, 'invalid_request_error'],
  ['content-filter', 400, 'invalid_request_error'],
  ['overloaded', 529, 'overloaded_error'],
  ['circuit-open', 503, 'overloaded_error'],
  ['server', 500, 'api_error'],
  ['timeout', 504, 'timeout_error'],
  ['connection', 502, 'api_error'],
  ['redirect', 502, 'api_error'],
  ['invalid-reply', 502, 'api_error'],
  ['interrupted', 502, 'api_error'],
  ['aborted', 499, 'api_error'],
] as const)('an error of kind %s is a %d of type %s', (kind, status, type) => {
  const { body, ...written } = writeError(new ModelError({ kind, message: 'prompt is too long', requestId: 'req_1' }));
  expect(written).toEqual({ status });
  expect(body).toEqual({ type: 'error', error: { type, message: 'prompt is too long' }, request_id: 'req_1' });
});

test('a request that is too large is a 413, a reply that is too large is the provider failing', () => {
  expect(writeError(new ModelError({ kind: 'too-large', message: 'x', status: 413 }))).toMatchObject({
    status: 413,
    body: { error: { type: 'request_too_large' } },
  });
  expect(writeError(new ModelError({ kind: 'too-large', message: 'x', status: 200 })).status).toBe(502);
});

test("a key that the provider refuses is not the caller's", () => {
  expect(writeError(new ModelError({ kind: 'auth', message: 'x', provider: 'openai' })).status).toBe(502);
});

test("a server error keeps the provider's status", () => {
  expect(writeError(new ModelError({ kind: 'server', message: 'x', status: 502 })).status).toBe(502);
});

test("a conversation that is too long is said in Anthropic's words, which callers look for", () => {
  const { body } = writeError(new ModelError({ kind: 'context-length', message: 'maximum context length is 8192' }));
  expect(body.error).toMatchObject({ message: 'prompt is too long: maximum context length is 8192' });
});
