import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import { asArray, asObject } from 'steadfast/model';
import { afterEach, expect, test } from 'vitest';
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

/** A gateway whose configuration is this YAML file. */
async function gatewayOf(yaml: string, environment: Record<string, string>): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-gateway-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'steadfast.yaml'), yaml);
  const loaded = await loadConfig({ environment: { HOME: folder, ...environment }, folder });
  const gateway = await startConfigured(loaded?.config ?? {}, { environment, port: 0 });
  cleanups.push(() => gateway.close());
  return gateway;
}

interface Answer {
  readonly status: number;
  readonly model: string | null;
  readonly json: ReturnType<typeof asObject>;
}

async function ask(gateway: Gateway, model: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer right', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'It holds.' }] }),
  });
  const json = asObject(await response.json());
  return { status: response.status, model: response.headers.get('x-steadfast-model'), json };
}

const yaml = `
providers:
  north: { type: openai-compatible, baseUrl: \${NORTH}/v1, apiKey: \${NORTH_SECRET} }
  south: { type: anthropic, baseUrl: \${SOUTH} }
models:
  fast: { use: [north/echo, south/echo] }
  dead: { use: [north/echo] }
aliases: { gpt-4o: fast }
fallbacks: [south/spare]
defaults: { retry: false }
gateway: { token: right, port: 1, drainMs: 100 }
`;

test('a gateway with a YAML file answers by alias over the wire, and falls back', async () => {
  const north = await simulated({ script: [fault('503')], keys: ['sk-north'] });
  const south = await simulated();
  const environment = { NORTH: north.url, NORTH_SECRET: 'sk-north', SOUTH: south.url, SOUTH_API_KEY: 'sk-south' };
  const gateway = await gatewayOf(yaml, environment);
  expect(await ask(gateway, 'gpt-4o')).toMatchObject({ status: 200, model: 'south/echo' });
  expect(north.requests[0]?.headers['authorization']).toBe('Bearer sk-north');
  expect(south.requests[0]?.headers['x-api-key']).toBe('sk-south');
  expect(await ask(gateway, 'dead')).toMatchObject({ status: 200, model: 'south/spare' });
  const own = { 'x-steadfast-fallback': 'gpt-4o' };
  expect(await ask(gateway, 'north/anything', own)).toMatchObject({ status: 200, model: 'south/echo' });
  const list = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: 'Bearer right' } });
  const names = asArray(asObject(await list.json())['data']).map((row) => asObject(row)['id']);
  expect(names).toEqual(['fast', 'dead', 'gpt-4o']);
  expect(await ask(gateway, 'fats')).toMatchObject({
    status: 404,
    json: { error: { message: expect.stringContaining('"fast"') } },
  });
});

test('a gateway that cannot start says so and leaves nothing open', async () => {
  await expect(startConfigured({ gateway: { host: '0.0.0.0', auth: false } })).rejects.toThrow('Without a token');
});
