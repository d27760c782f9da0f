import type { Model } from '../model/model.ts';
import { createModels } from '../providers/models.ts';
import type { Models } from '../providers/models.ts';
import type { ModelsOptions } from '../providers/model-options.ts';
import type { Provider } from '../providers/provider.ts';
import type { Clock } from '../time/clock.ts';
import { loadProtocol } from '../protocols/load.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';
import { upstreamModel } from './upstream-model.ts';
import type { UpstreamPlan } from './upstream-plan.ts';
import { UpstreamTransport, upstreamProvider } from './upstream-transport.ts';
import { Upstream } from './upstream.ts';

/** What a simulation happens in: a clock, chance, and simulated providers. */
export class World {
  readonly seed: number;
  readonly clock: VirtualClock = new VirtualClock();
  /** Epoch milliseconds of the beginning. */
  readonly startedAt: number = this.clock.now();
  /** The simulated providers by their names. */
  readonly upstreams: ReadonlyMap<string, Upstream>;

  /** @param plans the simulated providers, by names of small letters, digits and hyphens */
  constructor(seed: number, plans: Readonly<Record<string, UpstreamPlan>>) {
    this.seed = seed;
    const upstreams = Object.entries(plans).map(([name, plan]): [string, Upstream] => [
      name,
      new Upstream(plan, seed, name),
    ]);
    this.upstreams = new Map(upstreams);
  }

  /** Milliseconds since the beginning. */
  get ms(): number {
    return this.clock.now() - this.startedAt;
  }

  /** Chance for a part that has this name, always the same for the same seed. */
  random(name: string): Random {
    return seededRandom(this.seed, name);
  }

  /** A transport that carries requests to the simulated providers. */
  transport(clock: Clock = this.clock): UpstreamTransport {
    return new UpstreamTransport(this.upstreams, clock, this.startedAt);
  }

  /** The simulated provider of this name as a bare model without wire and coat: each call is one attempt. */
  model(name: string): Model {
    const upstream = this.upstreams.get(name);
    if (upstream === undefined) throw new Error(`There is no simulated provider "${name}".`);
    return upstreamModel(`${name}/simulated`, { upstream, clock: this.clock, startedAt: this.startedAt });
  }

  /**
   * What users get: `model('name/any')` is a model of the simulated provider of this name, behind the wire and in its
   * standard coat. Wait for `ready()` once all models are made.
   */
  models(options: ModelsOptions = {}): Models {
    const rows: Record<string, Provider> = {};
    for (const name of this.upstreams.keys()) rows[name] = upstreamProvider(name);
    const { clock } = this;
    const random = this.random('jitter');
    return createModels({ clock, random, environment: {}, transport: this.transport(), ...options, providers: rows });
  }

  /** Settles when what the models made so far have to load is there: it comes in real time, and no virtual time may pass. */
  async ready(): Promise<void> {
    await loadProtocol('chat');
    await this.clock.run(0);
  }
}
