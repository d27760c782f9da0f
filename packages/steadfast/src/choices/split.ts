import type { Call } from '../model/call.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { drawn, preference } from './rendezvous.ts';
import { through } from './through.ts';

/** A model and its share of the calls. */
export interface SplitArm {
  readonly model: Model;
  /** 0 or more: the share is the weight over the sum of all. */
  readonly weight: number;
}

/** Settings of `split`. */
export interface SplitOptions {
  /** The name of the choice. Default: the models' names with their weights, joined by ` | `. */
  readonly id?: string;
  /** Whatever has the same key gets the same model. Default: the call's session, else the id of its caller. */
  readonly key?: (request: CompletionRequest, call: Call) => string | undefined;
  /** Another one deals the same keys anew, so that two experiments with the same models do not go hand in hand. */
  readonly salt?: string;
  readonly clock?: Clock;
  /** Gives numbers from 0 up to 1, for calls without a key. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * Divides calls between models by weights: for gradual roll-outs and comparisons. The same key always gets the same model,
 * and a weight that grows takes keys from the others without moving any between them. A failure is the caller's: put a
 * `fallback` around it where another model may answer.
 */
export function split(arms: readonly SplitArm[], options: SplitOptions = {}): Model {
  checkWeights(arms);
  const { id = arms.map(({ model, weight }) => `${model.id} ${weight}`).join(' | '), clock } = options;
  const { key: keyOf = usualKey, salt = '', random = Math.random } = options;
  const names = arms.map(({ model }) => model.id);
  const weights = arms.map(({ weight }) => weight);
  const models = arms.map(({ model }) => model);
  return through(
    id,
    models,
    (_, ask, request, call) => {
      const key = keyOf(toRequest(request), call);
      const index = key === undefined ? drawn(weights, random) : (preference(names, weights, salt + key)[0] ?? 0);
      const arm = arms[index];
      if (arm === undefined) throw noArm();
      const { model, weight } = arm;
      const facts = { weight, by: key === undefined ? 'chance' : 'key' };
      call.journal.decide(() => ({ by: 'split', target: model.id, verdict: 'chosen', facts }));
      return ask(model, request, call);
    },
    clock,
  );
}

function usualKey(_: CompletionRequest, { session, caller }: Call): string | undefined {
  return session ?? caller?.id;
}

function checkWeights(arms: readonly SplitArm[]): void {
  const sum = arms.reduce((total, { weight }) => total + (weight >= 0 ? weight : Number.NaN), 0);
  if (!(sum > 0 && sum < Infinity)) throw noArm();
  const names = new Set(arms.map(({ model }) => model.id));
  if (names.size === arms.length) return;
  const message = 'Two arms of a split have the same name: add their weights up.';
  throw new ModelError({ kind: 'invalid-request', message });
}

function noArm(): ModelError {
  const message = 'A split needs weights of 0 or more, and at least one above 0.';
  return new ModelError({ kind: 'invalid-request', message });
}
