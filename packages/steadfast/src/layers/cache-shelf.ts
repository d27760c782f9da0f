import type { Completion } from '../model/completion.ts';
import type { CompletionStream } from '../model/model.ts';
import type { SharedReply } from '../stream/shared-stream.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import type { OpenCall } from '../time/open-call.ts';
import { entryOf, entryOfStream, sizeOf } from './cache-entry.ts';
import type { CacheEntry } from './cache-entry.ts';
import type { CacheStore } from './cache-store.ts';

/** What a shelf keeps, and how long it waits for its store. */
export interface ShelfRules {
  readonly ttlMs: number;
  readonly storeWaitMs: number;
  readonly maxEntryBytes: number;
}

/** A store as the cache of one model uses it: no call fails or hangs for its sake. */
export class CacheShelf {
  readonly #target: string;
  readonly #store: CacheStore;
  readonly #rules: ShelfRules;
  readonly #clock: Clock;

  constructor(target: string, store: CacheStore, rules: ShelfRules, clock: Clock) {
    this.#target = target;
    this.#store = store;
    this.#rules = rules;
    this.#clock = clock;
  }

  /** What is kept under the key, as long as it may be given. */
  find(key: string, call: OpenCall): CacheEntry | undefined | Promise<CacheEntry | undefined> {
    try {
      const found = this.#store.get(key);
      if (!(found instanceof Promise)) return this.#fresh(key, found, call);
      const kept = found.then(
        (entry) => this.#fresh(key, entry, call),
        (error: unknown) => this.#passOver('get', error, call),
      );
      return this.#within(kept, call);
    } catch (error) {
      return this.#passOver('get', error, call);
    }
  }

  /** Keeps a whole reply, if it is one to be given again; the promise of a store that takes its time. */
  keep(key: string, completion: Completion, call: OpenCall): Promise<unknown> | undefined {
    if (!isWorthKeeping(completion)) return undefined;
    const entry = entryOf(completion, this.#clock.now());
    return this.#set(key, entry, sizeOf(entry), call);
  }

  /** Keeps a streamed reply likewise. */
  keepStream(
    key: string,
    { completion, parts, weight }: SharedReply,
    head: CompletionStream['head'],
    call: OpenCall,
  ): Promise<unknown> | undefined {
    if (parts === undefined || !isWorthKeeping(completion)) return undefined;
    const entry = entryOfStream(completion, parts, head, this.#clock.now());
    return this.#set(key, entry, sizeOf(entry) + weight, call);
  }

  #set(key: string, entry: CacheEntry, bytes: number, call: OpenCall): Promise<unknown> | undefined {
    const { ttlMs, maxEntryBytes } = this.#rules;
    if (bytes > maxEntryBytes) return undefined;
    try {
      const setting = this.#store.set(key, entry, { ttlMs, bytes });
      if (!(setting instanceof Promise)) return undefined;
      const set = setting.catch((error: unknown) => this.#passOver('set', error, call));
      return this.#within(set, undefined);
    } catch (error) {
      return this.#passOver('set', error, call);
    }
  }

  #fresh(key: string, entry: CacheEntry | undefined, { journal }: OpenCall): CacheEntry | undefined {
    if (entry === undefined) return undefined;
    const ageMs = Math.max(0, this.#clock.now() - entry.storedAt);
    // What another version of this library wrote into a store may have another form.
    if (entry.version !== 1 || ageMs >= this.#rules.ttlMs) {
      this.#drop(key);
      return undefined;
    }
    journal.decide(() => ({ by: 'cache', target: this.#target, verdict: 'hit', facts: { ageMs } }));
    return entry;
  }

  #drop(key: string): void {
    try {
      const dropping = this.#store.delete(key);
      if (dropping instanceof Promise) dropping.catch(() => undefined);
    } catch {
      // What can't be deleted is not given either: it is too old.
    }
  }

  #passOver(action: string, error: unknown, { journal }: OpenCall): undefined {
    const reason = error instanceof Error ? error.message : String(error);
    journal.decide(() => ({ by: 'cache', target: this.#target, verdict: 'store-failed', facts: { action, reason } }));
  }

  /** What the promise gives in time; nothing when it takes longer, or when the call ends meanwhile. */
  #within<Value>(promise: Promise<Value>, call: OpenCall | undefined): Promise<Value | undefined> {
    const { deadline = Infinity, signal } = call ?? {};
    const waitMs = Math.min(this.#rules.storeWaitMs, deadline - this.#clock.now());
    return new Promise((resolve) => {
      const give = (value: Value | undefined): void => {
        timer.cancel();
        unlisten?.();
        resolve(value);
      };
      const timer = this.#clock.after(waitMs, () => give(undefined));
      const unlisten = signal && onAbort(signal, () => give(undefined));
      void promise.then(give);
    });
  }
}

/** What a filter or a refusal stopped, or stands in for a reply, may be better the next time. */
function isWorthKeeping({ finishReason, empty, fallback, toolCalls, adaptations }: Completion): boolean {
  if (empty || fallback !== undefined || toolCalls.some(({ invalid }) => invalid)) return false;
  if (finishReason === 'stop' || finishReason === 'tool-calls') return true;
  // It was cut where the request said so, and not where the budget of the call that asked made it end.
  return finishReason === 'length' && adaptations.every(({ field }) => field !== 'maxOutputTokens');
}
