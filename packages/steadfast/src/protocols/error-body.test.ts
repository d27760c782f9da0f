import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../model/json.ts';
import { readErrorBody } from './error-body.ts';

const messageOf = (body: JsonValue, status?: number): string => readErrorBody(body, status).message;

test('the message is found in every shape of an error body', () => {
  const bodies: JsonValue[] = [
    { error: { message: 'no luck' } },
    { error: 'no luck' },
    { message: 'no luck' },
    { detail: 'no luck' },
    { code: 'invalid-argument', error: 'no luck' },
    [{ error: { code: 400, message: 'no luck', status: 'INVALID_ARGUMENT' } }],
    { error: { message: '{"error":{"code":400,"message":"no luck"}}' } },
    { errors: [{ message: 'no luck' }] },
    '{"error":{"message":"no luck",}}',
    'event: error\ndata: {"error":{"message":"no luck"}}\n\n',
    'no luck',
  ];
  for (const body of bodies) expect([body, messageOf(body)]).toEqual([body, 'no luck']);
});

test('the words of the provider behind a broker are shown', () => {
  const raw = '{"error":{"message":"tool schema is wrong"}}';
  const body = { error: { message: 'Provider returned error', code: 400, metadata: { raw } } };
  expect(readErrorBody(body)).toMatchObject({ message: 'Provider returned error: tool schema is wrong', status: 400 });
});

test('a list of faults in a request becomes one message that names the places', () => {
  const body = {
    detail: [
      { loc: ['body', 'model'], msg: 'field required' },
      { loc: ['body', 'n'], msg: 'too large' },
    ],
  };
  expect(messageOf(body, 422)).toBe('body.model: field required; body.n: too large');
});

test('codes, types and places are kept apart, and a status is not taken for a code', () => {
  expect(readErrorBody({ error: { message: 'x', type: 't', code: 'c', param: 'p' } })).toMatchObject({
    type: 't',
    code: 'c',
    param: 'p',
  });
  expect(readErrorBody({ error: { message: 'x', code: '404' } })).toMatchObject({ status: 404 });
  expect(readErrorBody({ error: { message: 'x', code: '404' } }).code).toBeUndefined();
  expect(readErrorBody({ object: 'error', message: 'x', code: '3051', raw_status_code: 400 })).toMatchObject({
    code: '3051',
    status: 400,
  });
});

test('of an HTML page only the title is shown', () => {
  const page = (title: string): string =>
    `<!DOCTYPE html><html><head><title>${title}</title></head><body>x</body></html>`;
  expect(messageOf(page('502 Bad Gateway'), 502)).toBe('502 Bad Gateway');
  expect(messageOf(page('Just a moment...'), 503)).toBe('503 Service Unavailable: Just a moment...');
  expect(messageOf('<html><body><h1>oh</h1></body></html>', 502)).toBe('502 Bad Gateway');
  expect(messageOf({ error: page('Gone') }, 500)).toBe('500 Internal Server Error: Gone');
});

test('a body without words says its status', () => {
  expect(messageOf('', 502)).toBe('502 Bad Gateway');
  expect(messageOf({}, 418)).toBe('HTTP status 418');
  expect(messageOf({ error: null })).toBe('The provider reported an error without a message.');
});

test('a body that is nested without end is read no deeper than errors are', () => {
  expect(messageOf('['.repeat(30_000) + ']'.repeat(30_000), 500)).toBe('500 Internal Server Error');
  expect(messageOf('{"error":'.repeat(5000) + '1' + '}'.repeat(5000), 500)).toBe('500 Internal Server Error');
});

test('keys are blanked out', () => {
  const shown = messageOf('Incorrect API key provided: sk-fake-key. Get one at https://example.com/api-keys.');
  expect(shown).toBe('Incorrect API key provided: ***. Get one at https://example.com/api-keys.');
  expect(messageOf('token sk-ant-REDACTED-xyz is bad')).toBe('token *** is bad');
  expect(messageOf('API key is invalid.')).toBe('API key is invalid.');
});

test('whatever the body, the message is a line that can be shown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 2000 })), (body) => {
      const { message } = readErrorBody(toJson(body), 500);
      expect(message.length).toBeGreaterThan(0);
      expect(message.length).toBeLessThanOrEqual(500);
    }),
  );
});

function toJson(value: unknown): JsonValue {
  const read: JsonValue = JSON.parse(JSON.stringify(value));
  return read;
}
