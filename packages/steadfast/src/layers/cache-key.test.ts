import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompletionRequest, RawRequest } from '../model/completion-request.ts';
import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { cacheKey } from './cache-key.ts';

const facts = { target: 'sim/a', streamed: false };

/** Two JSON texts are equal when their values are, order of members aside. */
function same(one: unknown, other: unknown): boolean {
  if (isArray(one) && isArray(other)) {
    return one.length === other.length && one.every((value, index) => same(value, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return Object.is(one, other) || (one === 0 && other === 0);
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return names.length === others.length && names.every((name) => name in other && same(one[name], other[name]));
}

function reversed(value: JsonValue | undefined): JsonValue | undefined {
  if (isArray(value)) return value.map((item) => reversed(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
const content = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'b', '__proto__', '"', ''));
const request = fc.record(
  {
    messages: fc.array(fc.record({ role: fc.constantFrom('user' as const, 'system' as const), content }), {
      maxLength: 3,
    }),
    temperature: fc.constantFrom(0, 0.5, 1),
    seed: fc.nat(2),
    stopSequences: fc.array(content, { maxLength: 2 }),
    providerOptions: fc.dictionary(fc.constantFrom('openai', 'groq'), fc.dictionary(content, json, { maxKeys: 3 })),
    tools: fc.array(fc.record({ name: content, inputSchema: fc.dictionary(content, json, { maxKeys: 3 }) }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['messages'] },
);

test('requests have the same key when, and only when, they say the same, in whatever order', () => {
  fc.assert(
    fc.property(request, request, (one, other) => {
      expect(cacheKey(one, facts) === cacheKey(other, facts)).toBe(same(one, other));
      expect(cacheKey({ ...one, seed: one.seed, topP: undefined }, facts)).toBe(cacheKey(one, facts));
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.dictionary(content, json), (schema) => {
      const asked = (inputSchema: JsonObject): CompletionRequest => ({
        messages: [],
        tools: [{ name: 'a', inputSchema }],
      });
      const turned = reversed(schema);
      expect(cacheKey(asked(isObject(turned) ? turned : {}), facts)).toBe(cacheKey(asked(schema), facts));
    }),
  );
});

test('what only labels a call does not change its key, and all else of it does', () => {
  const asked: CompletionRequest = { messages: [{ role: 'user', content: 'Hello' }] };
  const key = cacheKey(asked, facts);
  expect(cacheKey({ ...asked, endUser: 'ada', metadata: { run: '1' } }, facts)).toBe(key);
  expect(cacheKey(asked, { ...facts, streamed: true })).toBe(key);
  const others = [
    cacheKey(asked, { ...facts, target: 'sim/b' }),
    cacheKey(asked, { ...facts, scope: 'ada' }),
    cacheKey(asked, { ...facts, scope: '' }),
    cacheKey(asked, { ...facts, version: 'ada' }),
    cacheKey({ ...asked, temperature: 0 }, facts),
    cacheKey({ ...asked, maxOutputTokens: 10 }, facts),
    cacheKey({ ...asked, toolChoice: 'auto' }, facts),
  ];
  expect(new Set([key, ...others]).size).toBe(others.length + 1);
  expect(key).toMatch(/^[\w-]{43}$/);
});

test('private state counts as it is, byte for byte', () => {
  const said = (value: JsonValue): CompletionRequest => ({
    messages: [
      { role: 'assistant', content: [{ type: 'reasoning', text: '', state: { origin: 'anthropic', value } }] },
    ],
  });
  expect(cacheKey(said({ signature: 'a' }), facts)).not.toBe(cacheKey(said({ signature: 'b' }), facts));
});

const raw: RawRequest = {
  protocol: 'chat',
  headers: { 'content-type': 'application/json', 'user-agent': 'one/1.0' },
  body: new Uint8Array(),
  json: { model: 'a', messages: [{ role: 'user', content: 'Hello' }], stream: true },
  query: '',
};

test('of relays the body counts, whatever its order and its labels, and the headers that may change the reply', () => {
  const keyOf = (change: Partial<RawRequest>, streamed = true): string =>
    cacheKey({ messages: [], raw: { ...raw, ...change } }, { target: 'sim/a', streamed });
  const key = keyOf({});
  const { model, messages, stream } = raw.json;
  expect(keyOf({ json: { stream, messages, model, user: 'ada', prompt_cache_key: '7' } })).toBe(key);
  for (const name of [
    'user-agent',
    'x-stainless-os',
    'traceparent',
    'x-request-id',
    'accept-language',
    'sec-fetch-mode',
  ]) {
    expect(keyOf({ headers: { ...raw.headers, [name]: 'other' } })).toBe(key);
  }
  const others = [
    keyOf({ json: { ...raw.json, logprobs: true } }),
    keyOf({ json: { ...raw.json, stream: false } }),
    keyOf({}, false),
    keyOf({ protocol: 'ollama' }),
    keyOf({ query: '?beta=true' }),
    keyOf({ form: 'generate' }),
    keyOf({ headers: { ...raw.headers, 'anthropic-beta': 'x' } }),
    keyOf({ headers: { ...raw.headers, 'openai-project': 'x' } }),
    keyOf({ headers: { ...raw.headers, 'x-unknown': 'x' } }),
  ];
  expect(new Set([key, ...others]).size).toBe(others.length + 1);
});
