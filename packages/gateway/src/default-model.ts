import { findProviders, providers } from 'steadfast/providers';
import type { Environment } from 'steadfast/providers';
import { findLocalServers } from './local-servers.ts';
import { smallModels } from './small-models.ts';

/** A model to ask, and why it. */
export interface DefaultModel {
  readonly name: string;
  readonly reason: string;
}

/** The model for who names none: of the first provider whose key is set, else of an Ollama that runs here, else a simulated one. */
export async function defaultModel(environment: Environment): Promise<DefaultModel> {
  for (const { provider, variable } of findProviders(providers, environment)) {
    const model = smallModels[provider.id];
    if (model !== undefined) return { name: `${provider.id}/${model}`, reason: `${variable} is set` };
  }
  for (const { provider, url, models } of await findLocalServers(environment)) {
    const [model] = models;
    if (model !== undefined) return { name: `${provider.id}/${model}`, reason: `${provider.name} runs at ${url}` };
  }
  return { name: 'sim/echo', reason: 'no key is set and no local model server runs; this one only echoes' };
}
