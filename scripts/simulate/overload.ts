import { figuresOf, simulate } from 'steadfast/simulation';
import type { Scenario } from './scenario.ts';

const capacity = 150;
const forMs = 60_000;

/** Show 2: far more clients than there is room for. */
export const overload: Scenario = {
  name: 'overload',
  about: '500 clients call again as soon as they are answered, capacity 150/s, deadline 20 s',
  run: async (seed) => {
    const cloud = {
      buckets: [{ scope: 'requests' as const, perSecond: capacity }],
      firstContentMs: { type: 'lognormal' as const, median: 300, sigma: 0.3 },
    };
    const result = await simulate({
      seed,
      forMs,
      upstreams: { cloud },
      loads: (world) => [{ model: world.models().model('cloud/any'), offered: { clients: 500 }, deadlineMs: 20_000 }],
    });
    const { goodput, attemptsPerSuccess, failed, latency } = figuresOf(result);
    return [
      { figure: 'goodput of capacity', value: goodput / capacity, bound: { atLeast: 0.95 }, unit: 'share' },
      { figure: 'attempts per success', value: attemptsPerSuccess, bound: { atMost: 1.1 } },
      { figure: 'failures', value: failed, bound: { atMost: 0 } },
      { figure: 'p95 / p50', value: latency.p95 / latency.p50, bound: { atMost: 1.3 } },
    ];
  },
};
