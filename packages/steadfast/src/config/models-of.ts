import type { FallbackOptions } from '../choices/fallback.ts';
import type { EmbeddingModel } from '../model/embedding.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { TokenCounter } from '../model/token-count.ts';
import { readModelName } from '../providers/model-name.ts';
import { createModels } from '../providers/models.ts';
import type { ModelOptions, Models, ModelsOptions } from '../providers/models.ts';
import { nearest } from '../providers/nearest.ts';
import type { Provider } from '../providers/provider.ts';
import type { CallSettings, Config, ModelSettings, ProviderSettings } from './config.ts';
import { merged } from './merged.ts';
import { addressIn, providerRows, settingsById } from './provider-rows.ts';

/** What a configuration does not say: connections, clock, variables. */
export type ConfiguredOptions = Omit<ModelsOptions, 'providers' | 'defaults'>;

/** The models of a configuration: its names, and every `provider/model`. */
export interface ConfiguredModels extends Pick<Models, 'providers' | 'model' | 'fallback' | 'close'> {
  /** The names that the configuration defines, aliases included. */
  readonly names: readonly string[];
}

/** Makes the models of a configuration, which share connections and rate limits. */
export function modelsOf(config: Config, options: ConfiguredOptions = {}): ConfiguredModels {
  return new NamedModels(config, options);
}

/** Names on the way to a model; a name met again means the provider's model. */
type Trail = readonly string[];

class NamedModels implements ConfiguredModels {
  readonly names: readonly string[];
  readonly providers: Readonly<Record<string, Provider>>;
  readonly #config: Config;
  readonly #rows: Readonly<Record<string, ProviderSettings>>;
  readonly #models: Models;

  constructor(config: Config, options: ConfiguredOptions) {
    this.#config = config;
    this.#rows = settingsById(config.providers);
    this.#models = createModels({ ...options, providers: providerRows(config.providers) });
    this.providers = this.#models.providers;
    this.names = [...Object.keys(config.models ?? {}), ...Object.keys(config.aliases ?? {})];
  }

  model(name: string, options: ModelOptions = {}): Model {
    const { fallback = this.#config.fallbacks ?? [], ...given } = options;
    const others = [...new Set(fallback)].filter((other) => other !== name);
    const first = this.#named(name, given, []);
    if (others.length === 0) return first;
    const rest = others.map((other) => this.#named(other, patienceOf(given), []));
    const { deadlineMs } = merged(merged(this.#config.defaults, this.#settingsOf(name) ?? {}), given);
    return this.#models.fallback([first, ...rest], { deadlineMs });
  }

  fallback(models: readonly (string | Model)[], options?: FallbackOptions): Model {
    const targets = models.map((model) => (typeof model === 'string' ? this.#named(model, {}, []) : model));
    return this.#models.fallback(targets, options);
  }

  embedding(name: string, options: ModelOptions = {}): EmbeddingModel {
    const { target, settings } = this.#firstOf(name, options, []);
    return this.#models.embedding(target, settings);
  }

  counter(name: string, options: ModelOptions = {}): TokenCounter {
    const { target, settings } = this.#firstOf(name, options, []);
    return this.#models.counter(target, settings);
  }

  close(): Promise<void> {
    return this.#models.close();
  }

  #named(name: string, given: ModelOptions, trail: Trail): Model {
    const { aliases = {}, defaults } = this.#config;
    const again = trail.includes(name);
    const behind = !again && Object.hasOwn(aliases, name) ? aliases[name] : undefined;
    if (behind !== undefined) return this.#named(behind, given, [...trail, name]);
    const settings = again ? undefined : this.#settingsOf(name);
    if (settings === undefined) return this.#plain(name, merged(defaults, given));
    const { use = [name], headers, ...patience } = settings;
    const own = merged(defaults, patience);
    const targets = use.map((target, index) => {
      const options: ModelOptions = index === 0 ? given : patienceOf(given);
      if (this.#isNamed(target) && target !== name) return this.#named(target, options, [...trail, name]);
      return this.#plain(target, { ...merged(own, options), headers: { ...headers, ...options.headers } });
    });
    return this.#models.fallback(targets, { id: name, deadlineMs: given.deadlineMs ?? own.deadlineMs });
  }

  /** The first target of a name: no other stands in for it, because vectors of different models cannot be compared. */
  #firstOf(name: string, given: ModelOptions, trail: Trail): { target: string; settings: ModelOptions } {
    const { aliases = {}, defaults } = this.#config;
    const settings = this.#settingsOf(name) ?? { use: Object.hasOwn(aliases, name) ? [aliases[name] ?? name] : [] };
    const { use: [target = name] = [], headers, ...patience } = trail.includes(name) ? {} : settings;
    if (target !== name && this.#isNamed(target)) return this.#firstOf(target, given, [...trail, name]);
    const own = merged(merged(defaults, patience), given);
    return { target, settings: this.#keyed(target, { ...own, headers: { ...headers, ...given.headers } }) };
  }

  #settingsOf(name: string): ModelSettings | undefined {
    const { models = {} } = this.#config;
    return Object.hasOwn(models, name) ? models[name] : undefined;
  }

  #isNamed(name: string): boolean {
    return Object.hasOwn(this.#config.aliases ?? {}, name) || this.#settingsOf(name) !== undefined;
  }

  #plain(name: string, options: ModelOptions): Model {
    return this.#models.model(name, this.#keyed(name, options));
  }

  /** The settings with the key and the address that the configuration has for the provider. */
  #keyed(name: string, options: ModelOptions): ModelOptions {
    this.#checkName(name);
    const { provider } = readModelName(name, this.providers);
    const row = this.#rows[provider.id] ?? {};
    const { apiKey = row.apiKey, baseUrl = addressIn(row) } = options;
    return { ...options, apiKey, baseUrl };
  }

  #checkName(name: string): void {
    const [own] = name.includes('/') ? [] : nearest(name, this.names);
    const isProviders = Object.keys(this.providers).some((id) => name.startsWith(`${id}:`));
    if (own === undefined || isProviders) return;
    const message = `There is no model "${name}". Did you mean "${own}"?`;
    throw new ModelError({ kind: 'not-found', code: 'unknown_model', message, model: name });
  }
}

/** The settings of a call that hold for others than its first model too; its key and address above all do not. */
function patienceOf({ deadlineMs, limits, retry }: ModelOptions): CallSettings {
  return { deadlineMs, limits, retry };
}
