import { makeCall } from './call-record.ts';
import type { CallRecord } from './call-record.ts';
import { offer } from './load.ts';
import type { Load } from './load.ts';
import type { UpstreamPlan } from './upstream-plan.ts';
import type { Upstream } from './upstream.ts';
import { World } from './world.ts';

/** What is simulated. */
export interface SimulationPlan {
  /** A whole number; the same plan and seed give the same result. */
  readonly seed: number;
  /** The simulated providers, by their names. */
  readonly upstreams: Readonly<Record<string, UpstreamPlan>>;
  /** How long calls are begun, in milliseconds. Those that are under way then are waited for. */
  readonly forMs: number;
  /** Makes the models that are looked at, and says what is asked of them. */
  readonly loads: (world: World) => readonly Load[];
}

/** What came of a simulation. */
export interface SimulationResult {
  readonly seed: number;
  readonly forMs: number;
  /** In the order in which they ended. */
  readonly calls: readonly CallRecord[];
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** What was left behind an hour later: calls that never settled, timers, and requests at providers. All 0, or it leaks. */
  readonly left: { readonly calls: number; readonly timers: number; readonly requests: number };
}

/** How long calls that are under way at the end are waited for, in milliseconds. */
const drainMs = 3_600_000;

/** Runs a simulation: real models, minds and layers, on a virtual clock, against simulated providers. */
export async function simulate(plan: SimulationPlan): Promise<SimulationResult> {
  const { seed, forMs } = plan;
  const world = new World(seed, plan.upstreams);
  const loads = plan.loads(world);
  await world.ready();
  const calls: CallRecord[] = [];
  let made = 0;
  for (const [index, load] of loads.entries()) {
    const random = world.random(`load ${index}`);
    offer(load, world, forMs, random, async () => {
      made += 1;
      calls.push(await makeCall(load, world, random));
    });
  }
  await world.clock.run(forMs);
  await world.clock.run(drainMs);
  const open = [...world.upstreams.values()].map((upstream) => upstream.open);
  const left = {
    calls: made - calls.length,
    timers: world.clock.pending,
    requests: open.reduce((total, count) => total + count, 0),
  };
  return { seed, forMs, calls, upstreams: world.upstreams, left };
}
