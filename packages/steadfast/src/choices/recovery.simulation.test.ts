import { expect, test } from 'vitest';
import type { Model } from '../model/model.ts';
import { figuresOf } from '../simulation/figures.ts';
import { simulate } from '../simulation/simulate.ts';
import type { UpstreamPlan } from '../simulation/upstream-plan.ts';
import type { World } from '../simulation/world.ts';
import { balance } from './balance.ts';

/** A provider with a limit of so many requests a second, of which nobody is told before it is reached. */
function limited(perSecond: number): UpstreamPlan {
  return { buckets: [{ scope: 'requests', perSecond }], firstContentMs: 300 };
}

interface Choice {
  readonly make: (world: World) => Model;
  /** The share of what both give together that is used at least, the time to learn it included. */
  readonly used: number;
}

const choices: Readonly<Record<string, Choice>> = {
  fallback: { make: (world) => world.models().fallback(['large/any', 'small/any']), used: 0.95 },
  balance: {
    make: (world) => {
      const made = world.models();
      const { clock } = world;
      return balance([made.model('large/any'), made.model('small/any')], { clock, random: world.random('balance') });
    },
    used: 0.95,
  },
};

test('when more is asked than two limited models give, both are used and nobody fails', async () => {
  for (const { make, used } of Object.values(choices)) {
    const result = await simulate({
      seed: 1,
      forMs: 60_000,
      upstreams: { large: limited(10), small: limited(5) },
      loads: (world) => [{ model: make(world), offered: { clients: 60 }, deadlineMs: 20_000 }],
    });
    const { answered, failures, attemptsPerSuccess } = figuresOf(result);
    expect(failures).toEqual({});
    expect(answered).toBeGreaterThan(60 * 15 * used);
    expect(attemptsPerSuccess).toBeLessThan(1.1);
    expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  }
});
