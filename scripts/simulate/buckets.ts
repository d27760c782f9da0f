import { figuresOf, simulate, totalBetween } from 'steadfast/simulation';
import type { Course, Load, SimulationResult, UpstreamPlan, World } from 'steadfast/simulation';
import type { Row, Scenario } from './scenario.ts';

const second = 1_000;

/** The time that a limiter is given to learn a capacity, and a change of it. */
const learningMs = 60 * second;
const changeMs = 120 * second;
const forMs = 300 * second;

/** Four callers that want twice as much as there is, each by 50 clients. */
function callers(model: Load['model']): Load[] {
  return ['a', 'b', 'c', 'd'].map((id) => ({ model, caller: { id }, offered: { clients: 50 } }));
}

const shared = (world: World): readonly Load[] => callers(world.models().model('cloud/any'));

const latency = { firstContentMs: { type: 'lognormal', median: 500, sigma: 0.4 } } as const;

function hidden(perSecond: Course, more: UpstreamPlan = {}): UpstreamPlan {
  return { buckets: [{ scope: 'requests', perSecond }], hint: 'none', ...latency, ...more };
}

function bounded(result: SimulationResult, perSecond: Course, fromMs: number, toMs: number, when = ''): Row[] {
  const figures = figuresOf(result, fromMs, toMs);
  const cloud = result.upstreams.get('cloud');
  const within = (ms: number): boolean => ms >= fromMs && ms < toMs;
  const own = cloud?.arrivals.filter(({ ms, verdict }) => within(ms) && verdict === 'admitted').length ?? 0;
  const others = cloud?.tenantsAdmitted.filter(within).length ?? 0;
  const used = (own + others) / totalBetween(perSecond, fromMs, toMs);
  return [
    { figure: `capacity used${when}`, value: used, bound: { atLeast: 0.95 }, unit: 'share' },
    { figure: `429s${when}`, value: figures.limitedShare, bound: { atMost: 0.01 }, unit: 'share' },
    { figure: `fairness between callers${when}`, value: figures.fairness, bound: { atLeast: 0.95 } },
  ];
}

function bucket(name: string, about: string, perSecond: Course, plan: UpstreamPlan): Scenario {
  const run = async (seed: number): Promise<readonly Row[]> => {
    const result = await simulate({ seed, forMs, upstreams: { cloud: plan }, loads: shared });
    if (typeof perSecond === 'number') return bounded(result, perSecond, learningMs, forMs);
    return [
      ...bounded(result, perSecond, learningMs, changeMs, ', before'),
      ...bounded(result, perSecond, changeMs + learningMs, forMs, ', after'),
    ];
  };
  return { name, about, run };
}

function changed(value: number): Course {
  return [
    { fromMs: 0, value: 100 },
    { fromMs: changeMs, value },
  ];
}

const tenants = Array.from({ length: 5 }, () => ({ perSecond: 10 }));

/** Six users of one bucket, each with a limiter of its own that knows nothing of the others. */
const strangers: Scenario = {
  name: 'bucket-strangers',
  about: 'six users that know nothing of each other draw on one bucket of 100/s',
  run: async (seed) => {
    const loads = (world: World): readonly Load[] =>
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => {
        const model = world.models({ random: world.random(`jitter ${id}`) }).model('cloud/any');
        return { model, caller: { id }, offered: { clients: 40 } };
      });
    const result = await simulate({ seed, forMs, upstreams: { cloud: hidden(100) }, loads });
    return bounded(result, 100, learningMs, forMs);
  },
};

/** Show 1: capacity that nobody tells of is found, kept to and shared. */
export const buckets: readonly Scenario[] = [
  bucket('bucket-steady', 'a bucket of 100/s that says nothing of itself', 100, hidden(100)),
  bucket('bucket-hints', 'the same, and its refusals name the wait', 100, hidden(100, { hint: 'exact' })),
  bucket('bucket-reports', 'the same, and its replies report it', 100, hidden(100, { hint: 'exact', reports: true })),
  bucket('bucket-halved', 'capacity falls from 100/s to 50/s', changed(50), hidden(changed(50))),
  bucket('bucket-doubled', 'capacity rises from 100/s to 200/s', changed(200), hidden(changed(200))),
  bucket('bucket-tenants', '5 others eat half of 100/s by chance', 100, hidden(100, { tenants })),
  strangers,
];
