import { startGateway } from '@steadfast/gateway';
import type { Gateway } from '@steadfast/gateway';
import { simulate } from '@steadfast/testkit';
import type { Simulation } from '@steadfast/testkit';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import { anthropicMessages } from './anthropic-client.ts';
import { googleGenai } from './google-client.ts';
import { ollamaChat, ollamaGenerate } from './ollama-clients.ts';
import { openaiChat, openaiResponses } from './openai-clients.ts';
import { result, words } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

/** The official clients that ask. */
export const clients: readonly MatrixClient[] = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  googleGenai,
  ollamaChat,
  ollamaGenerate,
];

/** The protocols that answer, each under the name of its simulated provider. */
export const upstreams = ['chat', 'responses', 'messages', 'gemini', 'ollama'] as const;

/** One of the protocols that answer. */
export type Upstream = (typeof upstreams)[number];

/** A running gateway, and the simulated server behind all its providers. */
export interface MatrixHouse extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly simulation: Simulation;
}

/** Starts both. */
export async function matrixHouse(): Promise<MatrixHouse> {
  const simulation = await simulate();
  const { url } = simulation;
  const gateway = await startGateway({
    port: 0,
    token: 'the-token',
    environment: {},
    drainMs: 50,
    providers: {
      chat: row('openai', 'chat', `${url}/v1`),
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

function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(`There is no provider ${like}.`);
  const { family = like } = known;
  return { ...known, id, family, name: id, baseUrl, keyOptional: true, environment: { keys: [] } };
}

/** What is tried in each cell of the matrix. */
export const trials: Readonly<Record<string, (client: MatrixClient, asked: Asked) => Promise<void>>> = {
  plain: async (client, asked) => same(await client.plain(asked, words), words),
  streamed: async (client, asked) => same(await client.streamed(asked, words), words),
  tools: async (client, asked) => toolRound(client, asked, false),
  'streamed tools': async (client, asked) => toolRound(client, asked, true),
  error: async (client, asked) => {
    const { status, message } = await failureOf(client, () => client.plain(at(asked, 'fault/400-context'), words));
    if (status !== 400) throw new Error(`The status is ${status}: ${message}`);
  },
  'cut stream': async (client, asked) => {
    await failureOf(client, () => client.streamed(at(asked, 'fault/close-mid'), words));
  },
};

function at(asked: Asked, model: string): Asked {
  return { ...asked, model: `${asked.model.slice(0, asked.model.indexOf('/'))}/${model}` };
}

function same(got: string, wanted: string): void {
  if (got !== wanted) throw new Error(`The reply is ${JSON.stringify(got)}.`);
}

async function toolRound(client: MatrixClient, asked: Asked, stream: boolean): Promise<void> {
  const text = await client.tools?.(asked, stream);
  if (text?.includes(result) !== true)
    throw new Error(`The reply does not tell the tool's result: ${JSON.stringify(text)}.`);
}

async function failureOf(
  client: MatrixClient,
  ask: () => Promise<string>,
): Promise<ReturnType<MatrixClient['failureOf']>> {
  let text: string;
  try {
    text = await ask();
  } catch (error) {
    return client.failureOf(error);
  }
  throw new Error(`There was a reply: ${JSON.stringify(text)}`);
}

/** What can be tried with a client: not all APIs have tools. */
export function trialsOf(client: MatrixClient): string[] {
  return Object.keys(trials).filter((trial) => client.tools !== undefined || !trial.includes('tools'));
}

/** Tries one thing in one cell. @throws Error that says what went wrong */
export async function tryCell(
  { gateway }: MatrixHouse,
  client: MatrixClient,
  upstream: Upstream,
  trial: string,
): Promise<void> {
  const { url, token = '' } = gateway;
  await trials[trial]?.(client, { url, token, model: `${upstream}/echo` });
}
