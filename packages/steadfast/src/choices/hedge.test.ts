import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { breaker } from '../layers/breaker.ts';
import { Journal } from '../model/journal.ts';
import type { Decision } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import type { UpstreamPlan } from '../simulation/upstream-plan.ts';
import { World } from '../simulation/world.ts';
import { sleep } from '../time/sleep.ts';
import { hedge } from './hedge.ts';
import type { HedgeOptions } from './hedge.ts';

/** Two providers that answer after so many milliseconds, and a hedge that asks the second after 500. */
function setting(firstMs: number, secondMs: number, options: HedgeOptions = {}) {
  const plan = (firstContentMs: number): UpstreamPlan => ({ firstContentMs, parts: 3, gapMs: 100 });
  const world = new World(1, { first: plan(firstMs), second: plan(secondMs) });
  const models = [world.model('first'), world.model('second')];
  const rules = { delayMs: 500, extraLoad: 1, clock: world.clock };
  const open = (): number[] => [...world.upstreams.values()].map((upstream) => upstream.open);
  const asked = (): number[] => [...world.upstreams.values()].map(({ arrivals }) => arrivals.length);
  return { world, models, choice: hedge(models, { ...rules, ...options }), open, asked };
}

test('a late first content is overtaken by another model’s, and the request that lost is ended at once', async () => {
  const { world, choice, open } = setting(5_000, 100);
  const answer = choice.stream('hi');
  await world.clock.run(601);
  const stream = await answer;
  expect(open()).toEqual([0, 1]);
  await world.clock.run();
  const { text, model, attempts } = await stream.result;
  expect([text, model]).toEqual(['yes yes yes', 'second/simulated']);
  expect(attempts.map(({ target, outcome, durationMs }) => [target, outcome, durationMs])).toEqual([
    ['second/simulated', 'ok', 100],
    ['first/simulated', 'aborted', 600],
  ]);
  expect([open(), world.clock.pending]).toEqual([[0, 0], 0]);
});

test('whole replies are overtaken in the same way, and tell of both attempts', async () => {
  const { world, choice, open } = setting(5_000, 100);
  const answer = choice.complete('hi');
  await world.clock.run();
  const { text, attempts } = await answer;
  expect(text).toBe('yes');
  expect(attempts.map(({ target, outcome }) => [target, outcome])).toEqual([
    ['second/simulated', 'ok'],
    ['first/simulated', 'aborted'],
  ]);
  expect(world.ms).toBe(800);
  expect([open(), world.clock.pending]).toEqual([[0, 0], 0]);
});

test('whichever comes first is the answer, at the time it comes, and nothing is left behind', async () => {
  const times = fc.integer({ min: 0, max: 3_000 });
  await fc.assert(
    fc.asyncProperty(times, times, fc.boolean(), async (firstMs, secondMs, streamed) => {
      const { world, choice, open, asked } = setting(firstMs, secondMs);
      const answer = streamed ? choice.stream('hi') : choice.complete('hi');
      let settledAt = Number.NaN;
      const settled = answer.then((reply) => {
        settledAt = world.ms;
        return 'ended' in reply ? reply.result : reply;
      });
      await world.clock.run();
      const rest = streamed ? 0 : 200;
      const soonest = Math.min(firstMs + rest, 500 + secondMs + rest);
      expect(settledAt).toBe(soonest);
      expect((await settled).text).toBe(streamed ? 'yes yes yes' : 'yes');
      expect(asked()).toEqual([1, firstMs + rest > 500 ? 1 : 0]);
      expect([open(), world.clock.pending]).toEqual([[0, 0], 0]);
    }),
    { numRuns: 50 },
  );
});

test('a caller who leaves ends both, before the answer and in the middle of a stream', async () => {
  for (const leaveAt of [550, 650]) {
    const { world, choice, open } = setting(5_000, 100);
    const controller = new AbortController();
    const outcome = choice
      .stream('hi', { signal: controller.signal })
      .then((stream) => stream.result)
      .then(
        () => 'answered',
        (error: unknown) => error,
      );
    await world.clock.run(leaveAt);
    controller.abort();
    await expect(outcome).resolves.toMatchObject({ kind: 'aborted' });
    expect([open(), world.clock.pending]).toEqual([[0, 0], 0]);
  }
});

test('what offers a tool with effects is never asked twice, unless told so', async () => {
  const look = { name: 'look', effects: 'none' as const };
  for (const [tools, evenWithTools, expected] of [
    [[{ name: 'pay' }], false, [1, 0]],
    [[look, { name: 'pay' }], false, [1, 0]],
    [[look], false, [1, 1]],
    [[{ name: 'pay' }], true, [1, 1]],
  ] as const) {
    const { world, choice, asked } = setting(1_000, 1_000, { evenWithTools });
    const answer = choice.complete({ messages: [{ role: 'user', content: 'hi' }], tools });
    await world.clock.run();
    await answer;
    expect(asked()).toEqual(expected);
  }
});

test('an open circuit and a limit are not asked, nor paid for, and are let be until they recover', async () => {
  const { world, models } = setting(1_000, 100);
  const [first, ...others] = models;
  if (first === undefined) throw new Error('There are two.');
  const limited = scripted('sim/limited', world.clock, { kind: 'rate-limit', retryAfterMs: 10_000 });
  const broken = breaker({ failuresInARow: 1, recoveryMs: 10_000, clock: world.clock });
  const failing = scripted('sim/failing', world.clock, { kind: 'server', status: 500 });
  const guarded = broken(failing);
  await expect(guarded.complete('hi')).rejects.toMatchObject({ kind: 'server' });
  const decided: Decision[] = [];
  const journal = new Journal(world.clock.now(), (event) => event.type === 'decision' && decided.push(event.decision));
  const choice = hedge([first, guarded, limited, ...others], { delayMs: 500, extraLoad: 1, clock: world.clock });
  for (let call = 0; call < 3; call += 1) {
    const answer = choice.complete('hi', { journal });
    await world.clock.run(1_300);
    await answer;
  }
  expect(failing.calls).toHaveLength(1);
  expect(limited.calls).toMatchObject([{ call: { patienceMs: 0 } }]);
  const hedged = decided.filter(({ by, verdict }) => by === 'hedge' && verdict === 'hedged');
  expect(hedged.map(({ target, facts }) => [target, facts?.['left']])).toEqual([
    ['sim/failing', 0],
    ['sim/limited', 1],
    ['second/simulated', 2],
  ]);
});

test('when one fails the other is waited for, and when both do the error names both', async () => {
  const { world } = setting(0, 0);
  const failing = (id: string, ms: number): Model => {
    const model = scripted(id, world.clock, { kind: 'server', status: 500 });
    return { ...model, complete: (request, call) => sleep(world.clock, ms).then(() => model.complete(request, call)) };
  };
  const rules = { delayMs: 500, extraLoad: 1, clock: world.clock };
  for (const [firstMs, names] of [
    [700, 'sim/a: server; sim/b: server'],
    [2_000, 'sim/b: server; sim/a: server'],
  ] as const) {
    const answer = hedge([failing('sim/a', firstMs), failing('sim/b', 1_000)], rules).complete('hi');
    const seen = expect(answer).rejects.toThrow(names);
    await world.clock.run();
    await seen;
  }
  const rescued = hedge([failing('sim/a', 700), world.model('second')], rules).complete('hi');
  await world.clock.run();
  expect((await rescued).text).toBe('yes');
});

test('an error that is the answer ends the other request', async () => {
  const { world, models, open } = setting(0, 9_000);
  const wrong = scripted('sim/a', world.clock, { kind: 'invalid-request' });
  const late: Model = {
    ...wrong,
    complete: (request, call) => sleep(world.clock, 700).then(() => wrong.complete(request, call)),
  };
  const answer = hedge([late, ...models.slice(1)], { delayMs: 500, extraLoad: 1, clock: world.clock }).complete('hi');
  const seen = expect(answer).rejects.toMatchObject({ kind: 'invalid-request' });
  await world.clock.run();
  await seen;
  expect(open()).toEqual([0, 0]);
  expect(world.ms).toBe(700);
});

test('a request that lost and was answered all the same is taken down with what it used', async () => {
  const { world, models } = setting(0, 100);
  const [deaf, second] = models;
  if (deaf === undefined || second === undefined) throw new Error('There are two.');
  const stubborn: Model = {
    ...deaf,
    complete: async (request, call) => {
      await sleep(world.clock, 1_000);
      return await deaf.complete(request, { ...call, signal: undefined });
    },
  };
  const decided: Decision[] = [];
  const journal = new Journal(world.clock.now(), (event) => event.type === 'decision' && decided.push(event.decision));
  const rules = { delayMs: 500, extraLoad: 1, clock: world.clock };
  const answer = hedge([stubborn, second], rules).complete('hi', { journal });
  await world.clock.run();
  expect((await answer).model).toBe('second/simulated');
  const lost = decided.find(({ verdict }) => verdict === 'lost');
  expect(lost).toMatchObject({
    by: 'hedge',
    target: 'first/simulated',
    facts: { outcome: 'answered', inputTokens: 1 },
  });
  expect(lost?.facts?.['outputTokens']).toBeGreaterThan(0);
});

test('one model alone is asked twice itself', async () => {
  const { world, models, asked } = setting(1_000, 0);
  const answer = hedge(models.slice(0, 1), { delayMs: 500, extraLoad: 1, clock: world.clock }).complete('hi');
  await world.clock.run();
  expect((await answer).attempts).toHaveLength(2);
  expect(asked()).toEqual([2, 0]);
});
