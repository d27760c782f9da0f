import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reply, simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import { modelsOf, providersOf } from 'steadfast/config';
import type { ConfiguredModels } from 'steadfast/config';
import { asArray, asObject } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import { afterEach, expect, test } from 'vitest';
import type { FileConfig } from './file-config.ts';
import type { Gateway } from '../gateway.ts';
import { loadConfig } from './load-config.ts';
import { startConfigured } from './start-configured.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function simulated(options?: SimulateOptions): Promise<Simulation> {
  const simulation = await simulate(options);
  cleanups.push(() => simulation.close());
  return simulation;
}

async function configOf(yaml: string, environment: Record<string, string> = {}): Promise<FileConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-rows-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'steadfast.yaml'), yaml);
  const loaded = await loadConfig({ environment: { HOME: folder, ...environment }, folder });
  return loaded?.config ?? {};
}

async function modelsIn(yaml: string, environment: Record<string, string>): Promise<ConfiguredModels> {
  const { gateway: _, ...config } = await configOf(yaml, environment);
  const models = modelsOf(config, { environment });
  cleanups.push(() => models.close());
  return models;
}

async function gatewayOf(yaml: string, environment: Record<string, string>): Promise<Gateway> {
  const gateway = await startConfigured(await configOf(yaml, environment), { environment, port: 0 });
  cleanups.push(() => gateway.close());
  return gateway;
}

/** A row of the user's own in each protocol, none of them like a known one. */
const everyProtocol = `
providers:
  one: { protocol: chat, baseUrl: "\${URL}/v1" }
  two: { protocol: responses, baseUrl: "\${URL}/v1" }
  three:
    protocol: messages
    baseUrl: \${URL}
    auth: { kind: header, name: x-api-key }
    apiVersion: "2026-10-21"
    versioning: { in: header, name: anthropic-version }
    since: { "2026-10-21": { refuses: [temperature] } }
  four: { protocol: gemini, baseUrl: \${URL}, apiVersion: v1beta, auth: { kind: header, name: x-goog-api-key } }
  five: { protocol: ollama, baseUrl: \${URL}, keyOptional: true }
`;

test.each([
  ['one', '/v1/chat/completions', { authorization: 'Bearer sk-mine' }],
  ['two', '/v1/responses', { authorization: 'Bearer sk-mine' }],
  ['three', '/v1/messages', { 'x-api-key': 'sk-mine', 'anthropic-version': '2026-10-21' }],
  ['four', '/v1beta/models/echo:generateContent', { 'x-goog-api-key': 'sk-mine' }],
  ['five', '/api/chat', { authorization: 'Bearer sk-mine' }],
] as const)('a row of the user’s own in YAML, %s, reaches %s as one of ours does', async (id, path, headers) => {
  const server = await simulated();
  const key = { [`${id.toUpperCase()}_API_KEY`]: 'sk-mine' };
  const models = await modelsIn(everyProtocol, { URL: server.url, ...key });
  const whole = await models
    .model(`${id}/echo`)
    .complete({ messages: [{ role: 'user', content: 'It holds.' }], temperature: 1 });
  expect(whole.text).toBe('It holds.');
  const stream = await models.model(`${id}/echo`).stream('It holds.');
  expect((await stream.result).text).toBe('It holds.');
  expect(server.requests[0]?.path).toBe(path);
  expect(server.requests[0]?.headers).toMatchObject(headers);
  expect(whole.adaptations.some(({ field }) => field === 'temperature')).toBe(id === 'three');
});

test('a row that says no more than a known provider’s is the same row, whichever it is', () => {
  for (const [id, row] of Object.entries(providers)) {
    const { [id]: configured } = providersOf({ providers: { [id]: {} } });
    const { headers = {}, dialect = {}, family = id } = row;
    const { environment } = row;
    const variables = { keys: environment.keys, baseUrl: environment.baseUrl, apiVersion: environment.apiVersion };
    expect(configured).toEqual({ ...row, headers, dialect, family, environment: variables });
  }
});

test('versions, protocols and addresses of known providers are settings', async () => {
  const server = await simulated();
  const yaml = `
providers:
  azure: { baseUrl: \${URL}, apiVersion: "2024-10-21", apiKey: sk-azure }
  openai: { protocol: chat }
  anthropic: { apiVersion: "2026-10-21" }
models:
  direct: { use: [xai/grok-4.5], protocol: responses }
`;
  const models = await modelsIn(yaml, { URL: server.url, AZURE_OPENAI_API_VERSION: 'preview' });
  await models.model('azure/house').complete('It holds.');
  expect(server.requests[0]?.path).toBe('/openai/deployments/house/chat/completions?api-version=2024-10-21');
  expect(server.requests[0]?.headers['api-key']).toBe('sk-azure');
  expect(models.describe('openai/gpt-6-astra').provider.protocol).toBe('chat');
  expect(models.describe('direct').provider.protocol).toBe('responses');
  expect(models.describe('anthropic/claude-haiku-4-5').rules.refuses).toEqual(['temperature', 'topP', 'topK']);
});

test('the version that a caller of the gateway names counts over that of the row', async () => {
  const server = await simulated();
  const yaml = `
providers:
  anthropic: { baseUrl: \${URL}, apiKey: sk, apiVersion: "2026-10-21" }
gateway: { token: right, port: 1 }
`;
  const gateway = await gatewayOf(yaml, { URL: server.url });
  const body = {
    model: 'anthropic/echo',
    max_tokens: 20,
    temperature: 1,
    messages: [{ role: 'user', content: 'Hi.' }],
  };
  const ask = (headers: Record<string, string>) =>
    fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'right', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  expect((await ask({ 'anthropic-version': '2023-06-01' })).status).toBe(200);
  expect((await ask({})).status).toBe(200);
  const versions = server.requests.map((request) => request.headers['anthropic-version']);
  expect(versions).toEqual(['2023-06-01', '2026-10-21']);
});

test('a caller of Chat Completions is answered by a model that only Responses serves, and its reasoning comes back to it', async () => {
  const server = await simulated({ script: [reply('Yes.', { reasoning: 'Does it?' }), reply('Still.')] });
  const yaml = `
providers:
  openai: { baseUrl: "\${URL}/v1", apiKey: sk }
gateway: { token: right, port: 1 }
`;
  const gateway = await gatewayOf(yaml, { URL: server.url });
  const ask = async (messages: readonly unknown[]): Promise<ReturnType<typeof asObject>> => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer right', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'openai/gpt-6-astra', messages }),
    });
    expect(response.headers.get('x-steadfast-model')).toBe('openai/gpt-6-astra');
    const json: unknown = await response.json();
    return asObject(asObject(asArray(asObject(json)['choices'])[0])['message']);
  };
  const question = { role: 'user', content: 'It holds.' };
  const message = await ask([question]);
  expect(message['content']).toBe('Yes.');
  // The simulated API refuses encrypted reasoning that is not as it gave it.
  expect((await ask([question, message, question]))['content']).toBe('Still.');
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/responses']);
  const items = asArray(asObject(server.requests[1]?.body)['input']).map(asObject);
  expect(items.find(({ type }) => type === 'reasoning')?.['encrypted_content']).toEqual(expect.stringMatching(/.{8}/));
});
