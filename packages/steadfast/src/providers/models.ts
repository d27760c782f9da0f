import type { AttemptLimits } from '../model/call.ts';
import type { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { fallback } from '../choices/fallback.ts';
import type { FallbackOptions } from '../choices/fallback.ts';
import { deadline } from '../layers/deadline.ts';
import { limit } from '../layers/limit.ts';
import { retry } from '../layers/retry.ts';
import type { PatienceRules } from '../layers/patience.ts';
import { stack } from '../layers/stack.ts';
import { timeout } from '../layers/timeout.ts';
import { systemClock } from '../time/clock.ts';
import type { Clock } from '../time/clock.ts';
import { nodeTransport } from '../wire/node-transport.ts';
import type { Transport } from '../wire/transport.ts';
import type { Environment } from './environment.ts';
import { Gates } from './gates.ts';
import { readModelName } from './model-name.ts';
import type { Provider } from './provider.ts';
import { simulatedProvider, simulatedTransport } from './simulated-transport.ts';
import { providers } from './table.ts';
import { targetOf } from './target-of.ts';
import { wireModel } from './wire-model.ts';

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
  /** Models to ask, in this order, when this one fails. */
  readonly fallback?: readonly string[];
}

/** Settings shared by models that are made together. */
export interface ModelsOptions {
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
   * The model of this name, in its standard coat: it retries, waits for rate limits, and never hangs.
   * @throws ModelError of kind `not-found` for a provider that there is not
   */
  model(name: string, options?: ModelOptions): Model;
  /** A choice that asks one model after another; names are given their standard coat. */
  fallback(models: readonly (string | Model)[], options?: FallbackOptions): Model;
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

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#transport = options.transport ?? nodeTransport();
    this.#simulated = simulatedTransport(this.#clock);
    this.providers = { ...providers, [simulatedProvider.id]: simulatedProvider, ...options.providers };
  }

  model(name: string, options: ModelOptions = {}): Model {
    const { fallback: others = [], ...settings } = { ...this.#options.defaults, ...options };
    const first = this.#coated(name, settings);
    if (others.length === 0) return first;
    // The settings of the first, its key and address above all, are not the others'.
    const { deadlineMs, limits, retry: patience } = settings;
    const rest = others.map((other) => this.#coated(other, { deadlineMs, limits, retry: patience }));
    return this.fallback([first, ...rest], { deadlineMs });
  }

  fallback(models: readonly (string | Model)[], options: FallbackOptions = {}): Model {
    const targets = models.map((model) => (typeof model === 'string' ? this.model(model) : model));
    return fallback(targets, { clock: this.#clock, onAbsorbed: this.#options.onAbsorbed, ...options });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #coated(name: string, options: ModelOptions): Model {
    const { provider, model } = readModelName(name, this.providers);
    const clock = this.#clock;
    const transport = provider === simulatedProvider ? this.#simulated : this.#transport;
    const environment = this.#options.environment ?? process.env;
    const target = targetOf({ provider, model, options, environment, transport, clock });
    const gate = this.#gates.of(provider.id, target.baseUrl, target.apiKey, model);
    const { random } = this.#options;
    const again = options.retry === false ? [] : [retry({ ...options.retry, clock, random })];
    const bounds = timeout({ ...options.limits, clock });
    return stack(
      wireModel(target),
      deadline(options.deadlineMs ?? defaultDeadlineMs, clock),
      ...again,
      limit({ gate, clock }),
      bounds,
    );
  }
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
