import { startGateway, undiciTransport } from '@steadfast/gateway';
import type { Gateway } from '@steadfast/gateway';
import { createModels } from 'steadfast';
import type { Model } from 'steadfast';
import type { Adapter, Answer, CallSettings, Setting } from './adapter.ts';
import { prompt, tool } from './question.ts';
import { Dialect } from './plain-client.ts';
import { GatewayError, readEvents } from './plain-client.ts';

export { GatewayError as errorBase };

const models = createModels({ environment: {}, transport: undiciTransport(), onAbsorbed: () => undefined });
const cases = new Map<string, Model>();
let started: Promise<Gateway> | undefined;

/** Puts the gateway into the fault runner: a plain client on fetch in front, the faulty provider behind. */
export function make({ origin, fbOrigin, fmt, T, retries, variant }: Setting): Adapter {
  const provider = fmt === 'anthropic' ? 'anthropic' : 'openai';
  const address = (base: string): string => (fmt === 'anthropic' ? base : `${base}/v1`);
  const limits = { headersMs: T, firstContentMs: T, idleMs: T };
  const settings = { apiKey: 'test-key', limits, retry: { retries }, deadlineMs: 12_000 };
  const faulty = models.model(`${provider}/fake-1`, { ...settings, baseUrl: address(origin) });
  const healthy = models.model(`${provider}/fake-1`, { ...settings, baseUrl: address(fbOrigin) });
  const name = `case-${cases.size}`;
  cases.set(name, variant === 'fallback' ? models.fallback([faulty, healthy], { deadlineMs: 12_000 }) : faulty);
  return { call: (call) => ask(name, fmt, call) };
}

function gateway(): Promise<Gateway> {
  started ??= startGateway({ port: 0, token: 'gateway-token', environment: {}, resolve: find, log: () => undefined });
  return started;
}

function find(name: string): Model {
  const model = cases.get(name);
  if (model === undefined) throw new Error(`There is no ${name}.`);
  return model;
}

async function ask(model: string, fmt: Setting['fmt'], call: CallSettings): Promise<Answer> {
  const { url, token = '' } = await gateway();
  const dialect = new Dialect(fmt);
  const stream = call.mode === 'sse';
  const response = await fetch(url + dialect.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(dialect.question(model, prompt, stream, call.tools === true ? tool : undefined)),
    signal: call.signal,
  });
  if (!response.ok) throw await GatewayError.of(response);
  if (!stream) return dialect.whole(await response.json());
  const reader = dialect.reader(call.onDelta);
  let deltas = 0;
  for await (const event of readEvents(response, call.signal)) {
    deltas += reader.take(event) ? 1 : 0;
    if (deltas > 0 && deltas === call.breakAfter) break;
  }
  return reader.answer(deltas === call.breakAfter);
}
