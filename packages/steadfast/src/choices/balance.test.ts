import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { Journal } from '../model/journal.ts';
import type { CallEvent, Decision } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import { simulate } from '../simulation/simulate.ts';
import type { UpstreamPlan } from '../simulation/upstream-plan.ts';
import { World } from '../simulation/world.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { balance } from './balance.ts';
import type { BalanceOptions } from './balance.ts';

const quiet = { onAbsorbed: (): void => undefined };

test('a failure leads to the others, and one that is limited is let be until it recovers', async () => {
  const clock = new VirtualClock();
  const limited = scripted('sim/a', clock, { kind: 'rate-limit', status: 429, retryAfterMs: 10_000 }, 'a');
  const other = scripted('sim/b', clock, 'b');
  const choice = balance([limited, other], { ...quiet, clock, random: seededRandom(1) });
  for (let call = 0; call < 20; call += 1) expect((await choice.complete('hi')).text).toBe('b');
  expect(limited.calls).toHaveLength(1);
  clock.advance(10_001);
  const texts = new Set<string>();
  for (let call = 0; call < 20; call += 1) texts.add((await choice.complete('hi')).text);
  expect(texts).toContain('a');
});

test('when all are limited, the first to recover is waited for', async () => {
  const clock = new VirtualClock();
  const limited = (retryAfterMs: number) => ({ kind: 'rate-limit' as const, status: 429, retryAfterMs });
  const choose = (): Model => {
    const targets = [scripted('sim/a', clock, limited(9_000), 'a'), scripted('sim/b', clock, limited(4_000), 'b')];
    return balance(targets, { ...quiet, clock, random: () => 0 });
  };
  const answers = [
    choose().complete('hi'),
    choose()
      .stream('hi')
      .then((stream) => stream.result),
  ];
  await clock.run();
  for (const answer of answers) expect((await answer).text).toBe('b');
  expect(clock.now()).toBe(1_004_000);
});

test('a request that is wrong in itself is asked once', async () => {
  const clock = new VirtualClock();
  const targets = ['a', 'b'].map((name) => scripted(`sim/${name}`, clock, { kind: 'invalid-request' }));
  await expect(balance(targets, { ...quiet, clock }).complete('hi')).rejects.toMatchObject({ kind: 'invalid-request' });
  expect(targets.flatMap(({ calls }) => calls)).toHaveLength(1);
});

test('a stream counts as under way until it has ended, and the journal hears by what was chosen', async () => {
  const world = new World(1, { cloud: { firstContentMs: 10, parts: 3, gapMs: 100 } });
  const decided: Decision[] = [];
  const listen = (event: CallEvent): unknown => event.type === 'decision' && decided.push(event.decision);
  const { clock } = world;
  const choice = balance([world.model('cloud')], { ...quiet, clock });
  const stream = choice.stream('hi');
  await clock.run(50);
  for (const ms of [50, 500, 500]) {
    void choice.complete('hi', { journal: new Journal(clock.now(), listen) });
    await clock.run(ms);
  }
  expect((await (await stream).result).text).toBe('yes yes yes');
  expect(decided.map(({ facts }) => facts?.['underWay'])).toEqual([1, 2, 0]);
  expect(decided[0]).toMatchObject({ by: 'balance', target: 'cloud/simulated', verdict: 'only-one' });
});

const brisk: UpstreamPlan = { firstContentMs: { type: 'lognormal', median: 400, sigma: 0.5 }, parts: 1 };

/** The share of 20 calls a second for 2 minutes that each provider gets. */
async function shares(
  upstreams: Record<string, UpstreamPlan>,
  optionsOf: (world: World) => BalanceOptions = () => ({}),
) {
  const result = await simulate({
    seed: 5,
    forMs: 120_000,
    upstreams,
    loads: (world) => {
      const models = Object.keys(upstreams).map((name) => world.model(name));
      const options = { ...quiet, clock: world.clock, random: world.random('balance'), ...optionsOf(world) };
      return [{ model: balance(models, options), offered: { perSecond: 20 }, streamed: true }];
    },
  });
  expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  const counts = [...result.upstreams.values()].map(({ arrivals }) => arrivals.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const failed = result.calls.filter(({ outcome }) => outcome !== 'ok').length;
  return { shares: counts.map((count) => count / total), failed };
}

test('of two providers the slow one gets little, one that is as good as the other half, and a dear one less', async () => {
  const slow = { ...brisk, firstContentMs: { type: 'lognormal', median: 4_000, sigma: 0.5 } } as const;
  const [, slowShare = 1] = (await shares({ fast: brisk, slow })).shares;
  expect(slowShare).toBeLessThan(0.15);
  const [evenShare = 0] = (await shares({ one: brisk, other: brisk })).shares;
  expect(Math.abs(evenShare - 0.5)).toBeLessThan(0.1);
  const dear = await shares({ cheap: brisk, dear: brisk }, () => ({
    costOf: ({ id }) => (id.startsWith('dear') ? 4 : 1),
  }));
  expect(dear.shares[1]).toBeLessThan(0.3);
});

test('a provider that fails fast does not draw the calls to itself, and no caller sees it', async () => {
  const failing = { ...brisk, outages: [{ fromMs: 0, toMs: Infinity, manner: 'refuse' as const }] };
  const { shares: given, failed } = await shares({ good: brisk, failing });
  expect(failed).toBe(0);
  expect(given[1]).toBeLessThan(0.2);
});

test('sessions stay where they are while all is well: at least 99 of 100 calls', async () => {
  let sticky = 0;
  let calls = 0;
  const result = await simulate({
    seed: 11,
    forMs: 120_000,
    upstreams: { a: brisk, b: brisk, c: brisk, d: brisk },
    loads: (world) => {
      const models = ['a', 'b', 'c', 'd'].map((name) => world.model(name));
      const choice = balance(models, { ...quiet, clock: world.clock, random: world.random('balance') });
      return Array.from({ length: 100 }, (_, session) => {
        let home: string | undefined;
        const model = {
          ...choice,
          complete: async (...[request, call]: Parameters<typeof choice.complete>) => {
            const reply = await choice.complete(request, { ...call, session: `session ${session}` });
            calls += 1;
            if (reply.model === (home ??= reply.model)) sticky += 1;
            return reply;
          },
        };
        return { model, offered: { clients: 1, thinkMs: { type: 'exponential', mean: 500 } as const } };
      });
    },
  });
  expect(result.left).toEqual({ calls: 0, timers: 0, requests: 0 });
  expect(calls).toBeGreaterThan(10_000);
  expect(sticky / calls).toBeGreaterThanOrEqual(0.99);
});
