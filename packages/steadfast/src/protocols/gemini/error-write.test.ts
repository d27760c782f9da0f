import { expect, test } from 'vitest';
import type { ErrorKind } from '../../model/error-kind.ts';
import { ModelError } from '../../model/error.ts';
import { gemini } from './gemini.ts';

function readBack(kind: ErrorKind, facts: { retryAfterMs?: number } = {}): ReturnType<typeof gemini.readError> {
  const refused = kind === 'too-large' ? 413 : undefined;
  const error = new ModelError({ kind, message: 'So it is.', status: refused, ...facts });
  const { status, body } = gemini.writeError(error);
  return gemini.readError({ status, headers: {}, body: JSON.stringify(body) });
}

test('an error that is written reads as the same kind', () => {
  const kinds: ErrorKind[] = [
    'rate-limit',
    'quota',
    'auth',
    'permission',
    'not-found',
    'invalid-request',
    'context-length',
    'content-filter',
    'too-large',
    'overloaded',
    'server',
    'timeout',
  ];
  expect(kinds.map((kind) => readBack(kind).kind)).toEqual(kinds);
});

test('the wait is given where it is known', () => {
  expect(readBack('rate-limit', { retryAfterMs: 34_400 })).toMatchObject({ kind: 'rate-limit', retryAfterMs: 34_400 });
  const { body } = gemini.writeError(new ModelError({ kind: 'rate-limit', message: 'Wait.', retryAfterMs: 34_400 }));
  expect(body).toEqual({
    error: {
      code: 429,
      message: 'Wait.',
      status: 'RESOURCE_EXHAUSTED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }],
    },
  });
});

test("a conversation that is too long is told in Google's own words", () => {
  const { body } = gemini.writeError(new ModelError({ kind: 'context-length', message: 'Too long.' }));
  expect(JSON.stringify(body)).toContain('input token count exceeds the maximum number of tokens allowed');
});

test("a key of ours that the provider refuses is not the caller's fault", () => {
  const error = new ModelError({ kind: 'auth', message: 'Refused.', provider: 'google' });
  expect(gemini.writeError(error)).toMatchObject({ status: 502, body: { error: { status: 'INTERNAL' } } });
});
