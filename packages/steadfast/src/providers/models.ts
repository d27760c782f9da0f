import type { AttemptLimits } from '../model/call.ts';
import type { ModelError } from '../model/error.ts';
import type { EmbeddingModel } from '../model/embedding.ts';
import type { Layer, Model } from '../model/model.ts';
import type { TokenCounter } from '../model/token-count.ts';
import { capabilitiesOf } from '../catalog/catalog.ts';
import { fallback } from '../choices/fallback.ts';
import type { FallbackOptions } from '../choices/fallback.ts';
import { deadline } from '../layers/deadline.ts';
import { limit } from '../layers/limit.ts';
import { retry } from '../layers/retry.ts';
import type { PatienceRules } from '../layers/patience.ts';
import type { AdaptationMode } from '../layers/properties.ts';
import type { ModelProperties } from '../layers/properties-defaults.ts';
import { schemaRecheck } from '../layers/schema-recheck.ts';
import { stack } from '../layers/stack.ts';
import { timeout } from '../layers/timeout.ts';
import { schemaDialectOf } from '../protocols/schema-dialect.ts';
import { systemClock } from '../time/clock.ts';
import type { Clock } from '../time/clock.ts';
import { nodeTransport } from '../wire/node-transport.ts';
import type { Transport } from '../wire/transport.ts';
import { describeModel } from './describe.ts';
import type { ModelDescription } from './describe.ts';
import type { Environment } from './environment.ts';
import { errandIn } from './errand.ts';
import type { Errand } from './errand.ts';
import { Gates } from './gates.ts';
import { ModelFacts } from './model-facts.ts';
import type { ModelFactsOptions } from './model-facts.ts';
import { readModelName } from './model-name.ts';
import type { Provider } from './provider.ts';
import { simulatedProvider, simulatedTransport } from './simulated-transport.ts';
import { providers } from './table.ts';
import { targetOf } from './target-of.ts';
import type { Destination, Target } from './target.ts';
import { wireCounter } from './wire-counter.ts';
import { wireEmbedding } from './wire-embedding.ts';
import { targetLoader, wireModel } from './wire-model.ts';

/** Settings of one model. */
export interface ModelOptions {
  /** Default: from the provider's environment variables. */
  readonly apiKey?: string;
  /** Default: from the environment, else the provider's own address. */
  readonly baseUrl?: string;
  /** Sent with every request, over the provider's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often and how soon it is tried again; `false` for never. Default: 2 retries, see `defaultPatience`. */
  readonly retry?: Partial<PatienceRules> | false;
  /** The longest times of one attempt. Default: see `defaultLimits`. */
  readonly limits?: Partial<AttemptLimits>;
  /** Bounds a whole call, retries and waits included, in milliseconds. Default: 600,000. */
  readonly deadlineMs?: number;
  /** Settings for requests that do not say them themselves. */
  readonly properties?: ModelProperties;
  /** What is done about a request that the model does not take as it is. Default: it is adapted, and every change listed. */
  readonly adaptation?: AdaptationMode;
  /** Models to ask, in this order, when this one fails. */
  readonly fallback?: readonly string[];
}

/** Settings shared by models that are made together. */
export interface ModelsOptions extends ModelFactsOptions {
  /** Default: `process.env`. */
  readonly environment?: Environment;
  /** More providers, or other rows for known ones; equal to the built-in ones. */
  readonly providers?: Readonly<Record<string, Provider>>;
  /** Default: `nodeTransport()`. */
  readonly transport?: Transport;
  readonly clock?: Clock;
  /** Gives numbers from 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /** Settings for every model that does not say otherwise. */
  readonly defaults?: ModelOptions;
  /** Is told of failures that a fallback hides from the caller. Default: a refused key becomes a process warning. */
  readonly onAbsorbed?: (error: ModelError, next: Model) => void;
}

/** Models that share connections, and the rate limits that any of them hears of. */
export interface Models {
  /** The providers that names may begin with. */
  readonly providers: Readonly<Record<string, Provider>>;
  /**
   * The model of this name, in its standard coat: it is asked in the form that it takes, retries, waits for rate limits,
   * and never hangs.
   * @throws ModelError of kind `not-found` for a provider that there is not
   */
  model(name: string, options?: ModelOptions): Model;
  /**
   * What is known of the model of this name: its provider and where its key is, what it takes, its limits and price.
   * @throws ModelError of kind `not-found` for a provider that there is not
   */
  describe(name: string, options?: ModelOptions): ModelDescription;
  /** A choice that asks one model after another; names are given their standard coat. */
  fallback(models: readonly (string | Model)[], options?: FallbackOptions): Model;
  /**
   * The embedding model of this name, in the same coat.
   * @throws ModelError of kind `not-found` for a provider that there is not
   */
  embedding(name: string, options?: ModelOptions): EmbeddingModel;
  /**
   * Counts tokens for the model of this name, in the same coat.
   * @throws ModelError of kind `not-found` for a provider that there is not
   */
  counter(name: string, options?: ModelOptions): TokenCounter;
  /** Closes idle connections. */
  close(): Promise<void>;
}

/** Makes models that share connections and rate limits. */
export function createModels(options: ModelsOptions = {}): Models {
  return new SharedModels(options);
}

class SharedModels implements Models {
  readonly providers: Readonly<Record<string, Provider>>;
  readonly #options: ModelsOptions;
  readonly #clock: Clock;
  readonly #transport: Transport;
  readonly #simulated: Transport;
  readonly #gates = new Gates();
  readonly #facts: ModelFacts;

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#transport = options.transport ?? nodeTransport();
    this.#simulated = simulatedTransport(this.#clock);
    this.#facts = new ModelFacts(options);
    this.providers = { ...providers, [simulatedProvider.id]: simulatedProvider, ...options.providers };
  }

  model(name: string, options: ModelOptions = {}): Model {
    const { fallback: others = [], ...settings } = { ...this.#options.defaults, ...options };
    const first = this.#coated(name, settings);
    if (others.length === 0) return first;
    // The settings of the first, its key and address above all, are not the others'.
    const { deadlineMs, limits, retry: patience, adaptation } = settings;
    const rest = others.map((other) => this.#coated(other, { deadlineMs, limits, retry: patience, adaptation }));
    return this.fallback([first, ...rest], { deadlineMs });
  }

  fallback(models: readonly (string | Model)[], options: FallbackOptions = {}): Model {
    const targets = models.map((model) => (typeof model === 'string' ? this.model(model) : model));
    return fallback(targets, { clock: this.#clock, onAbsorbed: this.#options.onAbsorbed, ...options });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  embedding(name: string, options: ModelOptions = {}): EmbeddingModel {
    const { id, target, errand } = this.#errandsOf(name, options, 'embedding');
    return wireEmbedding(id, target, errand);
  }

  counter(name: string, options: ModelOptions = {}): TokenCounter {
    const { id, target, errand } = this.#errandsOf(name, options, 'count');
    return wireCounter(id, target, errand);
  }

  describe(name: string, options: ModelOptions = {}): ModelDescription {
    const target = this.#target(name, { ...this.#options.defaults, ...options });
    return describeModel(target, this.#facts, this.#environment, this.#clock.now());
  }

  get #environment(): Environment {
    return this.#options.environment ?? process.env;
  }

  #target(name: string, options: ModelOptions): Destination {
    const { provider, model } = readModelName(name, this.providers);
    const transport = provider === simulatedProvider ? this.#simulated : this.#transport;
    return targetOf({ provider, model, options, environment: this.#environment, transport, clock: this.#clock });
  }

  #coated(name: string, options: ModelOptions): Model {
    const target = this.#target(name, options);
    const { protocol } = target.provider;
    const rules = this.#facts.rulesOf(target);
    const wire = wireModel({ ...target, costOf: this.#facts.costOf(target) });
    return stack(
      { ...wire, capabilities: capabilitiesOf(rules) },
      this.#deadline(options),
      this.#facts.layer(target, rules, options.properties, options.adaptation ?? 'report'),
      ...this.#patience(target, options),
      schemaRecheck({ dialect: schemaDialectOf(protocol, target.dialect), protocol }),
    );
  }

  /** What asks for something else than replies. Providers limit that apart, so each purpose has a gate of its own. */
  #errandsOf(name: string, options: ModelOptions, purpose: string): Errands {
    const settings = { ...this.#options.defaults, ...options };
    const target = this.#target(name, settings);
    const coat = [this.#deadline(settings), ...this.#patience(target, settings, purpose)];
    const errand = errandIn((inner) => stack(inner, ...coat), target.id, this.#clock);
    return { id: target.id, target: targetLoader(target), errand };
  }

  #deadline({ deadlineMs = defaultDeadlineMs }: ModelOptions): Layer {
    return deadline(deadlineMs, this.#clock);
  }

  #patience({ provider, baseUrl, apiKey, model }: Destination, options: ModelOptions, purpose = ''): Layer[] {
    const clock = this.#clock;
    const gate = this.#gates.of(provider.id, baseUrl, apiKey, model, purpose);
    const { random } = this.#options;
    const again = options.retry === false ? [] : [retry({ ...options.retry, clock, random })];
    return [...again, limit({ gate, clock }), timeout({ ...options.limits, clock })];
  }
}

/** What embeddings and counts of one target are made of. */
interface Errands {
  readonly id: string;
  readonly target: () => Promise<Target>;
  readonly errand: Errand;
}

/** The time that the official clients of OpenAI and Anthropic give an attempt: 10 minutes. Here it bounds the whole call. */
const defaultDeadlineMs = 600_000;

let shared: Models | undefined;

/**
 * The model of this name (`openai/gpt-6-luna`), in its standard coat: it retries, waits for rate limits, and never hangs.
 * All models made here share connections and rate limits; `createModels` makes models with other settings.
 * @throws ModelError of kind `not-found` for a provider that there is not
 */
export function model(name: string, options?: ModelOptions): Model {
  shared ??= createModels();
  return shared.model(name, options);
}

/**
 * What is known of the model of this name (`openai/gpt-6-luna`): its provider and where its key is, what it takes, its
 * limits and price, and when it is shut down.
 * @throws ModelError of kind `not-found` for a provider that there is not
 */
export function describe(name: string, options?: ModelOptions): ModelDescription {
  shared ??= createModels();
  return shared.describe(name, options);
}
