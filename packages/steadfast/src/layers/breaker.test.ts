import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { ModelError, isModelError } from '../model/error.ts';
import { Journal } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import { streamOf } from '../stream/stream-of.ts';
import { sleep } from '../time/sleep.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { fallback } from '../choices/fallback.ts';
import { breaker } from './breaker.ts';
import { Circuit } from './breaker-circuit.ts';
import { retry } from './retry.ts';
import { stack } from './stack.ts';

const start = 1_000_000;
const elsewhere = { patienceMs: 2_000 };

/** A model that takes its time, and fails or answers as it is told at the time when the call began. */
function server(clock: VirtualClock, tookMs: number, stateAt: (now: number, call: number) => ErrorKind | undefined) {
  const begunAt: number[] = [];
  const complete = async (_: unknown, call?: Call): Promise<Completion> => {
    const kind = stateAt(clock.now(), begunAt.push(clock.now()) - 1);
    const attempt = call?.journal?.open('sim/a', clock.now());
    await sleep(clock, kind === undefined ? tookMs : 20, call?.signal);
    if (kind !== undefined) {
      const error = new ModelError({ kind, status: 503, message: 'down', model: 'sim/a' });
      attempt?.fail(clock.now(), error);
      throw error;
    }
    attempt?.succeed(clock.now());
    return scripted('sim/a', clock, 'hello').complete('hi');
  };
  const model: Model = { id: 'sim/a', complete, stream: async (_, call) => streamOf(await complete(_, call)) };
  return { model, begunAt };
}

async function kindOf(answer: Promise<Completion>): Promise<ErrorKind | 'ok'> {
  try {
    await answer;
    return 'ok';
  } catch (error) {
    if (!isModelError(error)) throw error;
    return error.kind;
  }
}

test('who can go elsewhere is told at once that a target is set aside, why, and until when', async () => {
  const clock = new VirtualClock();
  const { model, begunAt } = server(clock, 100, () => 'server');
  const guarded = breaker({ clock })(model);
  for (let call = 0; call < 10; call += 1) {
    const failing = kindOf(guarded.complete('hi', elsewhere));
    await clock.run(20);
    expect(await failing).toBe('server');
  }
  const refused = guarded.complete('hi', elsewhere);
  await expect(refused).rejects.toMatchObject({ kind: 'circuit-open', retryAfterMs: 1_000, model: 'sim/a' });
  await expect(refused).rejects.toThrow(
    'sim/a is set aside because it was failing, the last time with server (503). It is tried again in 1.0 s.',
  );
  expect(begunAt).toHaveLength(10);
  expect(clock.pending).toBe(0);
});

test('who has nowhere else to go waits until the target is back, and the wait can be seen', async () => {
  const clock = new VirtualClock();
  const { model } = server(clock, 100, (now) => (now < start + 800 ? 'server' : undefined));
  const guarded = breaker({ clock })(model);
  const first = Array.from({ length: 40 }, () => kindOf(guarded.complete('hi')));
  await clock.run(200);
  const late = guarded.complete('hi');
  await clock.run();
  expect((await Promise.all(first)).filter((kind) => kind === 'server')).toHaveLength(32);
  const { text, attempts } = await late;
  expect(text).toBe('hello');
  expect(attempts).toEqual([]);
});

test('a wait that cannot end before the deadline is not begun, and an abort ends one at once', async () => {
  const clock = new VirtualClock();
  const { model } = server(clock, 100, () => 'server');
  const guarded = breaker({ clock })(model);
  const failing = Array.from({ length: 32 }, () => kindOf(guarded.complete('hi')));
  await clock.run(150);
  await Promise.all(failing);
  const hurried = guarded.complete('hi', { deadline: clock.now() + 500 });
  await expect(hurried).rejects.toMatchObject({ kind: 'circuit-open' });
  const caller = new AbortController();
  const waiting = expect(guarded.complete('hi', { signal: caller.signal })).rejects.toMatchObject({ kind: 'aborted' });
  await clock.run(10);
  caller.abort();
  await waiting;
  expect(clock.pending).toBe(0);
});

test('a caller is held for a minute at most', async () => {
  const clock = new VirtualClock();
  const { model } = server(clock, 100, () => 'server');
  const guarded = breaker({ clock })(model);
  const kinds = Array.from({ length: 300 }, () => kindOf(guarded.complete('hi')));
  await clock.run(60_100);
  expect(new Set(await Promise.all(kinds))).toEqual(new Set(['server', 'circuit-open']));
  expect(clock.pending).toBe(0);
});

test('whoever listens is told when a target is set aside, when callers are refused, and when it is taken back', async () => {
  const clock = new VirtualClock();
  const { model } = server(clock, 100, (now) => (now < start + 1_000 ? 'server' : undefined));
  const guarded = breaker({ clock })(model);
  const told: string[] = [];
  const ask = async (): Promise<void> => {
    const journal = new Journal(clock.now());
    journal.listen((event) => event.type === 'decision' && told.push(event.decision.verdict));
    const asked = kindOf(guarded.complete('hi', { ...elsewhere, journal }));
    await clock.run(100);
    await asked;
  };
  for (let call = 0; call < 11; call += 1) await ask();
  await clock.run(1_000);
  for (let call = 0; call < 3; call += 1) await ask();
  expect(told).toEqual(['open', 'refused', 'closed']);
});

test('the state of a circuit is plain data, and a new one goes on from there', async () => {
  const clock = new VirtualClock();
  const { model, begunAt } = server(clock, 100, () => 'server');
  const circuit = new Circuit({ clock });
  const kinds = Array.from({ length: 10 }, () => kindOf(breaker({ clock, circuit })(model).complete('hi', elsewhere)));
  await clock.run(100);
  await Promise.all(kinds);
  const saved = JSON.parse(JSON.stringify(circuit.saved()));
  const restored = breaker({ clock, circuit: new Circuit({ clock, saved }) })(model);
  await expect(restored.complete('hi', elsewhere)).rejects.toMatchObject({ kind: 'circuit-open' });
  expect(begunAt).toHaveLength(10);
});

test('a target that answers half of its calls is as good to a caller without another as it was before', async () => {
  const clock = new VirtualClock();
  const { model, begunAt } = server(clock, 100, (_, call) => (call % 2 === 0 ? 'server' : undefined));
  const guarded = breaker({ clock })(model);
  let answered = 0;
  for (let call = 0; call < 400; call += 1) {
    void kindOf(guarded.complete('hi')).then((kind) => (answered += kind === 'ok' ? 1 : 0));
    await clock.run(50);
  }
  await clock.run();
  expect(answered).toBe(200);
  expect(begunAt).toHaveLength(400);
});

test.each([
  ['dead', () => 'server' as const],
  ['half dead', (_: number, call: number) => (call % 2 === 0 ? ('server' as const) : undefined)],
])('of a hundred calls at once all are answered when the first target is %s', async (how, stateAt) => {
  const clock = new VirtualClock();
  const primary = server(clock, 300, stateAt);
  const coat = [retry({ clock, random: () => 0.5 }), breaker({ clock })];
  const choice = fallback([stack(primary.model, ...coat), scripted('sim/b', clock, 'hello')], { clock });
  const kinds = Array.from({ length: 100 }, () => kindOf(choice.complete('hi')));
  await clock.run();
  expect((await Promise.all(kinds)).every((kind) => kind === 'ok')).toBe(true);
  if (how === 'dead') expect(primary.begunAt.length).toBeLessThanOrEqual(20);
});

test.each([1, 42, 12_345])(
  'an outage of 30 s costs few calls and little load, and is over soon after its end (seed %i)',
  async (begin) => {
    const clock = new VirtualClock();
    const capacity = 50;
    const offered = 40;
    const [downAt, upAt, endAt] = [start + 30_000, start + 60_000, start + 150_000];
    let window: number[] = [];
    const upstream = server(clock, 500, (now) => {
      if (now >= downAt && now < upAt) return 'server';
      window = window.filter((time) => time > now - 1_000);
      if (window.length >= capacity) return 'overloaded';
      window.push(now);
      return undefined;
    });
    let seed = begin;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const model = stack(upstream.model, retry({ clock, random }), breaker({ clock }));
    const done: { at: number; kind: string }[] = [];
    while (clock.now() < endAt) {
      void kindOf(model.complete('hi', { deadline: clock.now() + 600_000 })).then((kind) =>
        done.push({ at: clock.now(), kind }),
      );
      await clock.run((-Math.log(1 - random()) * 1_000) / offered);
    }
    await clock.run();
    const within = (times: readonly number[], from: number, to: number): number =>
      times.filter((time) => time >= from && time < to).length;
    const good = done.flatMap(({ at, kind }) => (kind === 'ok' ? [at] : []));
    const before = within(good, start + 10_000, downAt) / 20;
    const load = within(upstream.begunAt, downAt, upAt) / (offered * 30);
    const perSecond = Array.from({ length: 60 }, (_, second) => second * 1_000 + upAt);
    const backAfter = perSecond.findIndex((time) => within(good, time, time + 1_000) >= 0.9 * before);
    const after = upstream.begunAt.filter((time) => time >= upAt);
    const busiest = Math.max(
      ...after.map((time, index) => within(after.slice(index, index + 100), time, time + 1_000)),
    );
    const failed = done.length - good.length;
    expect(load).toBeLessThanOrEqual(1.2);
    expect(backAfter).toBeLessThanOrEqual(5);
    expect(busiest).toBeLessThanOrEqual(1.5 * capacity);
    expect(failed).toBeLessThan(60);
  },
);

test('a caller for whom the answer would come too late is told so before the target is asked', async () => {
  const clock = new VirtualClock();
  const { model, begunAt } = server(clock, 500, (now) => (now < start + 10_000 ? undefined : 'server'));
  const guarded = breaker({ clock })(model);
  for (let call = 0; call < 60; call += 1) {
    void kindOf(guarded.complete('hi', { deadline: clock.now() + 30_000 }));
    await clock.run(500);
  }
  const asked = begunAt.length;
  const late = kindOf(guarded.complete('hi', { deadline: clock.now() + 900 }));
  expect(await late).toBe('circuit-open');
  expect(begunAt).toHaveLength(asked);
  await clock.run();
});
