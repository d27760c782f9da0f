import type { Provider } from 'steadfast/providers';
import type { Clock } from 'steadfast/time';
import type { Directory } from './directory.ts';

/** What all requests of a gateway share. */
export interface House {
  readonly directory: Directory;
  /** The rows of the providers behind the models, by id. */
  readonly providers: Readonly<Record<string, Provider>>;
  /** Asked when the model asked for can't answer, unless the caller names its own. */
  readonly fallbacks: readonly string[];
  readonly clock: Clock;
  /** The largest body taken, in bytes. */
  readonly maxBodyBytes: number;
  /** True once the gateway has begun to shut down. */
  readonly draining: () => boolean;
}

/** The row of a provider; undefined for one that is not known. */
export function rowOf(house: House, id: string | undefined): Provider | undefined {
  return id !== undefined && Object.hasOwn(house.providers, id) ? house.providers[id] : undefined;
}
