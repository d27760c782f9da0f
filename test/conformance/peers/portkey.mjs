import { Dialect, GatewayError, readEvents } from '../plain-client.ts';
import { prompt, tool } from '../question.ts';
import { manner } from './manner.mjs';

export { GatewayError as errorBase };

/** Portkey's gateway, which runs at `GATEWAY_URL`, asked by a plain client as ours is. */
export function make({ origin, fbOrigin, fmt, T, retries, variant }) {
  const target = (base) => ({
    provider: fmt,
    api_key: 'test-key',
    custom_host: `${base}/v1`,
  });
  const bounds = manner === 'defaults' ? {} : { retry: { attempts: Math.min(retries, 5) }, request_timeout: T };
  const config =
    variant === 'fallback'
      ? { strategy: { mode: 'fallback' }, targets: [target(origin), target(fbOrigin)], ...bounds }
      : { ...target(origin), ...bounds };
  return { call: (call) => ask(config, fmt, call) };
}

async function ask(config, fmt, { mode, tools, signal, onDelta, breakAfter }) {
  const dialect = new Dialect(fmt);
  const response = await fetch(process.env.GATEWAY_URL + dialect.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-portkey-config': JSON.stringify(config),
    },
    body: JSON.stringify(dialect.question('fake-1', prompt, mode === 'sse', tools === true ? tool : undefined)),
    signal,
  });
  if (!response.ok) throw await GatewayError.of(response);
  if (mode === 'json') return dialect.whole(await response.json());
  const reader = dialect.reader(onDelta);
  let deltas = 0;
  for await (const event of readEvents(response, signal)) {
    deltas += reader.take(event) ? 1 : 0;
    if (deltas > 0 && deltas === breakAfter) break;
  }
  return reader.answer(deltas === breakAfter);
}
