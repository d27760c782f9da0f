import { get } from 'node:http';
import { asArray, asObject, asString, parseJson } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Environment, Provider } from 'steadfast/providers';
import { readVariable } from 'steadfast/providers';

/** How long a server on this machine may take to say which models it has, in milliseconds. */
const probeMs = 300;

/** A model server that runs on this machine. */
export interface LocalServer {
  readonly provider: Provider;
  readonly url: string;
  /** The names of its models. */
  readonly models: readonly string[];
}

/** Looks for model servers at the addresses where they listen by default, or where the environment says. */
export async function findLocalServers(
  environment: Environment,
  table: Readonly<Record<string, Provider>> = providers,
): Promise<LocalServer[]> {
  const local = Object.values(table).filter(isLocal);
  const found = await Promise.all(local.map((provider) => probe(provider, environment)));
  return found.filter((server) => server !== undefined);
}

/** Says whether a provider is a server on the user's own machine, by its kind or by its address. */
export function isLocal({ local, baseUrl = '' }: Provider): boolean {
  return local !== undefined || /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(`${baseUrl}/`);
}

async function probe(provider: Provider, environment: Environment): Promise<LocalServer | undefined> {
  const url = addressOf(readVariable(environment, provider.environment.baseUrl ?? []) ?? provider.baseUrl);
  if (url === undefined) return undefined;
  const body = await fetchText(provider.protocol === 'ollama' ? `${url}/api/tags` : `${url}/models`);
  const json = body === undefined ? undefined : parseJson(body);
  if (json === undefined) return undefined;
  const { models, data } = asObject(json);
  const rows = asArray(models ?? data).map(asObject);
  return { provider, url, models: rows.flatMap((row) => asString(row['id'] ?? row['name']) ?? []) };
}

/** `OLLAMA_HOST` is often written without a scheme. */
function addressOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = /^https?:\/\//.test(address) ? address : `http://${address}`;
  return url.startsWith('http:') ? url.replace(/\/+$/, '').replace('//0.0.0.0', '//127.0.0.1') : undefined;
}

function fetchText(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(probeMs);
    const request = get(url, { signal, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        resolve(undefined);
        return;
      }
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(body));
      response.on('error', () => resolve(undefined));
    });
    request.on('error', () => resolve(undefined));
  });
}
