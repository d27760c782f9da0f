import { isModelError } from 'steadfast/model';
import type { CompletionRequest, JsonObject, RawRequest } from 'steadfast/model';
import { chat } from 'steadfast/protocols';
import { expect, test } from 'vitest';
import { lazyRequest } from './lazy-request.ts';

function raw(json: JsonObject): RawRequest {
  return { protocol: 'chat', headers: {}, body: Buffer.from(JSON.stringify(json)), json, query: '' };
}

function lazy(bytes: RawRequest): CompletionRequest {
  return lazyRequest({ messages: [], raw: bytes }, () => chat.readRequest(bytes.json).request);
}

const good = { model: 'm', temperature: 0.5, messages: [{ role: 'user', content: 'hi' }] };

test('a request that nobody looks into is not read, whatever is in it', () => {
  const bytes = raw({ messages: 'nonsense' });
  expect(lazy(bytes).raw).toBe(bytes);
});

test('the first field that is looked at reads them all', () => {
  const request = lazy(raw(good));
  expect(request.temperature).toBe(0.5);
  expect(request.messages).toMatchObject([{ role: 'user', content: 'hi' }]);
  expect(request.topP).toBeUndefined();
  expect('temperature' in request).toBe(true);
});

test('a copy holds all fields, and the bytes', () => {
  const bytes = raw(good);
  const copy = { ...lazy(bytes), seed: 7 };
  expect(copy).toMatchObject({ temperature: 0.5, seed: 7, messages: [{ role: 'user' }] });
  expect(copy.raw).toBe(bytes);
});

test('a body that the protocol cannot read is an invalid request once it is looked into', () => {
  const request = lazy(raw({ messages: 'nonsense' }));
  let error: unknown;
  try {
    void request.messages;
  } catch (thrown) {
    error = thrown;
  }
  expect(isModelError(error) && error.kind).toBe('invalid-request');
});
