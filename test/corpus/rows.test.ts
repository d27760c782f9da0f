import { expect, test } from 'vitest';
import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import { protocolOf } from '../../packages/steadfast/src/protocols/table.ts';
import { addressOf } from '../../packages/steadfast/src/providers/address.ts';
import { readModelName } from '../../packages/steadfast/src/providers/model-name.ts';
import type { Provider } from '../../packages/steadfast/src/providers/provider.ts';
import { speaks, spoken } from '../../packages/steadfast/src/providers/spoken.ts';
import { providers } from '../../packages/steadfast/src/providers/table.ts';
import { targetOf } from '../../packages/steadfast/src/providers/target-of.ts';
import { systemClock } from '../../packages/steadfast/src/time/system-clock.ts';
import { nodeTransport } from '../../packages/steadfast/src/wire/node-transport.ts';
import { corpusFolder, recordingsOf, withoutCorpus } from './recordings.ts';

/** The corpus's names of exchanges in one of our protocols. */
const protocols: Readonly<Record<string, ProtocolId>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'gemini-generate': 'gemini',
  'gemini-stream': 'gemini',
  'ollama-chat': 'ollama',
};

/** Providers that have no row, and why. */
const withoutRow: Readonly<Record<string, string>> = {
  'google-vertex': 'its credentials are tokens that last an hour; it comes through the AI SDK',
  'openai-codex': 'its credentials are those of a person who has signed in to ChatGPT',
  'pydantic-gateway': 'its addresses name a region and a provider behind it; a row of the user’s own says which',
};

/** Further addresses of a provider, which its users name in `baseUrl`; what stands before the protocol's path. */
const furtherBases: Readonly<Record<string, readonly string[]>> = {
  // Recorded from OpenRouter, which has a row that speaks Messages.
  anthropic: ['/api'],
  // Its beta, with functions held to their schemas and replies that are begun.
  deepseek: ['/beta'],
  // Its partners, each at an address of its own.
  huggingface: ['/featherless-ai/v1', '/hyperbolic/v1', '/nebius/v1', '/novita/v3/openai', '/together/v1'],
  // The editors' own client asks there.
  'github-copilot': ['/v1'],
  // A proxy is where its user has put it.
  'litellm-proxy': [''],
  // Two were recorded with the address cut off, and one with a `/` too many.
  'azure-openai': ['', '//openai/deployments/test-openai', '/openai/deployments/gpt-5-nano', '/models'],
};

/** The path and the query that a row leads to. */
function placeOf(row: Provider, protocol: ProtocolId, model: string, stream: boolean, version?: string): string {
  const variables = { AWS_REGION: 'us-east-1', SNOWFLAKE_ACCOUNT: 'house', AZURE_RESOURCE_NAME: 'house' };
  const options = {
    apiKey: 'k',
    apiVersion: version,
    baseUrl: row.baseUrl === undefined ? 'http://127.0.0.1:1' : undefined,
  };
  const parts = { model, options, environment: variables, transport: nodeTransport(), clock: systemClock };
  const destination = targetOf({ provider: spoken(row, protocol), ...parts });
  const { pathname, search } = addressOf({ ...destination, protocol: protocolOf(protocol) }, stream, '');
  return pathname + search;
}

/** The rows that go by a name: a provider may have one for each of its plans or endpoints. */
function rowsOf(name: string): readonly Provider[] {
  const { provider } = readModelName(`${name}/model`, providers);
  return Object.values(providers).filter(({ id }) => id === provider.id || id.startsWith(`${provider.id}-`));
}

interface Asked {
  readonly path: string;
  readonly provider: string;
  readonly protocol: ProtocolId;
  readonly model: string;
  readonly stream: boolean;
}

function recorded(): readonly Asked[] {
  return recordingsOf(...Object.keys(protocols)).flatMap(({ protocol, ...rest }) => {
    const known = protocols[protocol];
    return known === undefined ? [] : [{ ...rest, protocol: known }];
  });
}

function leadsThere({ path, provider, protocol, model, stream }: Asked): boolean {
  const [, name = model] = /\/(?:models|deployments)\/([^/:?]+)/.exec(path) ?? [];
  const [place = '', query = ''] = path.split('?');
  const version = new URLSearchParams(query).get('api-version') ?? undefined;
  const tail = protocolOf(protocol).path(name, stream).split('?')[0] ?? '';
  const own = rowsOf(provider)
    .filter((row) => speaks(row, protocol))
    .map((row) => placeOf(row, protocol, name, stream, version));
  const asked = new Set([
    ...own.map((one) => one.split('?')[0]),
    ...(furtherBases[provider] ?? []).map((base) => base + tail),
  ]);
  return asked.has(place) && (version === undefined || own.some((one) => one.endsWith(`?api-version=${version}`)));
}

const folder = corpusFolder();
const title = 'every provider that was recorded in one of our protocols has a row that leads there';

test.skipIf(folder === undefined)(folder === undefined ? withoutCorpus : title, () => {
  const all = recorded();
  const astray = all.filter((asked) => withoutRow[asked.provider] === undefined && !leadsThere(asked));
  expect(astray.map(({ provider, protocol, path }) => `${provider} ${protocol} ${path}`)).toEqual([]);
  const names = new Set(all.map(({ provider }) => provider));
  const excused = [...Object.keys(withoutRow), ...Object.keys(furtherBases)];
  expect(excused.filter((name) => !names.has(name))).toEqual([]);
});
