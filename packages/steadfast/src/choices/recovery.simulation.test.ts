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

const choices: Readonly<Record<string, (world: World) => Model>> = {
  fallback: (world) => world.models().fallback(['large/any', 'small/any']),
  balance: (world) => {
    const made = world.models();
    const { clock } = world;
    return balance([made.model('large/any'), made.model('small/any')], { clock, random: world.random('balance') });
  },
};

test('when more is asked than two limited models give, both are used to the full and nobody fails', async () => {
  for (const choice of Object.values(choices)) {
    const result = await simulate({
      seed: 1,
      forMs: 60_000,
      upstreams: { large: limited(10), small: limited(5) },
      loads: (world) => [{ model: choice(world), offered: { clients: 60 }, deadlineMs: 20_000 }],
    });
    const { answered, failures, attemptsPerSuccess } = figuresOf(result);
    expect(failures).toEqual({});
    expect(answered).toBeGreaterThan(60 * 15 * 0.95);
    expect(attemptsPerSuccess).toBeLessThan(1.1);
    expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  }
});
