import { startGateway } from '@steadfast/gateway';
import type { Gateway, GatewayOptions } from '@steadfast/gateway';
import { simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';

/** The protocols that answer, each under the name of its simulated provider. */
export const upstreams = ['chat', 'responses', 'messages', 'gemini', 'ollama'] as const;

/** Beside them stands a server of Chat Completions that is not OpenAI's. */
export const compatible = 'compatible';

/** One of the protocols that answer. */
export type Upstream = (typeof upstreams)[number];

/** A running gateway, and the simulated server behind all its providers. */
export interface MatrixHouse extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly simulation: Simulation;
}

/** What may be said of both. */
export interface MatrixHouseOptions {
  readonly simulation?: SimulateOptions;
  /** Names of the gateway's own. */
  readonly models?: GatewayOptions['models'];
}

/** Starts both. */
export async function matrixHouse(options: MatrixHouseOptions = {}): Promise<MatrixHouse> {
  const simulation = await simulate(options.simulation);
  const { url } = simulation;
  const gateway = await startGateway({
    port: 0,
    token: 'the-token',
    environment: {},
    drainMs: 50,
    models: options.models,
    providers: {
      chat: row('openai', 'chat', `${url}/v1`),
      compatible: row('vllm', 'compatible', `${url}/v1`),
      responses: { ...row('openai', 'responses', `${url}/v1`), protocol: 'responses' },
      messages: row('anthropic', 'messages', url),
      gemini: row('google', 'gemini', `${url}/v1beta`),
      ollama: row('ollama', 'ollama', url),
    },
  });
  return {
    gateway,
    simulation,
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await simulation.close();
    },
  };
}

/** A provider that is asked in its one protocol alone. */
function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(`There is no provider ${like}.`);
  const { family = like } = known;
  const alone = { ...known, otherProtocols: undefined };
  return { ...alone, id, family, name: id, baseUrl, keyOptional: true, environment: { keys: [] } };
}
