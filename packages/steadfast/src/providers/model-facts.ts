import type { CatalogRow, ModelRules } from '../catalog/model-rules.ts';
import { adapterOf } from '../catalog/adapter.ts';
import { Catalog } from '../catalog/catalog.ts';
import { globOf } from '../model/glob.ts';
import type { Glob } from '../model/glob.ts';
import type { Price } from '../catalog/price.ts';
import { properties } from '../layers/properties.ts';
import type { AdaptationMode } from '../layers/properties.ts';
import { joinedProperties } from '../layers/properties-defaults.ts';
import type { ModelProperties } from '../layers/properties-defaults.ts';
import type { Cost } from '../model/cost.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { Layer } from '../model/model.ts';
import type { Usage } from '../model/usage.ts';
import { changesOf } from './provider.ts';
import type { Provider } from './provider.ts';
import { Refusals } from './refusals.ts';
import { speaks } from './spoken.ts';
import type { Destination } from './target.ts';

/** What is known, or wanted, of models by their names. */
export interface ModelFactsOptions {
  /** Rows before the library's own: what they say counts, the rest stands. */
  readonly catalog?: readonly CatalogRow[];
  /** Prices by globs over `provider/model`, before the library's own. */
  readonly prices?: Readonly<Record<string, Price>>;
  /**
   * Settings by globs over `provider/model`, for requests that do not say them. Where several globs fit, the first one
   * that says a field counts.
   */
  readonly properties?: Readonly<Record<string, ModelProperties>>;
}

/** Joins the catalog, the user's settings and what targets have refused to a layer for each model. */
export class ModelFacts {
  readonly #catalog: Catalog;
  readonly #properties: readonly { readonly glob: Glob; readonly entry: ModelProperties }[];
  readonly #refusals = new Refusals();

  constructor({ catalog, prices, properties: given = {} }: ModelFactsOptions) {
    this.#catalog = new Catalog({ rows: catalog, prices });
    this.#properties = Object.entries(given).map(([models, entry]) => ({ glob: globOf(models), entry }));
  }

  /** What the model takes and gives, where it is asked in this version of the API. */
  rulesOf({ provider, model }: Pick<Destination, 'provider' | 'model'>): ModelRules {
    const rules = this.#catalog.rulesOf(provider.id, model);
    const refused = changesOf(provider).flatMap(({ refuses = [] }) => refuses);
    return refused.length === 0 ? rules : { ...rules, refuses: [...new Set([...rules.refuses, ...refused])] };
  }

  /** The protocol that the model is asked in: the one it needs, where its provider speaks that, else the provider's own. */
  protocolOf(provider: Provider, model: string): ProtocolId {
    const { protocol } = this.#catalog.rulesOf(provider.id, model);
    return protocol !== undefined && speaks(provider, protocol) ? protocol : provider.protocol;
  }

  /** What it costs `at` (epoch milliseconds), if that is known. */
  priceOf({ provider, model }: Pick<Destination, 'provider' | 'model'>, at: number): Price | undefined {
    return this.#catalog.priceOf(provider.id, model, at);
  }

  /** Reckons what replies of the model cost. */
  costOf({ provider, model, clock }: Destination): (usage: Usage) => Cost {
    return (usage) => this.#catalog.costOf(usage, provider.id, model, clock.now());
  }

  /** The layer that asks the model with its properties; `own` are those of this one model, before all globs. */
  layer(target: Destination, rules: ModelRules, own: ModelProperties | undefined, mode: AdaptationMode): Layer {
    const { id, provider, family, baseUrl, clock } = target;
    const { protocol } = provider;
    return properties({
      defaults: this.defaultsOf(id, own),
      adapt: adapterOf({ rules, protocol, family, target: id, demandsLimit: demandsLimit(provider) }),
      mode,
      protocol,
      refused: this.#refusals.of(baseUrl, id),
      endOfLife: rules.endOfLife,
      clock,
    });
  }

  /** The settings of requests to the model of this name that do not say them; `own` come before all globs. */
  defaultsOf(name: string, own: ModelProperties | undefined): ModelProperties | undefined {
    const sets = this.#properties.filter(({ glob }) => glob(name)).map(({ entry }) => entry);
    const all = own === undefined ? sets : [own, ...sets];
    return all.length === 0 ? undefined : all.reduce(joinedProperties);
  }
}

/** Messages refuses a request that does not say how long its reply may be. */
function demandsLimit({ protocol, dialect }: Provider): boolean {
  return protocol === 'messages' && dialect?.defaultMaxTokens === undefined;
}
