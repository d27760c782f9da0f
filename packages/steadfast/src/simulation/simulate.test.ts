import { expect, test } from 'vitest';
import { around } from '../layers/around.ts';
import { timeout } from '../layers/timeout.ts';
import { arrivalTimes, figuresOf } from './figures.ts';
import type { Model } from '../model/model.ts';
import type { Load } from './load.ts';
import { simulate } from './simulate.ts';
import type { SimulationPlan } from './simulate.ts';
import type { UpstreamPlan } from './upstream-plan.ts';
import type { World } from './world.ts';

const troubled: UpstreamPlan = {
  buckets: [{ scope: 'requests', perSecond: 50 }],
  reports: true,
  firstContentMs: { type: 'lognormal', median: 400, sigma: 0.5 },
  noise: { share: 0.05 },
  outages: [{ fromMs: 5_000, toMs: 8_000, manner: 'hang', share: 0.5 }],
  tenants: [{ perSecond: 5 }],
  stalls: 0.02,
  cuts: 0.02,
};

const limits = { headersMs: 5_000, firstContentMs: 5_000, idleMs: 2_000, bodyMs: 20_000 };

/** Loads of every kind, of a model in the coat that users get. */
function manifold(world: World): readonly Load[] {
  const model = world.models({ defaults: { limits } }).model('cloud/any');
  return [
    { model, offered: { perSecond: 10 }, caller: { id: 'open' }, deadlineMs: 20_000 },
    { model, offered: { clients: 5, thinkMs: 100 }, caller: { id: 'closed', weight: 2 }, streamed: true },
    {
      model,
      offered: { perSecond: 5 },
      caller: { id: 'hasty' },
      streamed: true,
      leaveAfterMs: { type: 'exponential', mean: 500 },
    },
  ];
}

const plan = (seed: number): SimulationPlan => ({
  seed,
  upstreams: { cloud: troubled },
  forMs: 15_000,
  loads: manifold,
});

test('the same seed gives the same simulation, call by call, and another one gives another', async () => {
  const [first, second, other] = [await simulate(plan(1)), await simulate(plan(1)), await simulate(plan(2))];
  expect(first.calls.length).toBeGreaterThan(200);
  expect(second.calls).toEqual(first.calls);
  expect(arrivalTimes(second)).toEqual(arrivalTimes(first));
  expect(other.calls).not.toEqual(first.calls);
});

test('whatever goes wrong, every call settles with a reply or a ModelError, and nothing is left behind', async () => {
  for (const seed of [1, 2, 3]) {
    const result = await simulate(plan(seed));
    expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
    expect(figuresOf(result).failures).not.toHaveProperty('not-a-model-error');
    expect(figuresOf(result).failures).toHaveProperty('aborted');
  }
});

test('a model without a wire and one behind it fare the same, call by call', async () => {
  // Nothing that a limiter or a breaker would act on.
  const cloud: UpstreamPlan = {
    firstContentMs: { type: 'exponential', mean: 300 },
    cuts: 0.05,
    tenants: [{ perSecond: 5 }],
  };
  for (const streamed of [false, true]) {
    const fates = async (modelOf: (world: World) => Model): Promise<object[]> => {
      const loads = (world: World): Load[] => [{ model: modelOf(world), offered: { perSecond: 20 }, streamed }];
      const { calls } = await simulate({ seed: 3, forMs: 20_000, upstreams: { cloud }, loads });
      return calls.map(({ ms, endMs, outcome, firstContentMs }) => ({ ms, endMs, outcome, firstContentMs }));
    };
    const bare = await fates((world) => world.model('cloud'));
    expect(await fates((world) => world.models({ defaults: { retry: false } }).model('cloud/any'))).toEqual(bare);
    expect(bare.length).toBeGreaterThan(300);
  }
});

test('an error that is no ModelError is told as a fault of the engine, and calls that never settle are counted', async () => {
  const broken = around(() => Promise.reject(new TypeError('a bug')));
  const stuck = around(() => new Promise(() => undefined));
  const { calls, left } = await simulate({
    seed: 1,
    upstreams: { cloud: {} },
    forMs: 1_000,
    loads: (world) => [
      { model: broken(world.model('cloud')), offered: { clients: 1, thinkMs: 500 } },
      { model: stuck(world.model('cloud')), offered: { clients: 3 } },
    ],
  });
  expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(new Set(['not-a-model-error']));
  expect(left).toEqual({ calls: 3, timers: 0, requests: 0 });
});

test('ten thousand calls through a layer are simulated in a moment', async () => {
  const began = performance.now();
  const { calls } = await simulate({
    seed: 1,
    upstreams: { cloud: {} },
    forMs: 100_000,
    loads: (world) => [{ model: timeout({ clock: world.clock })(world.model('cloud')), offered: { perSecond: 100 } }],
  });
  expect(calls.length).toBeGreaterThan(9_000);
  // Half a second on a free machine.
  expect(performance.now() - began).toBeLessThan(10_000);
});
