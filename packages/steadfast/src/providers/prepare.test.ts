import { expect, test } from 'vitest';
import type { RawRequest } from '../model/completion-request.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { protocolOf } from '../protocols/table.ts';
import { nodeTransport } from '../wire/node-transport.ts';
import type { Environment } from './environment.ts';
import { prepare } from './prepare.ts';
import { providers } from './table.ts';
import { targetOf } from './target-of.ts';
import type { Target } from './target.ts';

function targetAt(id: string, environment: Environment = {}): Target {
  const provider = providers[id];
  if (provider === undefined) throw new Error(`no provider ${id}`);
  const keys = Object.fromEntries(provider.environment.keys.map((name) => [name, 'the-key-that-pays']));
  const parts = { provider, model: 'some-model', options: {}, transport: nodeTransport(), clock: new VirtualClock() };
  const destination = targetOf({ ...parts, environment: { ...keys, ...environment } });
  return { ...destination, protocol: protocolOf(provider.protocol) };
}

function raw(protocol: RawRequest['protocol'], query: string): RawRequest {
  const json = { contents: [{ role: 'user', parts: [{ text: 'Hello.' }] }] };
  return { protocol, headers: {}, body: Buffer.from(JSON.stringify(json)), json, query };
}

function relayedTo(target: Target, query: string, stream: boolean): string {
  return prepare(target, { messages: [], raw: raw(target.protocol.id, query) }, stream).wire.url.href;
}

test('what a protocol asks for in the query and what the caller asks for come together, once', () => {
  const google = targetAt('google');
  const base = 'https://generativelanguage.googleapis.com/v1beta/models/some-model';
  expect(relayedTo(google, '', true)).toBe(`${base}:streamGenerateContent?alt=sse`);
  expect(relayedTo(google, '?alt=sse', true)).toBe(`${base}:streamGenerateContent?alt=sse`);
  expect(relayedTo(google, '?a=1&a=2&alt=json', true)).toBe(`${base}:streamGenerateContent?alt=sse&a=1&a=2`);
  expect(relayedTo(google, '?prettyPrint=false', false)).toBe(`${base}:generateContent?prettyPrint=false`);
  expect(relayedTo(targetAt('anthropic'), '?beta=true', true)).toBe('https://api.anthropic.com/v1/messages?beta=true');
});

test("a caller's key in the query is not passed on", () => {
  const prepared = prepare(targetAt('google'), { messages: [], raw: raw('gemini', '?key=of-the-caller') }, false);
  expect(prepared.wire.url.search).toBe('');
  expect(prepared.wire.headers['x-goog-api-key']).toBe('the-key-that-pays');
  expect(JSON.stringify(prepared.sent())).not.toContain('the-key-that-pays');
});

test('a request whose model is in the path goes on byte for byte', () => {
  const request = raw('gemini', '');
  expect(prepare(targetAt('google'), { messages: [], raw: request }, false).wire.body).toBe(request.body);
});

test("an address of Google's without a version gets one, and any other is left alone", () => {
  const baseOf = (address: string): string => targetAt('google', { GOOGLE_GEMINI_BASE_URL: address }).baseUrl;
  expect(baseOf('https://proxy.example/')).toBe('https://proxy.example/v1beta');
  expect(baseOf('https://proxy.example/google/v1')).toBe('https://proxy.example/google/v1');
  const vertex = 'https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google';
  expect(baseOf(vertex)).toBe(vertex);
  expect(targetAt('openai', { OPENAI_BASE_URL: 'https://proxy.example' }).baseUrl).toBe('https://proxy.example');
});
