import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { through } from './through.ts';
import { turnRules } from './turn-options.ts';
import type { TurnOptions } from './turn-options.ts';
import { askInTurn } from './turns.ts';

/** Settings of `fallback`. */
export interface FallbackOptions extends TurnOptions {
  /** The name of the choice. Default: the models' names, joined by ` → `. */
  readonly id?: string;
}

/**
 * Asks the models in turn until one answers, as far as the errors allow it: a request that is wrong in itself is not
 * sent to the next one. Nothing of a reply has been shown when the next target is asked. When all are limited or set aside
 * by their breakers, the one that recovers first is waited for, if that fits into the deadline.
 */
export function fallback(models: readonly Model[], options: FallbackOptions = {}): Model {
  if (models.length === 0) {
    throw new ModelError({ kind: 'invalid-request', message: 'A fallback needs at least one model to ask.' });
  }
  const { id = models.map((model) => model.id).join(' → '), clock } = options;
  const rules = turnRules('fallback', options);
  return through(
    id,
    models,
    (targets, ask, request, call) => askInTurn(targets, ask, request, call, rules, first),
    clock,
  );
}

function first(models: readonly Model[]): Model | undefined {
  return models[0];
}
