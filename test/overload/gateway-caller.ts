import { env } from 'node:process';
import type { Adapter, Setting } from '../conformance/adapter.ts';
import { Dialect, GatewayError } from '../conformance/plain-client.ts';
import { prompt } from '../conformance/question.ts';

/** Who calls our gateway, which runs at `GATEWAY_URL`, with no more than `fetch`. */
export function make({ fmt }: Setting): Adapter {
  const dialect = new Dialect(fmt);
  const model = `${fmt}/fake-1`;
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    authorization: 'Bearer gateway-token',
  };
  const body = JSON.stringify(dialect.question(model, prompt, false));
  return {
    call: async ({ signal }) => {
      const response = await fetch(`${env['GATEWAY_URL']}${dialect.path}`, { method: 'POST', headers, body, signal });
      if (!response.ok) throw await GatewayError.of(response);
      return dialect.whole(await response.json());
    },
  };
}
