import { expect, test } from 'vitest';
import type { Distribution } from '../simulation/distribution.ts';
import { quantile } from '../simulation/figures.ts';
import { simulate } from '../simulation/simulate.ts';
import type { UpstreamPlan } from '../simulation/upstream-plan.ts';
import { hedge } from './hedge.ts';

const tails: Readonly<Record<string, UpstreamPlan>> = {
  'one start in fifty is slow': {
    firstContentMs: { type: 'lognormal', median: 400, sigma: 0.4 },
    slowStarts: { share: 0.02, factor: 10 },
  },
  pareto: { firstContentMs: heavy(1.5) },
};

function heavy(shape: number): Distribution {
  return { type: 'pareto', least: 200, shape, most: 60_000 };
}

/** The 99th percentile in ms until the first content, and second requests as a share of calls. */
async function tailOf(cloud: UpstreamPlan, extraLoad: number, seed: number): Promise<{ p99: number; extra: number }> {
  const result = await simulate({
    seed,
    forMs: 400_000,
    upstreams: { cloud },
    loads: (world) => {
      const target = world.model('cloud');
      const asked = extraLoad === 0 ? target : hedge([target], { extraLoad, clock: world.clock });
      return [{ model: asked, offered: { perSecond: 20 }, streamed: true }];
    },
  });
  expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  expect(result.calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  const arrivals = result.upstreams.get('cloud')?.arrivals.length ?? 0;
  const times = result.calls.map(({ firstContentMs = Infinity }) => firstContentMs);
  return { p99: quantile(times, 0.99), extra: arrivals / result.calls.length - 1 };
}

test('for a twentieth of extra load the slowest hundredth is at least twice as fast', async () => {
  for (const cloud of Object.values(tails)) {
    const seed = 7;
    const without = await tailOf(cloud, 0, seed);
    const withHedges = await tailOf(cloud, 0.05, seed);
    expect(withHedges.extra).toBeLessThanOrEqual(0.05);
    expect(withHedges.p99).toBeLessThanOrEqual(without.p99 / 2);
  }
});

test('the more extra load there may be, the shorter is the tail', async () => {
  const [cloud = {}] = Object.values(tails);
  const curve = [];
  for (const extraLoad of [0, 0.01, 0.02, 0.05]) curve.push(await tailOf(cloud, extraLoad, 3));
  const p99s = curve.map(({ p99 }) => p99);
  expect(p99s).toEqual(p99s.toSorted((a, b) => b - a));
  for (const [index, bound] of [0, 0.01, 0.02, 0.05].entries()) expect(curve[index]?.extra).toBeLessThanOrEqual(bound);
});
