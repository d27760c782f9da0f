import type { EmbeddingModel } from '../model/embedding.ts';
import type { Model } from '../model/model.ts';
import type { TokenCounter } from '../model/token-count.ts';
import type { Clock } from '../time/clock.ts';
import { openCall } from '../time/open-call.ts';
import type { Keys } from './provider-keys.ts';

/** Several of a kind that differ in nothing but their key, in the order of the keys. */
export interface Keyed<Kind> {
  readonly models: readonly [Kind, ...Kind[]];
  /** Absent where there is one. */
  readonly keys?: Keys;
  readonly clock: Clock;
}

/** One model of several. */
export function keyedModel({ models, keys, clock }: Keyed<Model>): Model {
  const [first] = models;
  if (keys === undefined) return first;
  const modelOf = (key: number): Model => models[key] ?? first;
  return {
    ...first,
    complete: (request, call) =>
      keys.ask((key, bounded) => modelOf(key).complete(request, bounded), openCall(call, clock)),
    stream: (request, call) => keys.ask((key, bounded) => modelOf(key).stream(request, bounded), openCall(call, clock)),
  };
}

/** One embedding model of several. */
export function keyedEmbedding({ models, keys, clock }: Keyed<EmbeddingModel>): EmbeddingModel {
  const [first] = models;
  if (keys === undefined) return first;
  const embed: EmbeddingModel['embed'] = (request, call) =>
    keys.ask((key, bounded) => (models[key] ?? first).embed(request, bounded), openCall(call, clock));
  return { ...first, embed };
}

/** One counter of tokens of several. */
export function keyedCounter({ models, keys, clock }: Keyed<TokenCounter>): TokenCounter {
  const [first] = models;
  if (keys === undefined) return first;
  const countTokens: TokenCounter['countTokens'] = (request, call) =>
    keys.ask((key, bounded) => (models[key] ?? first).countTokens(request, bounded), openCall(call, clock));
  return { ...first, countTokens };
}
