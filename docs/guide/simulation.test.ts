import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isModelError } from 'steadfast';
import type { Model } from 'steadfast';
import { retry } from 'steadfast/layers';
import { World, atEveryAwait, figuresOf, repeat, simulate } from 'steadfast/simulation';
import type { Load } from 'steadfast/simulation';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const unindented = (code: string): string => code.replaceAll(/\s+/g, '');

test('every piece of code in the guide stands in the file that runs', () => {
  const pieces = [...read('simulation.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(4);
  for (const piece of pieces) expect(unindented(read('simulation.test.ts'))).toContain(unindented(piece));
});

test('a minute with an outage is simulated', async () => {
  const result = await simulate({
    seed: 1,
    forMs: 60_000,
    upstreams: {
      cloud: {
        buckets: [{ scope: 'requests', perSecond: 50 }],
        firstContentMs: { type: 'lognormal', median: 400, sigma: 0.5 },
        outages: [{ fromMs: 20_000, toMs: 25_000 }],
      },
    },
    loads: (world) => [{ model: world.models().model('cloud/any'), offered: { perSecond: 30 }, deadlineMs: 20_000 }],
  });
  const { goodput, attemptsPerSuccess, failures, latency } = figuresOf(result, 30_000);
  expect(goodput).toBeGreaterThan(20);
  expect(attemptsPerSuccess).toBeLessThan(2);
  expect(failures).not.toHaveProperty('not-a-model-error');
  expect(latency.p50).toBeGreaterThan(300);
});

const guarded = (world: World): Model =>
  retry({ clock: world.clock, random: world.random('retry') })(world.model('cloud'));

const loads = (world: World): readonly Load[] => [{ model: guarded(world), offered: { perSecond: 20 } }];

test('a run is repeated with other seeds', async () => {
  await repeat(
    async (seed) => {
      const { left } = await simulate({ seed, forMs: 5_000, upstreams: { cloud: { cuts: 0.2 } }, loads });
      expect(left).toEqual({ calls: 0, timers: 0, requests: 0 });
    },
    { seed: 1, runs: 5 },
  );
});

test('a caller leaves at every await', async () => {
  const struck = await atEveryAwait(async () => {
    const world = new World(1, { cloud: {} });
    const model = world.models().model('cloud/any');
    await world.ready();
    const caller = new AbortController();
    const play = async (): Promise<void> => {
      const call = model.complete('hello', { signal: caller.signal });
      const kind = call.then(
        () => 'answered',
        (error: unknown) => (isModelError(error) ? error.kind : 'a bug'),
      );
      await world.clock.run();
      expect(['answered', 'aborted']).toContain(await kind);
      expect(world.upstreams.get('cloud')?.open).toBe(0);
    };
    return { play, strike: () => caller.abort() };
  });
  expect(struck).toBeGreaterThan(10);
});
