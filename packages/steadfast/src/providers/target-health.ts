import { breaker } from '../layers/breaker.ts';
import { Circuit } from '../layers/breaker-circuit.ts';
import { newRetryBudget, retry } from '../layers/retry.ts';
import type { RetryBudget } from '../layers/retry.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import type { Keyed } from './keyed.ts';
import type { ModelOptions, ModelsOptions } from './model-options.ts';
import { PerTarget } from './per-target.ts';
import { Keys } from './provider-keys.ts';
import type { Targets } from './target-of.ts';
import type { Destination } from './target.ts';

/** What all models that were made together know of their targets' health. It is the provider's, whatever key is used. */
export class TargetHealth {
  readonly #clock: Clock;
  readonly #options: Pick<ModelsOptions, 'random' | 'onKeyAside'>;
  readonly #circuits = new PerTarget<Circuit>();
  readonly #budgets = new PerTarget<RetryBudget>();
  readonly #keys = new PerTarget<Keys>();

  constructor(clock: Clock, options: Pick<ModelsOptions, 'random' | 'onKeyAside'>) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Tries the target again, within the budget of retries that all its callers share. */
  retrying(target: Destination, { retry: rules }: ModelOptions, purpose: string): readonly Layer[] {
    if (rules === false) return [];
    const budget = this.#budgets.of(partsOf(target, purpose), newRetryBudget);
    return [retry({ ...rules, budget, clock: this.#clock, random: this.#options.random })];
  }

  /** Sets the target aside while it is failing. */
  breaking(target: Destination, { breaker: rules }: ModelOptions, purpose: string): readonly Layer[] {
    if (rules === false) return [];
    const clock = this.#clock;
    const parts = [...partsOf(target, purpose), JSON.stringify(rules ?? {})];
    return [breaker({ circuit: this.#circuits.of(parts, () => new Circuit({ rules, clock })), clock })];
  }

  /** Makes one of a kind for each of the targets, which differ in nothing but their key. */
  keyed<Kind>(targets: Targets, make: (target: Destination) => Kind): Keyed<Kind> {
    const [first, ...others] = targets;
    const models: Keyed<Kind>['models'] = [make(first), ...others.map(make)];
    return { models, keys: others.length === 0 ? undefined : this.#keysOf(targets), clock: this.#clock };
  }

  #keysOf(targets: Targets): Keys {
    const [first] = targets;
    const { onKeyAside } = this.#options;
    const parts = [...partsOf(first, ''), ...targets.map(({ apiKey }) => apiKey)];
    return this.#keys.of(
      parts,
      () => new Keys({ id: first.id, count: targets.length, clock: this.#clock, onAside: onKeyAside }),
    );
  }
}

function partsOf({ provider, baseUrl, model }: Destination, purpose: string): readonly string[] {
  return [provider.id, baseUrl, model, purpose];
}
