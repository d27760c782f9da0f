import { expect, test } from 'vitest';
import { ModelError } from '../../model/error.ts';
import { writeError } from './error-write.ts';

test.each([
  ['rate-limit', 429],
  ['quota', 402],
  ['auth', 401],
  ['permission', 403],
  ['not-found', 404],
  ['invalid-request', 400],
  ['context-length', 400],
  ['overloaded', 503],
  ['server', 500],
  ['timeout', 504],
  ['connection', 502],
  ['interrupted', 502],
] as const)('an error of kind %s is a %d', (kind, status) => {
  expect(writeError(new ModelError({ kind, message: 'Sorry.' }))).toEqual({ status, body: { error: 'Sorry.' } });
});

test("a key that the provider refuses is not the caller's", () => {
  expect(writeError(new ModelError({ kind: 'auth', message: 'x', provider: 'openai' })).status).toBe(502);
});
