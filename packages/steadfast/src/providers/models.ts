import type { EmbeddingModel } from '../model/embedding.ts';
import type { Layer, Model } from '../model/model.ts';
import type { TokenCounter } from '../model/token-count.ts';
import { capabilitiesOf } from '../catalog/catalog.ts';
import type { ModelRules } from '../catalog/model-rules.ts';
import { fallback } from '../choices/fallback.ts';
import type { FallbackOptions } from '../choices/fallback.ts';
import { budgeted } from '../layers/budgeted.ts';
import { deadline } from '../layers/deadline.ts';
import type { Latencies } from '../layers/latency.ts';
import { limit } from '../layers/limit.ts';
import { rulesFor } from '../layers/limiter-rules.ts';
import { schemaRecheck } from '../layers/schema-recheck.ts';
import { stack } from '../layers/stack.ts';
import { timeout } from '../layers/timeout.ts';
import { schemaDialectOf } from '../protocols/schema-dialect.ts';
import { systemClock } from '../time/system-clock.ts';
import type { Clock } from '../time/clock.ts';
import { nodeTransport } from '../wire/node-transport.ts';
import type { Transport } from '../wire/transport.ts';
import { askTarget } from './ask-target.ts';
import type { AskTarget } from './ask-target.ts';
import { describeModel } from './describe.ts';
import type { ModelDescription } from './describe.ts';
import type { Environment } from './environment.ts';
import { errandIn } from './errand.ts';
import type { Errand } from './errand.ts';
import { Gates } from './gates.ts';
import { inProtocols, protocolChoice } from './in-protocols.ts';
import { keyedCounter, keyedEmbedding, keyedModel } from './keyed.ts';
import type { Keyed } from './keyed.ts';
import { ModelFacts } from './model-facts.ts';
import type { ModelOptions, ModelsOptions } from './model-options.ts';
import { readModelName } from './model-name.ts';
import { PerTarget } from './per-target.ts';
import type { Provider } from './provider.ts';
import { simulatedProvider, simulatedTransport } from './simulated-transport.ts';
import { spoken } from './spoken.ts';
import { providers } from './table.ts';
import { TargetHealth } from './target-health.ts';
import { targetsOf } from './target-of.ts';
import type { Targets } from './target-of.ts';
import type { Destination } from './target.ts';
import { wireCounter } from './wire-counter.ts';
import { wireEmbedding } from './wire-embedding.ts';
import { wireModel } from './wire-model.ts';

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
  readonly #latencies = new PerTarget<Latencies>();
  readonly #facts: ModelFacts;
  readonly #health: TargetHealth;

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#transport = options.transport ?? nodeTransport();
    this.#simulated = simulatedTransport(this.#clock);
    this.#facts = new ModelFacts(options);
    this.#health = new TargetHealth(this.#clock, options);
    this.providers = { ...providers, [simulatedProvider.id]: simulatedProvider, ...options.providers };
  }

  model(name: string, options: ModelOptions = {}): Model {
    const { fallback: others = [], ...settings } = { ...this.#options.defaults, ...options };
    const first = this.#coated(name, settings);
    if (others.length === 0) return first;
    // The settings of the first, its key and address above all, are not the others'.
    const { deadlineMs, limits, retry, breaker, adaptation } = settings;
    const rest = others.map((other) => this.#coated(other, { deadlineMs, limits, retry, breaker, adaptation }));
    return this.fallback([first, ...rest], { deadlineMs });
  }

  fallback(models: readonly (string | Model)[], options: FallbackOptions = {}): Model {
    const clock = this.#clock;
    const targets = models.map((model) => (typeof model === 'string' ? this.model(model) : model));
    return budgeted(undefined, { clock })(
      fallback(targets, { clock, onAbsorbed: this.#options.onAbsorbed, ...options }),
    );
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  embedding(name: string, options: ModelOptions = {}): EmbeddingModel {
    return keyedEmbedding(this.#errands(name, options, 'embedding', wireEmbedding));
  }

  counter(name: string, options: ModelOptions = {}): TokenCounter {
    return keyedCounter(this.#errands(name, options, 'count', wireCounter));
  }

  describe(name: string, options: ModelOptions = {}): ModelDescription {
    const [target] = this.#targets(name, { ...this.#options.defaults, ...options });
    return describeModel(target, this.#facts, this.#environment, this.#clock.now());
  }

  get #environment(): Environment {
    return this.#options.environment ?? process.env;
  }

  /** One target for each key. */
  #targets(name: string, options: ModelOptions): Targets {
    const { provider: row, model } = readModelName(name, this.providers);
    const provider = spoken(row, options.protocol ?? this.#facts.protocolOf(row, model));
    const transport = row === simulatedProvider ? this.#simulated : this.#transport;
    return targetsOf({ provider, model, options, environment: this.#environment, transport, clock: this.#clock });
  }

  #coated(name: string, options: ModelOptions): Model {
    const targets = this.#targets(name, options);
    const [{ provider }] = targets;
    const rules = this.#facts.rulesOf(targets[0]);
    const usual = this.#dressed(targets, rules, options);
    const choose = options.protocol === undefined ? protocolChoice(provider, rules) : undefined;
    if (choose === undefined) return usual;
    return inProtocols(usual, provider.protocol, choose, (protocol) =>
      this.#dressed(this.#targets(name, { ...options, protocol }), rules, options),
    );
  }

  #dressed(targets: Targets, rules: ModelRules, options: ModelOptions): Model {
    const [target] = targets;
    const { protocol } = target.provider;
    const costOf = this.#facts.costOf(target);
    const { maxOutputTokens } = this.#facts.defaultsOf(target.id, options.properties) ?? {};
    const wire = (each: Destination): Model => stack(wireModel({ ...each, costOf }), ...this.#limits(each, options));
    return stack(
      { ...keyedModel(this.#health.keyed(targets, wire)), capabilities: capabilitiesOf(rules) },
      budgeted(undefined, { costOf, maxOutputTokens, clock: this.#clock }),
      this.#deadline(options),
      this.#facts.layer(target, rules, options.properties, options.adaptation ?? 'report'),
      ...this.#health.retrying(target, options, ''),
      schemaRecheck({ dialect: schemaDialectOf(protocol, target.dialect), protocol }),
      ...this.#health.breaking(target, options, ''),
    );
  }

  /** What asks for something else than replies. Providers limit that apart, so each purpose has a gate of its own. */
  #errands<Kind>(name: string, options: ModelOptions, purpose: string, make: ErrandMaker<Kind>): Keyed<Kind> {
    const settings = { ...this.#options.defaults, ...options };
    return this.#health.keyed(this.#targets(name, settings), (target) => {
      const errand = this.#errandTo(target, settings, purpose);
      return make(target.id, askTarget(target), errand);
    });
  }

  #errandTo(target: Destination, settings: ModelOptions, purpose: string): Errand {
    const retrying = this.#health.retrying(target, settings, purpose);
    const breaking = this.#health.breaking(target, settings, purpose);
    const costOf = this.#facts.costOf(target);
    // Counting is free and draws nothing; vectors are no tokens of output.
    const paid = purpose === 'count' ? [] : [budgeted(undefined, { costOf, maxOutputTokens: 0, clock: this.#clock })];
    const coat = [
      ...paid,
      this.#deadline(settings),
      ...retrying,
      ...breaking,
      ...this.#limits(target, settings, purpose),
    ];
    return errandIn((inner) => stack(inner, ...coat), target.id, this.#clock);
  }

  #deadline({ deadlineMs = defaultDeadlineMs }: ModelOptions): Layer {
    return deadline(deadlineMs, this.#clock);
  }

  #limits({ id, provider, baseUrl, apiKey, model }: Destination, options: ModelOptions, purpose = ''): Layer[] {
    const clock = this.#clock;
    const rules = options.rateLimits ?? rulesFor(this.#options.rateLimits ?? {}, id);
    const gate = this.#gates.of(rules, provider.id, baseUrl, apiKey, model, purpose);
    // A local server that loads a model takes minutes once in a while: nothing is to be learned from its usual calls.
    const learns = options.learnLimits !== false && provider.local === undefined && purpose === '';
    const learned = learns ? this.#latencies.of([provider.id, baseUrl, apiKey, model], () => ({})) : undefined;
    return [limit({ gate, clock }), timeout({ ...options.limits, learned, clock })];
  }
}

/** Makes what asks for something else than replies. */
type ErrandMaker<Kind> = (id: string, ask: AskTarget, errand: Errand) => Kind;

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
