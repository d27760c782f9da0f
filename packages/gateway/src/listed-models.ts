import { providersOf } from 'steadfast/config';
import { findProviders, simulatedModels } from 'steadfast/providers';
import type { Environment } from 'steadfast/providers';
import type { FileConfig } from './config/file-config.ts';
import type { LocalServer } from './local-servers.ts';
import { smallModels } from './small-models.ts';

/** A model that can be asked for by name, and how it is known. */
export interface ListedModel {
  readonly name: string;
  readonly source: 'config' | 'alias' | 'key' | 'local' | 'simulated';
  /** What stands behind it, for people. */
  readonly about: string;
}

/** The models worth showing: names of the configuration, one of each provider with a key, local and simulated ones. */
export function listedModels(
  config: FileConfig,
  environment: Environment,
  local: readonly LocalServer[],
): readonly ListedModel[] {
  const all = [...configured(config), ...keyed(config, environment), ...served(local), ...simulated()];
  return [...new Map(all.toReversed().map((model) => [model.name, model])).values()].toReversed();
}

function configured({ models = {}, aliases = {} }: FileConfig): ListedModel[] {
  const names = Object.entries(models).map(([name, { use = [name] }]): ListedModel => {
    return { name, source: 'config', about: use.join(' → ') };
  });
  const others = Object.entries(aliases).map(([name, target]): ListedModel => {
    return { name, source: 'alias', about: `alias of ${target}` };
  });
  return [...names, ...others];
}

function keyed(config: FileConfig, environment: Environment): ListedModel[] {
  return keysFound(config, environment).flatMap(({ id, key }) => {
    const model = smallModels[id];
    return model === undefined ? [] : [{ name: `${id}/${model}`, source: 'key', about: `${key} is set` }];
  });
}

/** The providers that have a key, and the variable or setting that holds it. */
export function keysFound(
  config: FileConfig,
  environment: Environment,
): { readonly id: string; readonly key: string }[] {
  const written = Object.entries(config.providers ?? {}).flatMap(([id, { apiKey }]) =>
    apiKey === undefined ? [] : [{ id, key: `providers.${id}.apiKey` }],
  );
  const set = findProviders(providersOf(config), environment)
    .map(({ provider, variable }) => ({ id: provider.id, key: variable }))
    .filter(({ id }) => !written.some((one) => one.id === id));
  return [...set, ...written];
}

function served(local: readonly LocalServer[]): ListedModel[] {
  return local.flatMap(({ provider, url, models }) =>
    models.map((model): ListedModel => {
      return { name: `${provider.id}/${model}`, source: 'local', about: `${provider.name} at ${url}` };
    }),
  );
}

function simulated(): ListedModel[] {
  return Object.keys(simulatedModels).map((name) => ({
    name: `sim/${name}`,
    source: 'simulated',
    about: 'simulated, needs no key',
  }));
}
