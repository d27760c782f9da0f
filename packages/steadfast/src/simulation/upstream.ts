import type { RateWindow } from '../model/rate-window.ts';
import { valueAt } from './course.ts';
import { draw } from './distribution.ts';
import { HiddenBucket } from './hidden-bucket.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';
import { Tenants } from './tenants.ts';
import type { Outage, UpstreamPlan } from './upstream-plan.ts';

/** What becomes of a request. */
export type Fate = ReplyFate | RefusalFate | { readonly type: 'silence' };

/** The request is answered. */
export interface ReplyFate {
  readonly type: 'reply';
  readonly firstContentMs: number;
  /** Milliseconds between the parts; there is one part more than gaps. */
  readonly gapsMs: readonly number[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** `stall` and `cut`: after half of the parts. */
  readonly ends: 'whole' | 'stall' | 'cut';
  readonly windows: readonly RateWindow[];
}

/** The request is refused. */
export interface RefusalFate {
  readonly type: 'refusal';
  readonly status: 429 | 500 | 503;
  readonly afterMs: number;
  readonly retryAfterMs?: number;
  readonly windows: readonly RateWindow[];
}

/** A request that reached the provider, and what it did: `limited` by a bucket, refused for `noise`, or failed. */
export interface Arrival {
  /** Milliseconds since the beginning. */
  readonly ms: number;
  readonly verdict: 'admitted' | 'limited' | 'noise' | 'failed';
  readonly tokens: number;
}

/** The time after which a provider says no, in milliseconds. */
const refusalMs = 20;

/** A simulated provider: decides what becomes of each request that reaches it, and takes it down. */
export class Upstream {
  readonly plan: UpstreamPlan;
  /** All requests that reached it from those who are simulated, in the order of time. */
  readonly arrivals: Arrival[] = [];
  /** When requests of other tenants were let through, in milliseconds since the beginning. */
  readonly tenantsAdmitted: number[] = [];
  readonly #random: Random;
  readonly #buckets: readonly HiddenBucket[];
  readonly #tenants: Tenants;
  #open = 0;

  constructor(plan: UpstreamPlan, seed: number, name: string = 'upstream') {
    this.plan = plan;
    this.#random = seededRandom(seed, name);
    this.#buckets = (plan.buckets ?? []).map((bucket) => new HiddenBucket(bucket));
    this.#tenants = new Tenants(plan.tenants ?? [], seededRandom(seed, `${name} tenants`));
  }

  /** Requests that it works at now. */
  get open(): number {
    return this.#open;
  }

  /**
   * Takes a request that arrives so many milliseconds after the beginning, at or after the one before. Whoever asks calls
   * `leave` when it is over, in whatever way.
   */
  arrive(ms: number, inputTokens: number, maxOutputTokens: number = Infinity): Fate {
    const wanted = Math.max(1, Math.round(draw(this.plan.outputTokens ?? 20, this.#random)));
    const outputTokens = Math.min(wanted, maxOutputTokens);
    const tokens = inputTokens + outputTokens;
    const { verdict, fate } = this.#judge(ms, tokens, outputTokens);
    this.arrivals.push({ ms, verdict, tokens });
    this.#open += 1;
    return fate;
  }

  /** A request is over: answered, refused, or given up by whoever asked. */
  leave(): void {
    this.#open -= 1;
  }

  #judge(ms: number, tokens: number, outputTokens: number): { verdict: Arrival['verdict']; fate: Fate } {
    this.#tenants.upTo(ms, (at, amount) => {
      if (this.#waitMs(at, amount) > 0) return;
      this.#take(amount, 0);
      this.tenantsAdmitted.push(at);
    });
    const outage = this.plan.outages?.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
    if (outage !== undefined && this.#happens(outage.share ?? 1))
      return { verdict: 'failed', fate: this.#failure(outage) };
    const { noise } = this.plan;
    if (noise !== undefined && this.#happens(noise.share)) {
      return { verdict: 'noise', fate: this.#limited(noise.hintMs) };
    }
    const waitMs = Math.max(this.#waitMs(ms, tokens, outputTokens), this.#crowded(ms) ? 1_000 : 0);
    if (waitMs > 0) return { verdict: 'limited', fate: this.#limited(this.#hint(waitMs)) };
    this.#take(tokens, outputTokens);
    return { verdict: 'admitted', fate: this.#reply(tokens - outputTokens, outputTokens) };
  }

  #happens(share: number): boolean {
    return share > 0 && this.#random() < share;
  }

  #crowded(ms: number): boolean {
    const { concurrency } = this.plan;
    return concurrency !== undefined && this.#open >= valueAt(concurrency, ms);
  }

  #waitMs(ms: number, tokens: number, outputTokens = 0): number {
    let longest = 0;
    for (const bucket of this.#buckets) {
      bucket.fill(ms);
      longest = Math.max(longest, bucket.waitMs(amountOf(bucket, tokens, outputTokens)));
    }
    return longest;
  }

  #take(tokens: number, outputTokens: number): void {
    for (const bucket of this.#buckets) bucket.take(amountOf(bucket, tokens, outputTokens));
  }

  #windows(): readonly RateWindow[] {
    return this.plan.reports === true ? this.#buckets.map((bucket) => bucket.window()) : [];
  }

  #hint(waitMs: number): number | undefined {
    const { hint = 'exact' } = this.plan;
    if (hint === 'none') return undefined;
    return hint === 'exact' ? Math.ceil(waitMs) : hint;
  }

  #limited(retryAfterMs: number | undefined): Fate {
    return { type: 'refusal', status: 429, afterMs: refusalMs, retryAfterMs, windows: this.#windows() };
  }

  #failure({ manner = 'refuse' }: Outage): Fate {
    if (manner === 'hang') return { type: 'silence' };
    if (manner === 'refuse') return { type: 'refusal', status: 503, afterMs: refusalMs, windows: [] };
    return { type: 'refusal', status: 500, afterMs: this.#firstContentMs(), windows: [] };
  }

  #firstContentMs(): number {
    const { firstContentMs = 500, slowStarts } = this.plan;
    const usual = draw(firstContentMs, this.#random);
    return slowStarts !== undefined && this.#happens(slowStarts.share) ? usual * slowStarts.factor : usual;
  }

  #reply(inputTokens: number, outputTokens: number): Fate {
    const { parts = 4, gapMs = 10, stalls = 0, cuts = 0 } = this.plan;
    const firstContentMs = this.#firstContentMs();
    const count = Math.max(1, Math.round(draw(parts, this.#random)));
    const gapsMs = Array.from({ length: count - 1 }, () => draw(gapMs, this.#random));
    const chance = stalls + cuts > 0 ? this.#random() : 1;
    const ends = chance < stalls ? 'stall' : chance < stalls + cuts ? 'cut' : 'whole';
    return { type: 'reply', firstContentMs, gapsMs, inputTokens, outputTokens, ends, windows: this.#windows() };
  }
}

function amountOf({ scope }: HiddenBucket, tokens: number, outputTokens: number): number {
  switch (scope) {
    case 'requests':
      return 1;
    case 'tokens':
      return tokens;
    case 'input-tokens':
      return tokens - outputTokens;
    default:
      return outputTokens;
  }
}
