import { balance } from '../choices/balance.ts';
import { newHedgeState } from '../choices/hedge-plan.ts';
import type { HedgeState } from '../choices/hedge-plan.ts';
import { hedge } from '../choices/hedge.ts';
import { route } from '../choices/route.ts';
import { split } from '../choices/split.ts';
import { newTargetLoad } from '../choices/target-load.ts';
import type { TargetLoad } from '../choices/target-load.ts';
import type { Model } from '../model/model.ts';
import type { ModelsOptions } from '../providers/model-options.ts';
import type { Models } from '../providers/models.ts';
import type { ChoicePlan } from './plan.ts';

/** What choices learn from calls, by their names, which all models that are made for a name share. */
export class ConfiguredChoices {
  readonly #models: Pick<Models, 'fallback'>;
  readonly #options: Pick<ModelsOptions, 'clock' | 'random' | 'onAbsorbed'>;
  readonly #costOf: (name: string) => number | undefined;
  readonly #hedges = new Map<string, HedgeState>();
  readonly #loads = new Map<string, readonly TargetLoad[]>();

  /** `costOf` says what a million tokens cost at a model of this name. */
  constructor(
    models: Pick<Models, 'fallback'>,
    { clock, random, onAbsorbed }: ModelsOptions,
    costOf: (name: string) => number | undefined,
  ) {
    this.#models = models;
    this.#options = { clock, random, onAbsorbed };
    this.#costOf = costOf;
  }

  /** Makes one model of those behind a name, in the order in which they are named. */
  of({ id, deadlineMs, settings, names }: ChoicePlan, models: readonly Model[]): Model {
    const { choice = 'fallback', weights = [], routes = [] } = settings;
    switch (choice) {
      case 'fallback':
        return this.#models.fallback(models, { id, deadlineMs });
      case 'balance':
        return this.#balance(id, deadlineMs, names, models);
      case 'hedge':
        return hedge(models, {
          ...this.#options,
          id,
          state: kept(this.#hedges, id, () => newHedgeState(models.length)),
        });
      case 'split': {
        const arms = models.map((model, index) => ({ model, weight: weights[index] ?? 0 }));
        return split(arms, { ...this.#options, id });
      }
      default: {
        const named = Object.fromEntries(models.map((model, index) => [names[index] ?? model.id, model]));
        return route(named, routes, { ...this.#options, id, otherwise: names[0] });
      }
    }
  }

  #balance(id: string, deadlineMs: number | undefined, names: readonly string[], models: readonly Model[]): Model {
    const costs = new Map(models.map((model, index) => [model, this.#costOf(names[index] ?? '')]));
    const loads = kept(this.#loads, id, () => models.map(newTargetLoad));
    return balance(models, { ...this.#options, id, deadlineMs, loads, costOf: (model) => costs.get(model) });
  }
}

function kept<Value>(known: Map<string, Value>, id: string, make: () => Value): Value {
  const value = known.get(id) ?? make();
  known.set(id, value);
  return value;
}
