import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AttemptLimits, Call } from '../model/call.ts';
import { Journal } from '../model/journal.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import type { Random } from '../simulation/seeded-random.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Latencies } from './latency.ts';
import { defaultLimits, timeout } from './timeout.ts';

/** How one call goes: milliseconds until the first content, and between the parts after it. */
interface Course {
  readonly firstMs: number;
  readonly gapsMs: readonly number[];
}

interface Replayed {
  readonly model: Model;
  readonly limits: AttemptLimits[];
  course: Course;
  /** How often a limit ended what would have gone well. */
  ended: number;
}

/** A model that takes the time of its course, and keeps limits as a connection does. Time passes at once. */
function replayed(clock: VirtualClock): Replayed {
  const made = { limits: new Array<AttemptLimits>(), course: { firstMs: 0, gapsMs: new Array<number>() }, ended: 0 };
  const fail = (phase: 'first-content' | 'idle' | 'body', ms: number): ModelError => {
    made.ended += 1;
    clock.advance(ms);
    return new ModelError({ kind: 'timeout', phase, message: 'too late', model: 'sim/a' });
  };
  const limitsIn = (call: Call | undefined): AttemptLimits => {
    const limits = { ...defaultLimits, ...call?.limits };
    made.limits.push(limits);
    return limits;
  };
  const facts = {
    model: 'sim/a',
    attempts: [],
    adaptations: [],
    timings: { queueMs: 0, firstContentMs: 0, totalMs: 0 },
  };
  const model: Model = {
    id: 'sim/a',
    keepsLimits: true,
    complete: async (_request, call) => {
      const limits = limitsIn(call);
      const allMs = made.course.gapsMs.reduce((sum, gap) => sum + gap, made.course.firstMs);
      if (allMs > Math.min(limits.bodyMs, limits.headersMs)) throw fail('body', limits.bodyMs);
      clock.advance(allMs);
      return toCompletion({ content: [], finishReason: 'stop', usage: unreportedUsage }, facts);
    },
    stream: async (_request, call) => {
      const limits = limitsIn(call);
      if (made.course.firstMs > limits.firstContentMs) throw fail('first-content', limits.firstContentMs);
      clock.advance(made.course.firstMs);
      const nothing = { pause: () => undefined, resume: () => undefined, close: () => undefined };
      const stream = new ReplyStream(nothing, (reply) => toCompletion(reply, facts));
      const gaps = made.course.gapsMs;
      void turn().then(async () => {
        for (const gap of gaps) {
          if (gap > limits.idleMs) {
            stream.fail(fail('idle', limits.idleMs));
            return;
          }
          clock.advance(gap);
          stream.push({ type: 'text-delta', block: 0, text: 'x' });
        }
        stream.end();
      });
      return stream;
    },
  };
  return Object.assign(made, { model });
}

async function ask(model: Model, call?: Call): Promise<void> {
  const stream = await model.stream('Hi', call);
  await stream.ended;
}

async function teach(model: Model, times: number = 100): Promise<void> {
  for (let call = 0; call < times; call += 1) await ask(model);
}

test('without anything to learn from the usual limits stand', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  upstream.course = { firstMs: 100, gapsMs: [10] };
  await teach(timeout({ clock })(upstream.model));
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
});

test('a fast model is bounded by what it needs, never tighter than the floors, and not before 64 calls', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  const model = timeout({ clock, learned: {} })(upstream.model);
  upstream.course = { firstMs: 400, gapsMs: [30, 50] };
  await teach(model, 64);
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
  await teach(model, 20);
  expect(upstream.limits.at(-1)).toMatchObject({
    headersMs: 15_000,
    firstContentMs: 15_000,
    idleMs: 20_000,
    bodyMs: 600_000,
  });
  upstream.course = { firstMs: 4_000, gapsMs: [1_500] };
  await teach(model, 40);
  const { firstContentMs = 0, idleMs = 0 } = upstream.limits.at(-1) ?? {};
  expect(firstContentMs).toBeGreaterThan(36_000);
  expect(firstContentMs).toBeLessThan(45_000);
  expect(idleMs).toBeGreaterThan(27_000);
  expect(idleMs).toBeLessThan(34_000);
});

test('whole replies are learned apart from streams, and hard thinking and long requests apart from easy and short ones', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  const learned: Latencies = {};
  const model = timeout({ clock, learned })(upstream.model);
  upstream.course = { firstMs: 1_000, gapsMs: [] };
  await teach(model);
  await model.complete('Hi');
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
  for (let call = 0; call < 100; call += 1) await model.complete('Hi');
  expect(upstream.limits.at(-1)).toMatchObject({ headersMs: 60_000, bodyMs: 60_000 });
  const message = { role: 'user', content: 'Hi' } as const;
  await model.stream({ messages: [message], effort: 'high' });
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
  await model.stream({ messages: [{ ...message, content: 'x'.repeat(20_000) }] });
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
  expect(Object.keys(learned)).toEqual(['usual/short', 'hard/short', 'usual/medium']);
  expect(JSON.parse(JSON.stringify(learned))).toEqual(learned);
});

test('what is given for the model or for the call is kept', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  const model = timeout({ clock, learned: {}, idleMs: 90_000 })(upstream.model);
  upstream.course = { firstMs: 100, gapsMs: [10] };
  await teach(model);
  await ask(model, { limits: { firstContentMs: 3_000 } });
  expect(upstream.limits.at(-1)).toMatchObject({ firstContentMs: 3_000, headersMs: 15_000, idleMs: 90_000 });
});

test('a stall of a fast model fails after seconds, and the next try of the call has all the time that there is', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  const model = timeout({ clock, learned: {} })(upstream.model);
  upstream.course = { firstMs: 300, gapsMs: [] };
  await teach(model);
  upstream.course = { firstMs: 100_000, gapsMs: [] };
  const journal = new Journal(clock.now());
  const attempt = journal.open('sim/a', clock.now());
  const began = clock.now();
  await expect(ask(model, { journal })).rejects.toMatchObject({ kind: 'timeout', phase: 'first-content' });
  expect(clock.now() - began).toBe(15_000);
  attempt.fail(clock.now(), new ModelError({ kind: 'timeout', message: 'too late' }));
  await ask(model, { journal });
  expect(upstream.limits.at(-1)).toEqual(defaultLimits);
});

test('each attempt in a row that the learned bound ends doubles it, until one goes well', async () => {
  const clock = new VirtualClock();
  const upstream = replayed(clock);
  const model = timeout({ clock, learned: {} })(upstream.model);
  upstream.course = { firstMs: 300, gapsMs: [] };
  await teach(model);
  upstream.course = { firstMs: 50_000, gapsMs: [] };
  const bounds: number[] = [];
  for (let call = 0; call < 3; call += 1) {
    await ask(model).catch(() => undefined);
    bounds.push(upstream.limits.at(-1)?.firstContentMs ?? 0);
  }
  expect(bounds).toEqual([15_000, 30_000, 60_000]);
  await ask(model);
  expect(upstream.limits.at(-1)?.firstContentMs).toBeGreaterThan(99_000);
});

/** A standard normal number (Box and Muller, 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const traces: Readonly<Record<string, (random: Random) => Course>> = {
  'lognormal, p99 ten times the median': (random) => ({
    firstMs: 600 * Math.exp(normal(random)),
    gapsMs: Array.from({ length: 8 }, () => 40 * Math.exp(normal(random))),
  }),
  'Pareto of exponent 2': (random) => ({
    firstMs: 300 / Math.sqrt(1 - random()),
    gapsMs: Array.from({ length: 8 }, () => 20 / Math.sqrt(1 - random())),
  }),
  'one call in fifty thinks for up to a minute': (random) => ({
    firstMs: random() < 0.02 ? 10_000 + 50_000 * random() : 500 * Math.exp(0.5 * normal(random)),
    gapsMs: Array.from({ length: 8 }, () => (random() < 0.005 ? 8_000 * random() : 30)),
  }),
  'slow hours, ten times as slow': (random) => ({
    firstMs: 800 * (slowHour(random) ? 10 : 1) * Math.exp(0.6 * normal(random)),
    gapsMs: Array.from({ length: 8 }, () => 60 * Math.exp(normal(random))),
  }),
};

let hour = 0;
function slowHour(random: Random): boolean {
  if (random() < 0.002) hour = (hour + 1) % 4;
  return hour === 3;
}

test('of 40,000 healthy calls of four heavy-tailed kinds none is ended', async () => {
  const bounds: number[] = [];
  for (const [name, course] of Object.entries(traces)) {
    const clock = new VirtualClock();
    const upstream = replayed(clock);
    const model = timeout({ clock, learned: {} })(upstream.model);
    const random = seededRandom(11, name);
    for (let call = 0; call < 10_000; call += 1) {
      upstream.course = course(random);
      await ask(model).catch(() => undefined);
    }
    expect({ name, ended: upstream.ended }).toEqual({ name, ended: 0 });
    bounds.push(upstream.limits.at(-1)?.firstContentMs ?? 0);
  }
  expect(Math.min(...bounds)).toBeLessThan(defaultLimits.firstContentMs);
});
