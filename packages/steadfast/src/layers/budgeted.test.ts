import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { fallback } from '../choices/fallback.ts';
import type { Budget } from '../model/budget.ts';
import type { Completion } from '../model/completion.ts';
import type { Cost } from '../model/cost.ts';
import { ModelError } from '../model/error.ts';
import type { CallEvent } from '../model/journal.ts';
import { Journal } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import type { Usage } from '../model/usage.ts';
import { usageOf } from '../model/usage.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import { streamOf } from '../stream/stream-of.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { budget } from './budget.ts';
import { budgeted } from './budgeted.ts';
import { retry } from './retry.ts';
import { safeReply } from './safe-reply.ts';
import { stack } from './stack.ts';

const clock = new VirtualClock();

/** A dollar for a million input tokens, ten for output. */
function costOf({ inputTokens, outputTokens }: Usage): Cost {
  const buckets = {
    uncached: inputTokens / 1e6,
    text: outputTokens / 1e5,
    cacheRead: 0,
    cacheWrite: 0,
    reasoning: 0,
    fees: 0,
  };
  return { known: true, amount: buckets.uncached + buckets.text, currency: 'USD', buckets, source: 'your own' };
}

/** A model whose replies use so many tokens, and that shows with how many calls at a time it is asked. */
function spending(id: string, used: { input: number; output: number }): Model & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const complete: Model['complete'] = async (request, call) => {
    asked.push(request);
    const attempt = call?.journal?.open(id, clock.now());
    await Promise.resolve();
    attempt?.succeed(clock.now());
    return completionOf(id, usageOf({ uncached: used.input, text: used.output }));
  };
  return { id, asked, complete, stream: async (request, call) => streamOf(await complete(request, call)) };
}

function completionOf(model: string, usage: Usage): Completion {
  const reply = { content: [{ type: 'text' as const, text: 'Yes.' }], finishReason: 'stop' as const, usage };
  return toCompletion(reply, {
    model,
    attempts: [],
    adaptations: [],
    timings: { queueMs: 0, firstContentMs: 0, totalMs: 0 },
  });
}

/** A model whose stream the test writes. */
function streaming(id: string): { model: Model; streams: ReplyStream[]; closed: () => boolean } {
  const streams: ReplyStream[] = [];
  let closed = false;
  const source = { pause: () => undefined, resume: () => undefined, close: () => (closed = true) };
  const model: Model = {
    id,
    complete: () => Promise.reject(new Error('only streams')),
    stream: () => {
      const stream = new ReplyStream(source, ({ usage }) => completionOf(id, usage));
      streams.push(stream);
      return Promise.resolve(stream);
    },
  };
  return { model, streams, closed: () => closed };
}

function reservedIn({ purses }: Budget): unknown {
  return purses.map(({ state }) => state.reserved);
}

const nothing = { calls: 0, timeouts: 0, tokens: 0, nanodollars: 0 };

test('a call is settled by what it used, at every level, and nothing stays reserved', async () => {
  const run = budget({ name: 'run', money: 1, tokens: 100_000 });
  const task = run.child({ name: 'task' });
  const model = budgeted(undefined, { clock, costOf })(spending('sim/a', { input: 1_000, output: 500 }));
  await model.complete('hi', { budget: task });
  for (const { spent } of [run, task]) expect(spent).toMatchObject({ calls: 1, tokens: 1_500, money: 0.006 });
  await (
    await model.stream('hi', { budget: task })
  ).result;
  expect(run.spent).toMatchObject({ calls: 2, tokens: 3_000, money: 0.012 });
  expect(reservedIn(task)).toEqual([nothing, nothing]);
});

test('a refusal names the level and the limit, says what to do next, and asks nobody', async () => {
  const run = budget({ name: 'run', money: 0.01 });
  const task = run.child({ name: 'task', calls: 1 });
  const inner = spending('sim/a', { input: 10, output: 100 });
  const model = budgeted(undefined, { clock, costOf })(inner);
  await model.complete('hi', { budget: task });
  const again = model.complete('hi', { budget: task });
  await expect(again).rejects.toMatchObject({
    kind: 'budget',
    code: 'calls',
    message:
      'The budget "task" allows 1 call, and none is left: sim/a is not asked. Give it more calls (`calls`), or end here with the best that there is.',
    cause: { level: 'task', limit: 'calls', max: 1, left: 0 },
  });
  const long = model.complete({ messages: [{ role: 'user', content: 'x'.repeat(80_000) }] }, { budget: run });
  await expect(long).rejects.toMatchObject({ code: 'money', cause: { level: 'run', max: 0.01 } });
  expect(inner.asked).toHaveLength(1);
});

test('calls side by side can not overspend: what each may use is reserved before it is asked', async () => {
  const run = budget({ tokens: 10_000 });
  const model = budgeted(run, { clock })(spending('sim/a', { input: 0, output: 1_000 }));
  const request = { messages: [{ role: 'user' as const, content: '' }], maxOutputTokens: 1_000 };
  const settled = await Promise.allSettled(Array.from({ length: 50 }, () => model.complete(request)));
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(run.spent.tokens).toBe(10_000);
  expect(run.left.tokens).toBe(0);
});

test('where less is left than a reply may have, the model is told to end there, and that is noted', async () => {
  const inner = spending('sim/a', { input: 1, output: 99 });
  const model = budgeted(budget({ tokens: 101 }), { clock })(inner);
  const journal = new Journal(clock.now());
  await model.complete('four', { journal });
  expect(inner.asked).toMatchObject([{ maxOutputTokens: 100 }]);
  expect(journal.adaptations).toMatchObject([{ field: 'maxOutputTokens', action: 'changed', target: 'sim/a' }]);
});

test('a limit on money refuses a model whose price is not known, unless told otherwise', async () => {
  const inner = scripted('sim/a', clock, 'yes');
  const run = budget({ name: 'run', money: 1 });
  const unknown = (): Cost => ({ known: false, reason: 'No price of sim/a is known.' });
  const refused = budgeted(run, { clock, costOf: unknown })(inner).complete('hi');
  await expect(refused).rejects.toMatchObject({ kind: 'budget', code: 'unpriced' });
  await expect(refused).rejects.toThrow(
    'The budget "run" limits money, and sim/a can\'t be held to that. No price of sim/a',
  );
  expect(inner.calls).toHaveLength(0);
  const allowed = budgeted(run, { clock, costOf: unknown, unpriced: 'allow' })(inner);
  expect((await allowed.complete('hi')).text).toBe('yes');
});

test('so many timeouts end a call and all that follow, whatever retries are left', async () => {
  const own = new VirtualClock();
  const run = budget({ name: 'run', timeouts: 2, clock: own });
  const inner = scripted('sim/a', own, { kind: 'timeout' });
  const model = stack(inner, budgeted(run, { clock: own }), retry({ clock: own, retries: 5 }));
  const answer = model.complete('hi');
  const seen = expect(answer).rejects.toMatchObject({
    kind: 'budget',
    code: 'timeouts',
    attempts: { length: 2 },
    cause: { level: 'run', limit: 'timeouts', max: 2 },
  });
  await own.run();
  await seen;
  expect(inner.calls).toHaveLength(2);
  await expect(model.complete('hi')).rejects.toMatchObject({ kind: 'budget' });
  expect(inner.calls).toHaveLength(2);
  expect(own.pending).toBe(0);
});

test('the time that is left bounds the call, and a call that it ends is ended by the budget', async () => {
  const own = new VirtualClock();
  const run = budget({ name: 'run', timeMs: 5_000, clock: own });
  const inner = scripted('sim/a', own, { kind: 'timeout', phase: 'deadline' });
  const model = budgeted(run, { clock: own })(inner);
  await expect(model.complete('hi')).rejects.toMatchObject({ kind: 'timeout' });
  expect(inner.calls[0]?.call).toMatchObject({ deadline: own.now() + 5_000, budget: undefined });
  own.advance(4_990);
  await expect(model.complete('hi')).rejects.toMatchObject({ kind: 'budget', code: 'time', cause: { max: 5_000 } });
});

test('an attempt that timed out is charged its input, one that the provider refused or never heard of is not', async () => {
  const run = budget({ tokens: 100_000, money: 1 });
  const failing = [
    { kind: 'timeout' as const, phase: 'connect' as const },
    { kind: 'timeout' as const },
    { kind: 'overloaded' as const },
    'yes',
  ];
  const own = new VirtualClock();
  const model = stack(
    scripted('sim/a', own, ...failing),
    budgeted(run, { clock: own, costOf }),
    retry({ clock: own, retries: 3 }),
  );
  const answer = model.complete('x'.repeat(4_000));
  await own.run();
  await answer;
  expect(run.spent).toMatchObject({ calls: 1, timeouts: 2, tokens: 1_000 + 1_000 + 1 });
  expect(reservedIn(run)).toEqual([nothing]);
});

test('a stream is cut with the part that passes what is left; the error has what arrived, the source is closed', async () => {
  const run = budget({ name: 'run', tokens: 1_001 });
  const { model, streams, closed } = streaming('sim/a');
  const stream = await budgeted(run, { clock })(model).stream('four');
  const texts: string[] = [];
  const reading = (async () => {
    for await (const text of stream.text) texts.push(text);
  })();
  let sent = 0;
  while (!closed()) {
    streams[0]?.push({ type: 'text-delta', block: 0, text: 'x'.repeat(40) });
    sent += 1;
  }
  await expect(reading).rejects.toMatchObject({
    kind: 'budget',
    code: 'tokens',
    partial: { text: 'x'.repeat(40 * sent), toolCalls: [] },
    cause: { level: 'run' },
  });
  expect(texts.join('')).toBe('x'.repeat(40 * sent));
  // 1,000 tokens of 4 characters: a hundred parts fit, the next is one too many.
  expect(sent).toBe(101);
  expect(run.spent.tokens).toBe(1 + 1_010);
  expect(reservedIn(run)).toEqual([nothing]);
});

test('a stream that nobody reads, or of which only the result is wanted, is cut as well', async () => {
  const { model, streams, closed } = streaming('sim/a');
  const stream = await budgeted(budget({ money: 0.01 }), { clock, costOf })(model).stream('hi');
  streams[0]?.push({ type: 'tool-call-start', block: 0, id: '1', name: 'write' });
  streams[0]?.push({ type: 'tool-call-delta', block: 0, text: '{"text":"' });
  streams[0]?.push({ type: 'tool-call-delta', block: 0, text: 'x'.repeat(4_001) });
  expect(closed()).toBe(true);
  await expect(stream.result).rejects.toMatchObject({
    code: 'money',
    partial: { toolCalls: [{ name: 'write', invalid: true }] },
  });
});

test('a stream that ends early is settled by what arrived, on the input that its provider reported', async () => {
  const run = budget({ tokens: 100_000 });
  const { model, streams } = streaming('sim/a');
  const ask = budgeted(run, { clock })(model);
  const left = await ask.stream('hi');
  streams[0]?.push({ type: 'response-start', usage: usageOf({ uncached: 700 }) });
  streams[0]?.push({ type: 'text-delta', block: 0, text: 'x'.repeat(400) });
  await left.close();
  await left.ended;
  await Promise.resolve();
  expect(run.spent.tokens).toBe(800);
  const broken = await ask.stream('four');
  streams[1]?.push({ type: 'text-delta', block: 0, text: 'x'.repeat(400) });
  streams[1]?.fail(new ModelError({ kind: 'interrupted', message: 'cut' }));
  await broken.ended;
  await Promise.resolve();
  expect(run.spent.tokens).toBe(800 + 101);
  expect(reservedIn(run)).toEqual([nothing]);
});

test('parts that came before anybody watched are counted, and a stream that can not be watched is cut all the same', async () => {
  const parts = Array.from({ length: 100 }, (): StreamPart => ({ type: 'text-delta', block: 0, text: 'x'.repeat(40) }));
  const plain: Model = {
    id: 'sim/plain',
    complete: () => Promise.reject(new Error('only streams')),
    stream: () => Promise.resolve(unwatched(parts)),
  };
  const run = budget({ tokens: 500 });
  const stream = await budgeted(run, { clock })(plain).stream('four');
  const seen: StreamPart[] = [];
  const reading = (async () => {
    for await (const part of stream) seen.push(part);
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'budget', partial: { text: 'x'.repeat(2_000) } });
  expect(seen).toHaveLength(50);
  expect(run.spent.tokens).toBe(501);
});

function unwatched(parts: readonly StreamPart[]): Awaited<ReturnType<Model['stream']>> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const close = (): Promise<void> => {
    resolve();
    return Promise.resolve();
  };
  return {
    result: new Promise(() => undefined),
    text: { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('read by its parts')) }) },
    ended,
    close,
    [Symbol.asyncDispose]: close,
    async *[Symbol.asyncIterator]() {
      yield* parts;
    },
  };
}

test('a call is counted once, however many layers and targets it passes, and each target is drawn at its own price', async () => {
  const organisation = budget({ name: 'organisation', money: 1 });
  const run = organisation.child({ name: 'run', calls: 1 });
  const dear = budgeted(undefined, { clock, costOf })(scripted('sim/dear', clock, { kind: 'invalid-reply' }));
  const cheap = budgeted(undefined, { clock, costOf: (usage) => costOf(usageOf({ uncached: usage.totalTokens })) })(
    spending('sim/cheap', { input: 100, output: 900 }),
  );
  const choice = stack(fallback([dear, cheap], { clock }), budgeted(organisation, { clock }), safeReply());
  expect((await choice.complete('four', { budget: run })).model).toBe('sim/cheap');
  expect(run.left.calls).toBe(0);
  expect(organisation.spent.calls).toBe(1);
  // What would not do was written all the same: 1 token of input, 256 of a usual reply.
  expect(organisation.spent.tokens).toBe(1_000 + 257);
  expect(organisation.spent.money).toBeCloseTo(0.001 + 0.002561, 9);
  expect(run.spent.money).toBe(organisation.spent.money);
});

test('however calls end, side by side, no level spends above its limit and nothing stays reserved', async () => {
  const ending = fc.constantFrom(
    'whole',
    'streamed',
    'left',
    'broken',
    'timeout',
    'invalid-reply',
    'overloaded',
    'thrown',
  );
  const call = fc.record({
    ending,
    turns: fc.nat(5),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    path: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 40 }),
      fc.integer({ min: 200, max: 20_000 }),
      async (calls, tokens) => {
        const root = budget({ name: 'organisation', tokens, money: tokens / 1e5 });
        const runs = [0, 1].map((index) => root.child({ tokens: tokens * 0.7, name: `run ${index}` }));
        const steps = runs.flatMap((run) => [run.child({ tokens: tokens * 0.5 }), run.child({ money: tokens / 4e5 })]);
        const levels = [root, ...runs, ...steps];
        const within = (): void => {
          for (const { purses } of levels) {
            for (const { state } of purses) {
              expect(state.spent.tokens).toBeLessThanOrEqual(state.limits.tokens ?? Infinity);
              expect(state.spent.nanodollars).toBeLessThanOrEqual(state.limits.nanodollars ?? Infinity);
            }
          }
        };
        const one = async ({ ending, turns, used, path }: (typeof calls)[number]): Promise<void> => {
          const ask = budgeted(undefined, { clock, costOf })(endingBy(ending, turns, used));
          const request = { messages: [{ role: 'user' as const, content: 'x'.repeat(40) }], maxOutputTokens: 500 };
          try {
            if (ending === 'streamed' || ending === 'left' || ending === 'broken') {
              const stream = await ask.stream(request, { budget: steps[path] });
              if (ending === 'left') await stream.close();
              else await stream.result;
            } else await ask.complete(request, { budget: steps[path] });
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
          within();
        };
        await Promise.all(calls.map(one));
        await Promise.resolve();
        for (const step of steps) expect(reservedIn(step)).toEqual([nothing, nothing, nothing]);
        within();
      },
    ),
    { numRuns: 150 },
  );
});

/** A model that ends its calls in this way after some turns, with a share of the output that it was allowed. */
function endingBy(ending: string, turns: number, used: number): Model {
  const id = 'sim/any';
  const usageFor = (request: unknown): Usage => {
    const most =
      typeof request === 'object' && request !== null && 'maxOutputTokens' in request ? request.maxOutputTokens : 0;
    return usageOf({ uncached: 10, text: Math.floor(Number(most) * used) });
  };
  const complete: Model['complete'] = async (request, call) => {
    const attempt = call?.journal?.open(id, clock.now());
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    if (ending === 'thrown') throw new TypeError('not a ModelError');
    if (ending === 'timeout' || ending === 'invalid-reply' || ending === 'overloaded') {
      const error = new ModelError({ kind: ending, message: ending });
      attempt?.fail(clock.now(), error);
      throw error;
    }
    attempt?.succeed(clock.now());
    return completionOf(id, usageFor(request));
  };
  const stream: Model['stream'] = async (request, call) => {
    const reply = await complete(request, call);
    const { usage } = reply;
    const stream = new ReplyStream(
      { pause: () => undefined, resume: () => undefined, close: () => undefined },
      () => reply,
    );
    stream.push({ type: 'text-delta', block: 0, text: 'x'.repeat(usage.outputTokens * 4) });
    if (ending === 'left') return stream;
    if (ending === 'broken') stream.fail(new ModelError({ kind: 'interrupted', message: 'cut' }));
    else {
      stream.push({ type: 'finish', reason: 'stop', usage });
      stream.end();
    }
    return stream;
  };
  return { id, complete, stream };
}

test('what was decided is told to those who listen', async () => {
  const events: CallEvent[] = [];
  const journal = new Journal(clock.now());
  journal.listen((event) => events.push(event));
  const model = budgeted(budget({ name: 'run', tokens: 5_000, calls: 1 }), { clock })(scripted('sim/a', clock, 'yes'));
  await model.complete('four', { journal });
  await expect(model.complete('four', { journal })).rejects.toMatchObject({ kind: 'budget' });
  expect(events.filter(({ type }) => type === 'decision')).toMatchObject([
    { decision: { by: 'budget', target: 'sim/a', verdict: 'reserved', facts: { tokens: 1_281 } } },
    { decision: { verdict: 'refused', facts: { level: 'run', limit: 'calls' } } },
  ]);
});

test('without a budget nothing is added to a call', async () => {
  const inner = scripted('sim/a', clock, 'yes');
  await budgeted()(inner).complete('hi');
  expect(inner.calls[0]?.call).toBeUndefined();
});
