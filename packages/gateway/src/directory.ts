import { fallback } from 'steadfast';
import type { Model } from 'steadfast/model';
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
  /** The names to show to callers. */
  readonly names: readonly string[];
}

/** What a directory is made of. */
export interface DirectoryOptions {
  /** Gives the model of a `provider/model`. */
  readonly resolve: (name: string) => Model;
  /** The gateway's own names. */
  readonly named?: Readonly<Record<string, NamedModel>>;
  /** Further names to show: whatever `resolve` knows can be asked for without being shown. */
  readonly shown?: readonly string[];
}

/** The most models kept by name: names come from callers, who may send any number of them. */
const mostKept = 1_000;

/** Makes the directory; the models of a name are made once, so that their state (rate limits, health) is shared by all calls. */
export function directory({ resolve, named = {}, shown = [] }: DirectoryOptions): Directory {
  const kept = new Map<string, Model>();
  const keep = (key: string, make: () => Model): Model => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const model = make();
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, model);
    return model;
  };
  const single = (name: string): Model => keep(name, () => resolve(name));
  const one = (name: string): Model => {
    const own = Object.hasOwn(named, name) ? named[name] : undefined;
    return own === undefined ? single(name) : keep(`:${name}`, () => fallback(own.use.map(single), { id: name }));
  };
  return {
    names: [...Object.keys(named), ...shown.filter((name) => !Object.hasOwn(named, name))],
    find: (name, fallbacks = []) => {
      if (fallbacks.length === 0) return one(name);
      const all = [...new Set([name, ...fallbacks])];
      return keep(all.join('\n'), () => fallback(all.map(one)));
    },
  };
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
