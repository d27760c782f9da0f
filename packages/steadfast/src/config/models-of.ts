import type { FallbackOptions } from '../choices/fallback.ts';
import type { EmbeddingModel } from '../model/embedding.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { TokenCounter } from '../model/token-count.ts';
import type { ModelDescription } from '../providers/describe.ts';
import type { ModelOptions, ModelsOptions } from '../providers/model-options.ts';
import { readModelName } from '../providers/model-name.ts';
import { createModels } from '../providers/models.ts';
import type { Models } from '../providers/models.ts';
import { nearest } from '../model/nearest.ts';
import type { Provider } from '../providers/provider.ts';
import { ConfiguredChoices } from './choices-of.ts';
import type { Config, ProviderSettings } from './config.ts';
import { merged } from './merged.ts';
import { firstOf, patienceOf, planOf } from './plan.ts';
import type { Plan, PlainPlan } from './plan.ts';
import { addressIn, providerRows, settingsById } from './provider-rows.ts';

/** What a configuration does not say: connections, clock, variables. */
export type ConfiguredOptions = Omit<ModelsOptions, 'providers' | 'defaults' | 'properties' | 'rateLimits'>;

/**
 * The models of a configuration: its names, and every `provider/model`. A name that stands for several models is described
 * by its first, which alone turns texts into vectors and counts tokens: the others would do it differently.
 */
export interface ConfiguredModels extends Models {
  /** The names that the configuration defines, aliases included. */
  readonly names: readonly string[];
}

/** Makes the models of a configuration, which share connections and rate limits. */
export function modelsOf(config: Config, options: ConfiguredOptions = {}): ConfiguredModels {
  return new NamedModels(config, options);
}

class NamedModels implements ConfiguredModels {
  readonly names: readonly string[];
  readonly providers: Readonly<Record<string, Provider>>;
  readonly #config: Config;
  readonly #rows: Readonly<Record<string, ProviderSettings>>;
  readonly #models: Models;
  readonly #choices: ConfiguredChoices;

  constructor(config: Config, options: ConfiguredOptions) {
    const { providers, properties, rateLimits, models = {}, aliases = {} } = config;
    this.#config = config;
    this.#rows = settingsById(providers);
    this.#models = createModels({ ...options, rateLimits, properties, providers: providerRows(providers) });
    this.#choices = new ConfiguredChoices(this.#models, options, (name) => this.#costOf(name));
    this.providers = this.#models.providers;
    this.names = [...Object.keys(models), ...Object.keys(aliases)];
  }

  model(name: string, options: ModelOptions = {}): Model {
    const { fallback = this.#config.fallbacks ?? [], ...given } = options;
    const others = [...new Set(fallback)].filter((other) => other !== name);
    const plan = planOf(this.#config, name, given);
    const first = this.#made(plan);
    if (others.length === 0) return first;
    const rest = others.map((other) => this.#made(planOf(this.#config, other, patienceOf(given))));
    const { deadlineMs } = plan.kind === 'choice' ? plan : merged(this.#config.defaults, given);
    return this.#models.fallback([first, ...rest], { deadlineMs });
  }

  fallback(models: readonly (string | Model)[], options?: FallbackOptions): Model {
    const targets = models.map((model) =>
      typeof model === 'string' ? this.#made(planOf(this.#config, model)) : model,
    );
    return this.#models.fallback(targets, options);
  }

  describe(name: string, options?: ModelOptions): ModelDescription {
    const first = this.#firstOf(name, options);
    return this.#models.describe(first.name, first.options);
  }

  embedding(name: string, options?: ModelOptions): EmbeddingModel {
    const first = this.#firstOf(name, options);
    return this.#models.embedding(first.name, first.options);
  }

  counter(name: string, options?: ModelOptions): TokenCounter {
    const first = this.#firstOf(name, options);
    return this.#models.counter(first.name, first.options);
  }

  close(): Promise<void> {
    return this.#models.close();
  }

  #made(plan: Plan): Model {
    if (plan.kind === 'choice') {
      return this.#choices.of(
        plan,
        plan.targets.map((target) => this.#made(target)),
      );
    }
    const { name, options } = this.#addressed(plan);
    return this.#models.model(name, options);
  }

  /** What a million tokens of input and a million of output cost together, in US dollars. */
  #costOf(name: string): number | undefined {
    const { price } = this.describe(name);
    return price && price.input + price.output;
  }

  #firstOf(name: string, options: ModelOptions | undefined): PlainPlan {
    return this.#addressed(firstOf(planOf(this.#config, name, options)));
  }

  /** Adds what the configuration says of the provider. */
  #addressed({ kind, name, options }: PlainPlan): PlainPlan {
    this.#checkName(name);
    const { provider } = readModelName(name, this.providers);
    const row = this.#rows[provider.id] ?? {};
    const { apiKey = row.apiKey, baseUrl = addressIn(row) } = options;
    return { kind, name, options: { ...options, apiKey, baseUrl } };
  }

  #checkName(name: string): void {
    const [close] = name.includes('/') ? [] : nearest(name, this.names);
    const isProviders = Object.keys(this.providers).some((id) => name.startsWith(`${id}:`));
    if (close === undefined || isProviders) return;
    const message = `There is no model "${name}". Did you mean "${close}"?`;
    throw new ModelError({ kind: 'not-found', code: 'unknown_model', message, model: name });
  }
}
