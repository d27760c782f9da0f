import { answerTimes, arrivalTimes, busiest, figuresOf, simulate } from 'steadfast/simulation';
import type { Outage } from 'steadfast/simulation';
import type { Row, Scenario } from './scenario.ts';

const offered = 100;
const capacity = 150;
const fromMs = 30_000;
const toMs = 60_000;
const forMs = 120_000;

function outageOf(manner: Outage['manner'], about: string): Scenario {
  const run = async (seed: number): Promise<readonly Row[]> => {
    const cloud = {
      buckets: [{ scope: 'requests' as const, perSecond: capacity }],
      firstContentMs: { type: 'lognormal' as const, median: 400, sigma: 0.4 },
      outages: [{ fromMs, toMs, manner }],
    };
    const result = await simulate({
      seed,
      forMs,
      upstreams: { cloud },
      loads: (world) => {
        const model = world.models({ defaults: { limits: { headersMs: 5_000 } } }).model('cloud/any');
        return [{ model, offered: { perSecond: offered }, deadlineMs: 20_000 }];
      },
    });
    const before = figuresOf(result, 10_000, fromMs).goodput;
    const within = answerTimes(result).filter((ms) => ms >= toMs + 4_000 && ms < toMs + 5_000).length;
    const later = arrivalTimes(result).filter((ms) => ms >= toMs);
    const herd = busiest(later, 1_000);
    const load = figuresOf(result, fromMs, toMs).upstreamLoad;
    return [
      { figure: 'upstream load of offered', value: load / offered, bound: { atMost: 1.2 } },
      { figure: 'goodput in the 5th second', value: within / before, bound: { atLeast: 0.9 }, unit: 'share' },
      { figure: 'busiest second of capacity', value: herd / capacity, bound: { atMost: 1.5 } },
      { figure: 'failures after 10 s', value: figuresOf(result, toMs + 10_000, forMs).failed, bound: { atMost: 0 } },
    ];
  };
  return { name: `outage-${manner ?? 'refuse'}`, about: `30 s in which ${about}, 100/s offered, capacity 150/s`, run };
}

/** Show 3: what an outage does to a provider, and how soon all is well again. */
export const outages: readonly Scenario[] = [
  outageOf('refuse', 'every request is refused at once (503)'),
  outageOf('error', 'every request fails in the end (500)'),
  outageOf('hang', 'no request is answered at all (attempts end after 5 s)'),
];
