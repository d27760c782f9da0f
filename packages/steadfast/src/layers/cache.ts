import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput, CompletionRequest } from '../model/completion-request.ts';
import type { Capabilities, CompletionStream, Layer, Model } from '../model/model.ts';
import { SharedStream } from '../stream/shared-stream.ts';
import { streamOf } from '../stream/stream-of.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';
import { abortedError } from '../time/sleep.ts';
import { completionOf, streamOfEntry } from './cache-entry.ts';
import type { CacheEntry } from './cache-entry.ts';
import { cacheKey } from './cache-key.ts';
import { CacheShelf } from './cache-shelf.ts';
import { memoryStore } from './cache-store.ts';
import type { CacheStore } from './cache-store.ts';
import { Flight } from './single-flight.ts';
import type { Brought } from './single-flight.ts';
import { mayShare } from './single-flight-rules.ts';

/** Settings of `cache`. */
export interface CacheOptions {
  /** Where replies are kept. Default: in memory, see `memoryStore`. */
  readonly store?: CacheStore;
  /** For how long a reply is given again, in milliseconds. Default: 3,600,000 (an hour). */
  readonly ttlMs?: number;
  /**
   * Whose replies a call is given: those of calls of the same `caller` (`caller`, the default; calls without one share
   * theirs), those of all calls (`shared`), or those of all calls for which this function gives the same name.
   */
  readonly scope?: 'caller' | 'shared' | ((call: Call) => string);
  /** Which requests are looked up, kept and shared. Default: all. */
  readonly when?: (request: CompletionRequest) => boolean;
  /** The longest reply that is kept, and the most that is held for the readers of a running one. Default: 1,048,576 (1 MiB). */
  readonly maxEntryBytes?: number;
  /** Told apart where what stands within answers otherwise than it did, as after another system prompt was put in. */
  readonly version?: string;
  /** The longest time that a store is waited for, in milliseconds. Default: 500. */
  readonly storeWaitMs?: number;
  readonly clock?: Clock;
}

/**
 * Gives the same reply to the same request again, without asking the model, and lets equal calls that are under way at the
 * same time share one request. Errors, empty replies and replies that a filter, a refusal or anything but their own end
 * stopped are not kept. `call.cache` says for one call whether it may.
 */
export function cache(options: CacheOptions = {}): Layer {
  const { clock = systemClock, store = memoryStore({ clock }) } = options;
  return (inner) => new CachedModel(inner, { ...options, clock, store });
}

type Settled = Completion | CompletionStream;

/** How one of the two methods of a model asks, and gives what was asked for. */
interface Shape<Wanted> {
  readonly streamed: boolean;
  ask(inner: Model, request: CompletionInput, call: Call): Promise<Wanted>;
  ofEntry(entry: CacheEntry, call: OpenCall, now: number): Wanted;
  ofFlight(flight: Flight, brought: Brought, call: OpenCall): Wanted | Promise<Wanted>;
}

const whole: Shape<Completion> = {
  streamed: false,
  ask: (inner, request, call) => inner.complete(request, call),
  ofEntry: completionOf,
  ofFlight: (flight, brought, call) =>
    'reader' in brought ? flight.read(brought, call).result : flight.whole(brought, call),
};

const streamed: Shape<CompletionStream> = {
  streamed: true,
  ask: (inner, request, call) => inner.stream(request, call),
  ofEntry: streamOfEntry,
  ofFlight: (flight, brought, call) =>
    'reader' in brought ? flight.read(brought, call) : streamOf(flight.whole(brought, call)),
};

class CachedModel implements Model {
  readonly id: string;
  readonly capabilities: Capabilities | undefined;
  readonly keepsBudget: Model['keepsBudget'];
  readonly #inner: Model;
  readonly #options: CacheOptions;
  readonly #clock: Clock;
  readonly #shelf: CacheShelf;
  readonly #maxEntryBytes: number;
  /** The newest flight for each key. */
  readonly #flights = new Map<string, Flight>();

  constructor(inner: Model, options: CacheOptions & { readonly clock: Clock; readonly store: CacheStore }) {
    const { ttlMs = 3_600_000, storeWaitMs = 500, maxEntryBytes = 1_048_576, clock, store } = options;
    this.id = inner.id;
    this.capabilities = inner.capabilities;
    this.keepsBudget = inner.keepsBudget;
    this.#inner = inner;
    this.#options = options;
    this.#clock = clock;
    this.#maxEntryBytes = maxEntryBytes;
    this.#shelf = new CacheShelf(inner.id, store, { ttlMs, storeWaitMs, maxEntryBytes }, clock);
  }

  complete(request: CompletionInput, call?: Call): Promise<Completion> {
    return this.#ask(whole, toRequest(request), openCall(call, this.#clock));
  }

  stream(request: CompletionInput, call?: Call): Promise<CompletionStream> {
    return this.#ask(streamed, toRequest(request), openCall(call, this.#clock));
  }

  async #ask<Wanted extends Settled>(
    shape: Shape<Wanted>,
    request: CompletionRequest,
    call: OpenCall,
  ): Promise<Wanted> {
    const { cache: use = 'use' } = call;
    if (use === 'skip' || this.#options.when?.(request) === false) {
      this.#decide(call, 'skipped');
      return shape.ask(this.#inner, request, call);
    }
    const key = this.#keyOf(request, call, shape.streamed);
    if (use === 'refresh') return this.#begin(shape, key, request, call, 'refreshed');
    const looking = this.#shelf.find(key, call);
    const entry = looking instanceof Promise ? await looking : looking;
    if (entry !== undefined) return shape.ofEntry(entry, call, this.#clock.now());
    const flight = this.#flights.get(key);
    if (flight === undefined || !mayShare(flight.call, call, this.#clock.now())) {
      return this.#begin(shape, key, request, call, 'missed');
    }
    this.#decide(call, 'joined');
    return flight.join(call, (brought) => shape.ofFlight(flight, brought, call));
  }

  #begin<Wanted extends Settled>(
    shape: Shape<Wanted>,
    key: string,
    request: CompletionRequest,
    call: OpenCall,
    verdict: 'missed' | 'refreshed',
  ): Promise<Wanted> {
    if (call.signal?.aborted === true) return Promise.reject(abortedError(call.signal));
    this.#decide(call, verdict);
    const forget = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    const flight = new Flight(this.id, call, this.#clock, forget);
    this.#flights.set(key, flight);
    const joined = flight.join(call, (brought) => shape.ofFlight(flight, brought, call));
    shape.ask(this.#inner, request, { ...call, signal: flight.signal }).then(
      (settled) => flight.land(this.#land(settled, key, call, forget)),
      (error: unknown) => {
        forget();
        flight.crash(error);
      },
    );
    return joined;
  }

  /** Keeps what came, now or when it has come in full; until then others may join. */
  #land(settled: Settled, key: string, call: OpenCall, forget: () => void): Brought {
    const keeping = (kept: Promise<unknown> | undefined): void => {
      if (kept === undefined) forget();
      else void kept.then(forget);
    };
    if (!('ended' in settled)) {
      keeping(this.#shelf.keep(key, settled, call));
      return settled;
    }
    return new SharedStream(settled, {
      mostKept: this.#maxEntryBytes,
      onOverflow: forget,
      onOver: (reply) => keeping(reply && this.#shelf.keepStream(key, reply, settled.head, call)),
    });
  }

  #keyOf(request: CompletionRequest, call: OpenCall, streamed: boolean): string {
    const { scope = 'caller', version } = this.#options;
    return cacheKey(request, { target: this.id, scope: scopeOf(scope, call), version, streamed });
  }

  #decide({ journal }: OpenCall, verdict: string): void {
    journal.decide(() => ({ by: 'cache', target: this.id, verdict }));
  }
}

function scopeOf(scope: NonNullable<CacheOptions['scope']>, call: Call): string | undefined {
  if (scope === 'shared') return undefined;
  return scope === 'caller' ? call.caller?.id : scope(call);
}
