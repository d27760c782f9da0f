import { valueAt } from './course.ts';
import { draw } from './distribution.ts';
import type { Random } from './seeded-random.ts';
import type { Tenant } from './upstream-plan.ts';

/** Gives the requests of the other tenants in the order of time, without a timer: they are made up when they are asked for. */
export class Tenants {
  readonly #tenants: readonly Tenant[];
  readonly #random: Random;
  readonly #nextMs: number[];

  constructor(tenants: readonly Tenant[], random: Random) {
    this.#tenants = tenants;
    this.#random = random;
    this.#nextMs = tenants.map((tenant) => this.#gap(tenant, 0));
  }

  /** Calls back for each request that comes up to a time, in milliseconds since the beginning. */
  upTo(ms: number, request: (ms: number, tokens: number) => void): void {
    for (;;) {
      let first = -1;
      let at = Infinity;
      for (const [index, next] of this.#nextMs.entries()) {
        if (next >= at) continue;
        first = index;
        at = next;
      }
      const tenant = this.#tenants[first];
      if (tenant === undefined || at > ms) return;
      this.#nextMs[first] = at + this.#gap(tenant, at);
      request(at, draw(tenant.tokens ?? 100, this.#random));
    }
  }

  #gap({ perSecond }: Tenant, ms: number): number {
    return draw({ type: 'exponential', mean: 1_000 / valueAt(perSecond, ms) }, this.#random);
  }
}
