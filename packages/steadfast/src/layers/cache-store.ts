import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { CacheEntry } from './cache-entry.ts';

/**
 * Where replies are kept. Entries are plain data that JSON can say, so that a store may be a file or a database. A store
 * that fails or takes long is passed over: the call goes on as if nothing were kept.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
  set(key: string, entry: CacheEntry, facts: StoreFacts): void | Promise<void>;
  delete(key: string): void | Promise<void>;
}

/** What a store may go by. */
export interface StoreFacts {
  /** For how long the entry is of use, in milliseconds; the cache itself gives none that is older. */
  readonly ttlMs: number;
  /** About how much it holds, in characters and bytes. */
  readonly bytes: number;
}

/** Bounds of `memoryStore`. */
export interface MemoryStoreOptions {
  /** The most entries. Default: 10,000. */
  readonly maxEntries?: number;
  /** The most that all entries may hold together, in characters and bytes. Default: 67,108,864 (64 MiB). */
  readonly maxBytes?: number;
  readonly clock?: Clock;
}

/** Keeps replies in memory; what has not been used for the longest time makes room for what is new. */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  const { maxEntries = 10_000, maxBytes = 67_108_864, clock = systemClock } = options;
  return new MemoryStore(maxEntries, maxBytes, clock);
}

interface Kept {
  readonly entry: CacheEntry;
  readonly bytes: number;
  readonly until: number;
}

class MemoryStore implements CacheStore {
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #clock: Clock;
  /** The one that was not used for the longest time is the first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(maxEntries: number, maxBytes: number, clock: Clock) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
    this.#clock = clock;
  }

  get(key: string): CacheEntry | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    if (this.#clock.now() >= kept.until) {
      this.delete(key);
      return undefined;
    }
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.entry;
  }

  set(key: string, entry: CacheEntry, { ttlMs, bytes }: StoreFacts): void {
    this.delete(key);
    if (bytes > this.#maxBytes) return;
    this.#kept.set(key, { entry, bytes, until: this.#clock.now() + ttlMs });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes && this.#kept.size <= this.#maxEntries) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }
}
