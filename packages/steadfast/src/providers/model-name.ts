import { ModelError } from '../model/error.ts';
import { nearest } from '../model/nearest.ts';
import type { Provider } from './provider.ts';

/** The two halves of `provider/model`. */
export interface ModelName {
  readonly provider: Provider;
  /** The provider's own name of the model, which may hold `/` and `:` itself. */
  readonly model: string;
}

/**
 * Reads `provider/model`; `provider:model` is taken too where no provider of the whole first part is known.
 * @throws ModelError of kind `not-found` that names the nearest provider
 */
export function readModelName(name: string, table: Readonly<Record<string, Provider>>): ModelName {
  for (const separator of ['/', ':']) {
    const at = name.indexOf(separator);
    const provider = at > 0 ? providerOf(name.slice(0, at), table) : undefined;
    if (provider !== undefined && at + 1 < name.length) return { provider, model: name.slice(at + 1) };
  }
  throw unknownProviderError(name, Object.keys(table));
}

function providerOf(id: string, table: Readonly<Record<string, Provider>>): Provider | undefined {
  if (Object.hasOwn(table, id)) return table[id];
  return Object.values(table).find(({ aliases }) => aliases?.includes(id));
}

function unknownProviderError(name: string, known: readonly string[]): ModelError {
  const [head = name, ...rest] = name.split('/');
  const [close] = nearest(head, known);
  const tail = rest.length === 0 ? '<model>' : rest.join('/');
  const asked = rest.length === 0 ? `"${name}" names no provider` : `There is no provider "${head}"`;
  const advice = close === undefined ? `Write provider/model with one of: ${known.join(', ')}.` : undefined;
  const message = `${asked}. ${advice ?? `Did you mean "${close}/${tail}"?`}`;
  return new ModelError({ kind: 'not-found', code: 'unknown_provider', message, model: name });
}
