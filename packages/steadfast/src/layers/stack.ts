import type { Layer, Model } from '../model/model.ts';

/** Puts layers around a model; the first named is the outermost, so they read in the order in which a call meets them. */
export function stack(model: Model, ...layers: readonly Layer[]): Model {
  return layers.reduceRight((inner, layer) => layer(inner), model);
}
