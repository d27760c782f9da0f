import { fallback } from 'steadfast';
import type { EmbeddingModel, Layer, Model, TokenCounter } from 'steadfast/model';
import { refusal } from './refusal.ts';

/** A name of the gateway's own: the targets it stands for, asked in turn. */
export interface NamedModel {
  readonly use: readonly string[];
}

/** The names that callers may ask for, and the models behind them. */
export interface Directory {
  /**
   * The model of this name, with the fallbacks that the caller wants after it.
   * @throws ModelError of kind `not-found` for an unknown name
   */
  find(name: string, fallbacks?: readonly string[]): Model;
  /**
   * The embedding model of this name. Of a name of the gateway's own it is the first: vectors of different models cannot
   * be compared, so no other stands in for it.
   * @throws ModelError of kind `not-found` for an unknown name
   */
  embedding(name: string): EmbeddingModel;
  /**
   * What counts tokens for the model of this name, or for the first of a name of the gateway's own.
   * @throws ModelError of kind `not-found` for an unknown name
   */
  counter(name: string): TokenCounter;
  /** The names to show to callers. */
  readonly names: readonly string[];
}

/** Gives what a `provider/model` stands for; each throws ModelError of kind `not-found` for an unknown name. */
export interface Source {
  readonly model: (name: string) => Model;
  readonly embedding: (name: string) => EmbeddingModel;
  readonly counter: (name: string) => TokenCounter;
}

/** What a directory is made of. */
export interface DirectoryOptions {
  readonly source: Source;
  /** The gateway's own names. */
  readonly named?: Readonly<Record<string, NamedModel>>;
  /** Further names to show: whatever `resolve` knows can be asked for without being shown. */
  readonly shown?: readonly string[];
  /** Put around each model that is found. Default: nothing. */
  readonly outermost?: Layer;
}

/** Makes the directory; what a name stands for is made once, so that its state (rate limits, health) is shared by all calls. */
export function directory({ source, named = {}, shown = [], outermost }: DirectoryOptions): Directory {
  const models = new Shelf<Model>();
  const found = new Shelf<Model>();
  const embeddings = new Shelf<EmbeddingModel>();
  const counters = new Shelf<TokenCounter>();
  const usedBy = (name: string): readonly string[] | undefined =>
    Object.hasOwn(named, name) ? named[name]?.use : undefined;
  const single = (name: string): Model => models.keep(name, () => source.model(name));
  const one = (name: string): Model => {
    const use = usedBy(name);
    return use === undefined ? single(name) : models.keep(`:${name}`, () => fallback(use.map(single), { id: name }));
  };
  const dressed = (model: Model): Model => (outermost === undefined ? model : outermost(model));
  const first = (name: string): string => usedBy(name)?.[0] ?? name;
  return {
    names: [...Object.keys(named), ...shown.filter((name) => !Object.hasOwn(named, name))],
    find: (name, fallbacks = []) => {
      if (fallbacks.length === 0) return found.keep(name, () => dressed(one(name)));
      const all = [...new Set([name, ...fallbacks])];
      return found.keep(all.join('\n'), () => dressed(all.length === 1 ? one(name) : fallback(all.map(one))));
    },
    embedding: (name) => embeddings.keep(first(name), () => source.embedding(first(name))),
    counter: (name) => counters.keep(first(name), () => source.counter(first(name))),
  };
}

/** The most kept by name: names come from callers, who may send any number of them. */
const mostKept = 1_000;

/** Keeps what was made for a name; the oldest is forgotten when there are too many. */
class Shelf<Kept> {
  readonly #kept = new Map<string, Kept>();

  keep(key: string, make: () => Kept): Kept {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, made);
    return made;
  }
}

/** The most fallbacks that a caller may name. */
const mostFallbacks = 5;

/**
 * Reads the header `x-steadfast-fallback`: names separated by commas.
 * @throws ModelError with status 400 for more than five
 */
export function readFallbacks(header: string | readonly string[]): string[] {
  const names = String(header)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length <= mostFallbacks) return names;
  const message = `x-steadfast-fallback names ${names.length} models; at most ${mostFallbacks} are taken.`;
  throw refusal('bad-request', 'too_many_fallbacks', message);
}
