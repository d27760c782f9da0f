import { aiSdk } from './ai-sdk-clients.ts';
import { anthropicMessages } from './anthropic-client.ts';
import { googleGenai } from './google-client.ts';
import type { MatrixHouse, Upstream } from './matrix-house.ts';
import { ollamaChat, ollamaGenerate } from './ollama-clients.ts';
import { openaiChat, openaiResponses } from './openai-clients.ts';
import { forecast, question, result, words } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

/** The official clients that ask. */
export const clients: readonly MatrixClient[] = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  googleGenai,
  ollamaChat,
  ollamaGenerate,
  ...aiSdk,
];

/** What is tried in a cell of the matrix. */
export interface Trial {
  readonly name: string;
  /** What a client needs to have for it; without it the trial is left out. */
  readonly needs?: 'tools' | 'loop' | 'structured' | 'vectors' | 'count';
  /** The upstreams whose API has no such thing: the client is told so. */
  readonly lackedBy?: readonly Upstream[];
  /** Settles once it holds. */
  readonly hold: (client: MatrixClient, asked: Asked) => Promise<void>;
}

/** All that is tried. */
export const trials: readonly Trial[] = [
  { name: 'plain', hold: async (client, asked) => same(await client.plain(asked, words), words) },
  { name: 'streamed', hold: async (client, asked) => same(await client.streamed(asked, words), words) },
  { name: 'tools', needs: 'tools', hold: async (client, asked) => tells(await client.tools?.(asked, false)) },
  { name: 'streamed tools', needs: 'tools', hold: async (client, asked) => tells(await client.tools?.(asked, true)) },
  { name: 'tool loop', needs: 'loop', hold: async (client, asked) => tells(await client.loop?.(asked, false)) },
  { name: 'streamed tool loop', needs: 'loop', hold: async (client, asked) => tells(await client.loop?.(asked, true)) },
  {
    name: 'structured',
    needs: 'structured',
    hold: async (client, asked) => void forecast.parse(await client.structured?.(asked, false)),
  },
  {
    name: 'streamed structured',
    needs: 'structured',
    hold: async (client, asked) => void forecast.parse(await client.structured?.(asked, true)),
  },
  { name: 'embeddings', needs: 'vectors', lackedBy: ['messages'], hold: embeds },
  { name: 'token count', needs: 'count', hold: counts },
  {
    name: 'error',
    hold: (client, asked) => refused(client, () => client.plain(at(asked, 'fault/400-context'), words)),
  },
  {
    name: 'cut stream',
    hold: async (client, asked) => {
      await failureOf(client, () => client.streamed(at(asked, 'fault/close-mid'), words));
    },
  },
];

function at(asked: Asked, model: string): Asked {
  return { ...asked, model: `${asked.model.slice(0, asked.model.indexOf('/'))}/${model}` };
}

function same(got: string, wanted: string): void {
  if (got !== wanted) throw new Error(`The reply is ${JSON.stringify(got)}.`);
}

function tells(text: string | undefined): void {
  if (text?.includes(result) !== true)
    throw new Error(`The reply does not tell the tool's result: ${JSON.stringify(text)}.`);
}

async function embeds(client: MatrixClient, asked: Asked): Promise<void> {
  const vectors = (await client.vectors?.(asked, [words, question])) ?? [];
  const [first, second] = vectors.map((vector) => vector.join());
  if (vectors.length !== 2 || first === second || vectors.some(({ length }) => length === 0))
    throw new Error(
      `The vectors of two texts are ${vectors.length}, of ${vectors.map(({ length }) => length).join()}.`,
    );
}

/** A token is about four characters, by any count. */
async function counts(client: MatrixClient, asked: Asked): Promise<void> {
  const count = (await client.count?.(asked, words)) ?? 0;
  if (count < words.length / 8 || count > words.length / 2) throw new Error(`The count of tokens is ${count}.`);
}

async function refused(client: MatrixClient, ask: () => Promise<unknown>, expected = 400): Promise<void> {
  const { status, message } = await failureOf(client, ask);
  if (status !== expected) throw new Error(`The status is ${status}: ${message}`);
}

async function failureOf(
  client: MatrixClient,
  ask: () => Promise<unknown>,
): Promise<ReturnType<MatrixClient['failureOf']>> {
  let reply: unknown;
  try {
    reply = await ask();
  } catch (error) {
    return client.failureOf(error);
  }
  throw new Error(`There was a reply: ${JSON.stringify(reply)}`);
}

/** What can be tried with a client: not all have everything. */
export function trialsOf(client: MatrixClient): Trial[] {
  return trials.filter(({ needs }) => needs === undefined || client[needs] !== undefined);
}

/** Says whether the upstream can do what is tried; where it cannot, the client has to be told. */
export function isOffered({ lackedBy = [] }: Trial, upstream: Upstream): boolean {
  return !lackedBy.includes(upstream);
}

/** How the paths of each protocol end, without their query; the vectors of OpenAI are asked for in the same way by both. */
const paths: Readonly<Record<Upstream, RegExp>> = {
  chat: /\/(?:chat\/completions|embeddings)$/,
  responses: /\/(?:responses|embeddings)$/,
  messages: /\/messages(?:\/count_tokens)?$/,
  gemini: /:\w+$/,
  ollama: /\/api\/\w+$/,
};

/**
 * Tries one thing in one cell.
 * @throws Error that says what went wrong, also where the upstream was asked in another protocol than its own
 */
export async function tryCell(
  { gateway, simulation }: MatrixHouse,
  client: MatrixClient,
  upstream: Upstream,
  trial: Trial,
): Promise<void> {
  const { url, token = '' } = gateway;
  const asked = { url, token, model: `${upstream}/echo` };
  const before = simulation.requests.length;
  if (isOffered(trial, upstream)) await trial.hold(client, asked);
  else await refused(client, () => trial.hold(client, asked), 404);
  for (const { path } of simulation.requests.slice(before)) {
    const [place = ''] = path.split('?');
    if (!paths[upstream].test(place)) throw new Error(`The upstream was asked at ${place}.`);
  }
}
