import { baseAddress } from '../providers/base-address.ts';
import { readVariable } from '../providers/environment.ts';
import type { Environment } from '../providers/environment.ts';
import { readModelName } from '../providers/model-name.ts';
import type { Provider } from '../providers/provider.ts';
import type { Config } from './config.ts';
import type { Path } from './problem.ts';
import { providersOf, settingsById } from './provider-rows.ts';

/** A provider's model that a configuration names. */
export interface ConfiguredTarget {
  readonly name: string;
  /** Where it is named. */
  readonly path: Path;
  readonly provider: Provider;
  /** Whether a key is needed and neither the configuration nor the environment has one. */
  readonly lacksKey: boolean;
  /** Whether neither the provider nor the configuration nor the environment says where it is. */
  readonly lacksAddress: boolean;
}

/** The providers' models that a checked configuration names, in its order. */
export function targetsOf(config: Config, environment: Environment): readonly ConfiguredTarget[] {
  const { models = {}, aliases = {}, fallbacks = [] } = config;
  const own = (name: string): boolean => Object.hasOwn(models, name) || Object.hasOwn(aliases, name);
  const table = providersOf(config);
  const settings = settingsById(config.providers);
  const named: readonly (readonly [string, Path, string?])[] = [
    ...Object.entries(models).flatMap(([name, { use = [name] }]) =>
      use.map((target, index) => [target, ['models', name, 'use', index], name] as const),
    ),
    ...Object.entries(aliases).map(([name, target]) => [target, ['aliases', name]] as const),
    ...fallbacks.map((target, index) => [target, ['fallbacks', index]] as const),
  ];
  return named
    .filter(([name, , within]) => !own(name) || name === within)
    .map(([name, path]) => {
      const { provider, model } = readModelName(name, table);
      const key = settings[provider.id]?.apiKey ?? readVariable(environment, provider.environment.keys);
      const isNeeded = provider.keyOptional !== true && provider.environment.keys.length > 0;
      const named = readVariable(environment, provider.environment.baseUrl ?? []);
      const { baseUrl } = baseAddress({ provider, model, named, environment });
      return { name, path, provider, lacksKey: isNeeded && key === undefined, lacksAddress: baseUrl === '' };
    });
}
