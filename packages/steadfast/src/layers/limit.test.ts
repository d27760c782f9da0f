import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { Outcome, ScriptedModel } from '../../../../test/scripted-model.ts';
import type { Model } from '../model/model.ts';
import type { RateWindow } from '../model/rate-window.ts';
import { usageOf } from '../model/usage.ts';
import { sleep } from '../time/sleep.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { limit } from './limit.ts';
import type { LimitOptions } from './limit.ts';
import { newGate } from './limiter-gate.ts';

const start = 1_000_000;

function limited(clock: VirtualClock, options: LimitOptions, ...outcomes: readonly Outcome[]): [Model, ScriptedModel] {
  const inner = scripted('sim/a', clock, ...(outcomes.length === 0 ? ['hello'] : outcomes));
  return [limit({ clock, ...options })(inner), inner];
}

function startsOf({ calls }: ScriptedModel): number[] {
  return calls.map(({ at }) => at - start);
}

/** A model whose replies take a second and report limits and usage. */
function reporting(clock: VirtualClock, rateWindows: readonly RateWindow[], outputTokens: number): ScriptedModel {
  const inner = scripted('sim/a', clock, 'hello');
  const usage = usageOf({ uncached: 10, text: outputTokens });
  return {
    ...inner,
    complete: async (request, call) => {
      const completion = await inner.complete(request, call);
      await sleep(clock, 1_000, call?.signal);
      return { ...completion, usage, rateWindows };
    },
  };
}

test('two requests a second go half a second apart, and nobody fails', async () => {
  const clock = new VirtualClock();
  const [model, inner] = limited(clock, { rules: { requestsPerSecond: 2 } });
  const all = Promise.all(Array.from({ length: 5 }, () => model.complete('hi')));
  await clock.run();
  expect(startsOf(inner)).toEqual([0, 500, 1_000, 1_500, 2_000]);
  const waits = (await all).map(({ attempts }) => attempts[0]?.waits);
  expect(waits[0]).toEqual([]);
  expect(waits[4]).toEqual([{ reason: 'queue', ms: 2_000 }]);
});

test('a call that would come too late is told so at once, with the time until its turn', async () => {
  const clock = new VirtualClock();
  const [model, inner] = limited(clock, { rules: { requestsPerMinute: 6 } });
  void model.complete('one');
  void model.complete('two', { deadline: clock.now() + 12_000 });
  const late = model.complete('three', { deadline: clock.now() + 15_000 });
  await expect(late).rejects.toMatchObject({ kind: 'rate-limit', model: 'sim/a', retryAfterMs: 20_000 });
  const impatient = model.complete('four', { patienceMs: 2_000 });
  await expect(impatient).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 20_000 });
  await clock.run();
  expect(startsOf(inner)).toEqual([0, 10_000]);
});

test('a pause that is longer than a waiting call can wait ends its wait at once', async () => {
  const clock = new VirtualClock();
  const gate = newGate({ rules: { requestsPerSecond: 1 } });
  const [model] = limited(clock, { gate }, 'one', { kind: 'rate-limit', retryAfterMs: 60_000 }, 'more');
  await model.complete('one');
  const refused = model.complete('two', { deadline: clock.now() + 4_000 }).catch((error: unknown) => error);
  const waiting = model.complete('three', { deadline: clock.now() + 5_000 });
  const seen = expect(waiting).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 60_000 });
  await clock.run(1_000);
  await seen;
  expect(clock.now()).toBe(start + 1_000);
  await refused;
});

test('an abort takes a waiting call out of the line, and the next one moves up', async () => {
  const clock = new VirtualClock();
  const [model, inner] = limited(clock, { rules: { requestsPerSecond: 1 } });
  const caller = new AbortController();
  void model.complete('one');
  const gone = model.complete('two', { signal: caller.signal });
  const seen = expect(gone).rejects.toMatchObject({ kind: 'aborted' });
  const stays = model.complete('three');
  await clock.run(100);
  caller.abort();
  await seen;
  await clock.run();
  await stays;
  expect(startsOf(inner)).toEqual([0, 1_000]);
  expect(clock.pending).toBe(0);
});

test('no more are under way than may be', async () => {
  const clock = new VirtualClock();
  const inner = reporting(clock, [], 10);
  const model = limit({ clock, rules: { concurrency: 2 } })(inner);
  const all = Promise.all(Array.from({ length: 5 }, () => model.complete('hi')));
  await clock.run();
  await all;
  expect(startsOf(inner)).toEqual([0, 0, 1_000, 1_000, 2_000]);
});

test('who waits for a free place fails at the deadline, and not before', async () => {
  const clock = new VirtualClock();
  const model = limit({ clock, rules: { concurrency: 1 } })(reporting(clock, [], 10));
  void model.complete('one');
  const waiting = model.complete('two', { deadline: clock.now() + 700 });
  const seen = expect(waiting).rejects.toMatchObject({ kind: 'rate-limit' });
  await clock.run(699);
  expect(clock.pending).toBe(2);
  await clock.run(1);
  await seen;
});

test('a window that the provider reports as used up is waited for, without a refusal', async () => {
  const clock = new VirtualClock();
  const inner = reporting(clock, [{ scope: 'requests', limit: 60, remaining: 0, resetMs: 60_000 }], 10);
  const model = limit({ clock })(inner);
  const first = model.complete('one');
  await clock.run(1_000);
  await first;
  const second = model.complete('two');
  await clock.run();
  await second;
  expect(startsOf(inner)).toEqual([0, 2_000]);
});

test('tokens are reserved by what was used before, and what was not used is given back', async () => {
  const clock = new VirtualClock();
  const gate = newGate({ rules: { outputTokensPerMinute: 12_000 } });
  const inner = reporting(clock, [], 100);
  const model = limit({ clock, gate })(inner);
  const first = model.complete('one');
  await clock.run(1_000);
  await first;
  // 500 were reserved of the 600 that may be used at once; 100 were used, and that much is expected now.
  const all = Promise.all(['two', 'three', 'four', 'five', 'six'].map((text) => model.complete(text)));
  await clock.run(1_000);
  expect(startsOf(inner)).toEqual([0, 1_000, 1_000, 1_000, 1_000, 1_000]);
  await clock.run();
  await all;
});

test('a stream that ends is settled by its usage', async () => {
  const clock = new VirtualClock();
  const gate = newGate({ rules: { tokensPerMinute: 60_000, concurrency: 1 } });
  const [model, inner] = limited(clock, { gate });
  const stream = await model.stream('one');
  const next = model.complete('two');
  await clock.run(10);
  expect(inner.calls).toHaveLength(2);
  expect((await stream.result).text).toBe('hello');
  expect((await next).text).toBe('hello');
});

test('what a gate has learned can be stored, and taken up by another', async () => {
  const clock = new VirtualClock();
  const gate = newGate();
  const [model] = limited(clock, { gate }, { kind: 'rate-limit', retryAfterMs: 30_000 });
  await model.complete('one').catch(() => undefined);
  const stored: unknown = JSON.parse(JSON.stringify(gate.state));
  expect(stored).toEqual(gate.state);
  const again = newGate({ state: gate.state });
  const [other] = limited(clock, { gate: again });
  const held = other.complete('two', { deadline: clock.now() + 1_000 });
  await expect(held).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 30_000 });
});

test('a single refusal without a hint is left to whoever tries again', async () => {
  const clock = new VirtualClock();
  const [model] = limited(clock, {}, { kind: 'rate-limit' });
  await expect(model.complete('one')).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: undefined });
});

test('callers of different weight are let through in proportion', async () => {
  const clock = new VirtualClock();
  const [model, inner] = limited(clock, { rules: { requestsPerSecond: 1 } });
  const ask = (id: string, weight: number) => model.complete('hi', { caller: { id, weight } });
  const all = Promise.all([
    ...Array.from({ length: 20 }, () => ask('a', 1)),
    ...Array.from({ length: 20 }, () => ask('b', 3)),
  ]);
  await clock.run(20_000);
  const who = inner.calls.map(({ call }) => call?.caller?.id);
  expect(who.filter((id) => id === 'b').length).toBeGreaterThanOrEqual(14);
  await clock.run();
  await all;
});
