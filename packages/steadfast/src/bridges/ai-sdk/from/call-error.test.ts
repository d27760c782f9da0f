import {
  APICallError,
  InvalidResponseDataError,
  LoadAPIKeyError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { MockLanguageModelV4 } from 'ai/test';
import { expect, test } from 'vitest';
import { ModelError } from '../../../model/error.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { callError } from './call-error.ts';
import type { SdkTarget } from './sdk-target.ts';

const target: SdkTarget = {
  id: 'acme/m',
  sdk: new MockLanguageModelV4(),
  provider: 'acme',
  headers: undefined,
  clock: new VirtualClock(),
};

const reply = (statusCode: number, facts: Partial<ConstructorParameters<typeof APICallError>[0]> = {}): APICallError =>
  new APICallError({ message: 'It failed.', url: 'https://api.acme.com', requestBodyValues: {}, statusCode, ...facts });

function withCode(message: string, code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

test.each([
  ['a status alone', reply(401), { kind: 'auth', status: 401, message: 'acme/m: It failed.' }],
  [
    'a body',
    reply(400, { responseBody: '{"error":{"code":"context_length_exceeded","message":"Too long."}}' }),
    {
      kind: 'context-length',
      code: 'context_length_exceeded',
      message: 'acme/m: Too long.',
    },
  ],
  [
    'headers',
    reply(429, { responseHeaders: { 'Retry-After': '3', 'x-request-id': 'r1' } }),
    {
      kind: 'rate-limit',
      retryAfterMs: 3_000,
      requestId: 'r1',
    },
  ],
  [
    'a provider that knows better than the status',
    reply(500, { isRetryable: false }),
    { kind: 'server', shouldRetry: false },
  ],
  [
    'a reply that broke off',
    reply(200, { cause: withCode('closed', 'UND_ERR_SOCKET') }),
    {
      kind: 'connection',
      phase: 'body',
      code: 'UND_ERR_SOCKET',
    },
  ],
  ['a missing key', new LoadAPIKeyError({ message: 'No key.' }), { kind: 'auth' }],
  ['an unknown model', new NoSuchModelError({ modelId: 'm', modelType: 'languageModel' }), { kind: 'not-found' }],
  ['what is not supported', new UnsupportedFunctionalityError({ functionality: 'audio' }), { kind: 'invalid-request' }],
  ['an invalid reply', new InvalidResponseDataError({ data: {}, message: 'No choices.' }), { kind: 'invalid-reply' }],
  [
    'a stream without an end',
    new InvalidResponseDataError({ data: undefined, message: 'Response stream ended without a finish reason.' }),
    { kind: 'interrupted' },
  ],
  [
    'no connection',
    withCode('refused', 'ECONNREFUSED'),
    { kind: 'connection', code: 'ECONNREFUSED', shouldRetry: undefined },
  ],
  [
    'a refused certificate',
    withCode('self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    { kind: 'connection', shouldRetry: false },
  ],
  ['a fault of the program', withCode('wrong type', 'ERR_INVALID_ARG_TYPE'), { kind: 'server', shouldRetry: false }],
  ["the provider's own time limit", new DOMException('Too slow.', 'TimeoutError'), { kind: 'timeout' }],
  [
    'an object in the stream',
    { type: 'overloaded_error', message: 'Busy.' },
    { kind: 'overloaded', message: 'acme/m: Busy.' },
  ],
  ['a text in the stream', 'The model is overloaded.', { kind: 'overloaded' }],
  ['nothing at all', undefined, { kind: 'server' }],
  [
    'an error of ours',
    new ModelError({ kind: 'quota', message: 'b/m: Used up.', provider: 'b', model: 'b/m' }),
    {
      kind: 'quota',
      provider: 'b',
      model: 'acme/m',
    },
  ],
])('%s is told as what it means', (_, thrown, facts) => {
  const error = callError(thrown, target);
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ provider: 'acme', model: 'acme/m', ...facts });
});
