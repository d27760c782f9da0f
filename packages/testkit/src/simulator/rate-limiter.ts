import type { Gauge, RateReading } from '../protocols/rate-reading.ts';

/** A rate limit, for each API key and model apart. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
  /** How many seconds' worth may be used at once. Default: 60. */
  readonly burstSeconds?: number;
}

/** Whether a request may pass, and how full the buckets are afterwards. */
export type RateVerdict =
  | { readonly type: 'pass'; readonly reading: RateReading }
  | {
      readonly type: 'wait';
      readonly reading: RateReading;
      readonly what: 'requests' | 'tokens';
      readonly waitMs: number;
      readonly limit: number;
      readonly used: number;
      readonly requested: number;
    }
  | { readonly type: 'too-large'; readonly reading: RateReading; readonly limit: number; readonly requested: number };

/** A bucket that fills evenly. */
class Bucket {
  readonly limit: number;
  readonly #capacity: number;
  #level: number;
  #at: number;

  constructor(perMinute: number, burstSeconds: number, now: number) {
    this.limit = perMinute;
    this.#capacity = Math.max(1, (perMinute * burstSeconds) / 60);
    this.#level = this.#capacity;
    this.#at = now;
  }

  get capacity(): number {
    return this.#capacity;
  }

  fill(now: number): void {
    this.#level = Math.min(this.#capacity, this.#level + (Math.max(0, now - this.#at) * this.limit) / 60_000);
    this.#at = now;
  }

  /** Milliseconds until there is so much; 0 when there is. */
  waitMs(amount: number): number {
    // Sums of fractions may fall short of a whole by a hair.
    return this.#level + 1e-9 >= amount ? 0 : ((amount - this.#level) * 60_000) / this.limit;
  }

  take(amount: number): void {
    this.#level = Math.max(0, this.#level - amount);
  }

  gauge(): Gauge {
    const remaining = Math.floor(this.#level + 1e-9);
    return { limit: this.limit, remaining, fullInMs: ((this.#capacity - this.#level) * 60_000) / this.limit };
  }
}

interface Account {
  readonly requests?: Bucket;
  readonly tokens?: Bucket;
}

/** Token buckets of requests and of tokens, as OpenAI and Anthropic keep them. A request that is refused takes nothing. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #accounts = new Map<string, Account>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Lets a request of so many tokens pass, or says how long it has to wait. */
  admit(account: string, tokens: number, now: number): RateVerdict {
    const buckets = this.#open(account, now);
    buckets.requests?.fill(now);
    buckets.tokens?.fill(now);
    const refused = this.#refusal(buckets, tokens, now);
    if (refused !== undefined) return refused;
    buckets.requests?.take(1);
    buckets.tokens?.take(tokens);
    return { type: 'pass', reading: readingOf(buckets, now) };
  }

  #refusal({ requests, tokens }: Account, amount: number, now: number): RateVerdict | undefined {
    const reading = readingOf({ requests, tokens }, now);
    if (tokens !== undefined && amount > tokens.capacity) {
      return { type: 'too-large', reading, limit: Math.floor(tokens.capacity), requested: amount };
    }
    const [slowest] = [
      { what: 'requests' as const, bucket: requests, requested: 1 },
      { what: 'tokens' as const, bucket: tokens, requested: amount },
    ]
      .map((wanted) => ({ ...wanted, waitMs: wanted.bucket?.waitMs(wanted.requested) ?? 0 }))
      .toSorted((first, second) => second.waitMs - first.waitMs);
    if (slowest?.bucket === undefined || slowest.waitMs === 0) return undefined;
    const { what, waitMs, requested } = slowest;
    const { limit, remaining } = slowest.bucket.gauge();
    return { type: 'wait', reading, what, waitMs, limit, used: Math.max(0, limit - remaining), requested };
  }

  #open(account: string, now: number): Account {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const { requestsPerMinute, tokensPerMinute, burstSeconds = 60 } = this.#limits;
    const bucket = (perMinute: number | undefined): Bucket | undefined =>
      perMinute === undefined ? undefined : new Bucket(perMinute, burstSeconds, now);
    const opened = { requests: bucket(requestsPerMinute), tokens: bucket(tokensPerMinute) };
    this.#accounts.set(account, opened);
    return opened;
  }
}

function readingOf({ requests, tokens }: Account, now: number): RateReading {
  return { now, requests: requests?.gauge(), tokens: tokens?.gauge() };
}
