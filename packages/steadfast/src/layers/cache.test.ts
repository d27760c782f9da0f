import { rehearse } from '@steadfast/testkit';
import type { RehearsedCall } from '@steadfast/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { Call } from '../model/call.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import { Journal } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import { usageOf } from '../model/usage.ts';
import { streamOf } from '../stream/stream-of.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { budget } from './budget.ts';
import { cache } from './cache.ts';
import type { CacheOptions } from './cache.ts';
import type { CacheEntry } from './cache-entry.ts';
import { memoryStore } from './cache-store.ts';
import type { CacheStore } from './cache-store.ts';
import { defaultSafeReply, safeReply } from './safe-reply.ts';
import { stack } from './stack.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A cached model, the clock it goes by, and the other end of the model within. */
function stage(options: CacheOptions = {}): {
  model: Model;
  clock: VirtualClock;
  next: () => Promise<RehearsedCall>;
  calls: readonly RehearsedCall[];
} {
  const clock = new VirtualClock();
  const { model, next, calls } = rehearse('sim/a');
  return { model: cache({ clock, ...options })(model), clock, next, calls };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function verdicts(clock: VirtualClock): { journal: Journal; told: string[] } {
  const told: string[] = [];
  const journal = new Journal(clock.now());
  journal.listen((event) => {
    if (event.type === 'decision') told.push(`${event.decision.by} ${event.decision.verdict}`);
  });
  return { journal, told };
}

test('the same request is answered without asking again, and says so', async () => {
  const { model, clock, next, calls } = stage();
  const first = model.complete('Hello');
  (await next()).reply('Hi there');
  const asked = await first;
  expect(asked.cached).toBeUndefined();
  clock.advance(60_000);
  const { journal, told } = verdicts(clock);
  const again = await model.complete({ messages: [{ role: 'user', content: 'Hello' }] }, { journal });
  expect(again).toMatchObject({
    text: 'Hi there',
    model: 'sim/a',
    usage: asked.usage,
    cached: { from: 'store', ageMs: 60_000 },
    cost: { known: true, amount: 0, source: 'cache' },
    attempts: [],
  });
  expect(told).toEqual(['cache hit']);
  expect(calls).toHaveLength(1);
});

test('a hit is as long a stream as the reply was, part for part, and serves whole replies too', async () => {
  const { model, next, calls } = stage();
  const opening = model.stream('Hello');
  const call = await next();
  call.reasoning('Well.');
  for (const word of ['Hi', ' ', 'there']) call.text(word);
  call.toolCall('look', { at: 'me' });
  call.finish();
  const parts = await all(await opening);
  const again = await model.stream('Hello');
  expect(await all(again)).toEqual(parts);
  expect(await again.result).toMatchObject({
    text: 'Hi there',
    cached: { from: 'store' },
    toolCalls: [{ name: 'look' }],
  });
  expect(await model.complete('Hello')).toMatchObject({
    text: 'Hi there',
    reasoning: 'Well.',
    finishReason: 'tool-calls',
  });
  expect(calls).toHaveLength(1);
});

test('a whole reply serves a stream', async () => {
  const { model, next } = stage();
  const first = model.complete('Hello');
  (await next()).reply('Hi there');
  await first;
  const stream = await model.stream('Hello');
  let text = '';
  for await (const words of stream.text) text += words;
  expect(text).toBe('Hi there');
});

test('a reply is asked for again when its time is over, and when the call wants a new one', async () => {
  const clock = new VirtualClock();
  const inner = scripted('sim/a', clock, 'one', 'two', 'three', 'four');
  const model = cache({ clock, ttlMs: 1_000 })(inner);
  const ask = async (call?: Call): Promise<string> => (await model.complete('Hello', call)).text;
  expect([await ask(), await ask()]).toEqual(['one', 'one']);
  clock.advance(1_000);
  expect([await ask(), await ask()]).toEqual(['two', 'two']);
  expect([await ask({ cache: 'refresh' }), await ask()]).toEqual(['three', 'three']);
  expect([await ask({ cache: 'skip' }), await ask()]).toEqual(['four', 'three']);
});

test('only requests are looked up that the user wants to be', async () => {
  const clock = new VirtualClock();
  const inner = scripted('sim/a', clock, 'one', 'two', 'three');
  const model = cache({ clock, when: ({ temperature = 0 }) => temperature === 0 })(inner);
  const warm: CompletionRequest = { messages: [{ role: 'user', content: 'Hello' }], temperature: 1 };
  expect([(await model.complete(warm)).text, (await model.complete(warm)).text]).toEqual(['one', 'two']);
});

test('nobody is given the reply of another caller, unless all are to share', async () => {
  const clock = new VirtualClock();
  const as = (id: string): Call => ({ caller: { id } });
  const ask = async (model: Model, call?: Call): Promise<string> => (await model.complete('Hello', call)).text;
  const apart = cache({ clock })(scripted('sim/a', clock, '1', '2', '3'));
  expect([await ask(apart, as('ada')), await ask(apart, as('bob')), await ask(apart)]).toEqual(['1', '2', '3']);
  expect([await ask(apart, as('bob')), await ask(apart, as('ada'))]).toEqual(['2', '1']);
  const shared = cache({ clock, scope: 'shared' })(scripted('sim/a', clock, '1', '2'));
  expect([await ask(shared, as('ada')), await ask(shared, as('bob')), await ask(shared)]).toEqual(['1', '1', '1']);
  const byTeam = cache({ clock, scope: ({ caller }) => caller?.id.split('/')[0] ?? '' })(
    scripted('sim/a', clock, '1', '2'),
  );
  expect([await ask(byTeam, as('x/ada')), await ask(byTeam, as('x/bob')), await ask(byTeam, as('y'))]).toEqual([
    '1',
    '1',
    '2',
  ]);
});

test('errors, empty replies, filtered replies and replies that stand in for one are not kept', async () => {
  const clock = new VirtualClock();
  const failing = cache({ clock })(scripted('sim/a', clock, { kind: 'server' }, '', 'fine'));
  await expect(failing.complete('Hello')).rejects.toMatchObject({ kind: 'server' });
  expect((await failing.complete('Hello')).empty).toBe(true);
  expect((await failing.complete('Hello')).text).toBe('fine');
  const safe = stack(scripted('sim/a', clock, { kind: 'server' }, 'fine'), cache({ clock }), safeReply());
  expect((await safe.complete('Hello')).text).toBe(defaultSafeReply);
  expect((await safe.complete('Hello')).text).toBe('fine');
  const { model, next, calls } = stage();
  for (const reason of ['content-filter', 'pause', 'other'] as const) {
    const asked = model.complete('Hello');
    const call = await next();
    call.text('I');
    call.finish({ reason });
    expect((await asked).cached).toBeUndefined();
  }
  expect(calls).toHaveLength(3);
});

test('a stream that breaks is not kept', async () => {
  const { model, next, calls } = stage();
  const opening = model.stream('Hello');
  const call = await next();
  call.text('Hi');
  call.fail({ kind: 'interrupted' });
  await expect(all(await opening)).rejects.toMatchObject({ kind: 'interrupted' });
  const again = model.stream('Hello');
  (await next()).reply('Hi there');
  await all(await again);
  expect(calls).toHaveLength(2);
});

test('equal calls that are under way share one request, streams and whole replies alike', async () => {
  const { model, clock, next, calls } = stage();
  const leading = verdicts(clock);
  const joining = verdicts(clock);
  const opening = model.stream('Hello', { journal: leading.journal });
  const call = await next();
  const waiting = model.stream('Hello', { journal: joining.journal });
  const whole = model.complete('Hello');
  call.text('Hi');
  const first = await opening;
  const late = model.stream('Hello');
  const shown: string[] = [];
  const reading = (async () => {
    for await (const words of first.text) shown.push(words);
  })();
  await settled();
  call.text(' there');
  const latest = await model.stream('Hello');
  call.finish();
  const parts: StreamPart[][] = await Promise.all([waiting, late, latest].map(async (stream) => all(await stream)));
  await reading;
  expect(shown.join('')).toBe('Hi there');
  expect(parts[1]).toEqual(parts[0]);
  expect(parts[2]).toEqual(parts[0]);
  expect(await whole).toMatchObject({
    text: 'Hi there',
    cached: { from: 'flight', ageMs: 0 },
    attempts: [],
    cost: { amount: 0 },
  });
  expect((await first.result).cached).toBeUndefined();
  expect((await (await waiting).result).cached).toEqual({ from: 'flight', ageMs: 0 });
  expect([leading.told, joining.told]).toEqual([['cache missed'], ['cache joined']]);
  expect(calls).toHaveLength(1);
});

test('streams that join a whole reply get it when it is here', async () => {
  const { model, next, calls } = stage();
  const whole = model.complete('Hello');
  const stream = model.stream('Hello');
  (await next()).reply('Hi there');
  expect((await whole).text).toBe('Hi there');
  expect(await (await stream).result).toMatchObject({ text: 'Hi there', cached: { from: 'flight' } });
  expect(calls).toHaveLength(1);
});

test('an error goes to all who share the request, to each as its own', async () => {
  const { model, clock, next } = stage();
  const journals = [new Journal(clock.now()), new Journal(clock.now())];
  const caught = journals.map((journal) => model.complete('Hello', { journal }).catch((error: unknown) => error));
  (await next()).fail({ kind: 'overloaded', status: 529 });
  const [one, other] = await Promise.all(caught);
  expect(one).toMatchObject({ kind: 'overloaded', status: 529 });
  expect(other).toMatchObject({ kind: 'overloaded', attempts: [] });
  expect(one).not.toBe(other);
});

test('who leaves does not hurt the others, and the last who leaves ends the request', async () => {
  for (const streamed of [false, true]) {
    const { model, next, calls } = stage();
    const ask = (signal: AbortSignal): Promise<unknown> =>
      streamed ? model.stream('Hello', { signal }) : model.complete('Hello', { signal });
    const leavers = [new AbortController(), new AbortController()];
    const caught = leavers.map(({ signal }) => ask(signal).catch((error: unknown) => error));
    const call = await next();
    leavers[0]?.abort();
    expect(await caught[0]).toMatchObject({ kind: 'aborted' });
    expect(call.aborted).toBe(false);
    leavers[1]?.abort();
    expect(await caught[1]).toMatchObject({ kind: 'aborted' });
    expect(call.aborted).toBe(true);
    // Nobody joins what was ended.
    const again = ask(new AbortController().signal);
    (await next()).reply('Hi');
    await again;
    expect(calls).toHaveLength(2);
  }
});

test('the first who asked may leave a running stream that others read', async () => {
  const { model, next } = stage();
  const leaver = new AbortController();
  const opening = model.stream('Hello', { signal: leaver.signal });
  const other = model.stream('Hello');
  const call = await next();
  call.text('Hi');
  const [first, second] = [await opening, await other];
  leaver.abort();
  await expect(all(first)).rejects.toMatchObject({ kind: 'aborted' });
  call.text(' there');
  call.finish();
  expect((await second.result).text).toBe('Hi there');
  const third = model.stream('Hello');
  expect((await (await third).result).cached).toMatchObject({ from: 'store' });
});

test('each call is ended by its own deadline', async () => {
  const { model, clock, next, calls } = stage();
  const patient = model.complete('Hello');
  const hasty = model.complete('Hello', { deadline: clock.now() + 1_000 }).catch((error: unknown) => error);
  const call = await next();
  clock.advance(1_000);
  expect(await hasty).toMatchObject({ kind: 'timeout', phase: 'deadline', model: 'sim/a' });
  call.reply('Hi');
  expect((await patient).text).toBe('Hi');
  expect(calls).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('who has much more time, other limits or another budget than the first does not depend on it', async () => {
  const clock = new VirtualClock();
  const spent = budget({ tokens: 1_000, clock });
  const now = clock.now();
  const pairs: [Call, Call, number][] = [
    [{ deadline: now + 1_000 }, {}, 2],
    [{ deadline: now + 1_000 }, { deadline: now + 10_000 }, 2],
    [{ deadline: now + 1_000 }, { deadline: now + 1_100 }, 1],
    [{}, { deadline: now + 1_000 }, 1],
    [{ limits: { idleMs: 5 } }, {}, 2],
    [{ limits: { idleMs: 5 } }, { limits: { idleMs: 5 } }, 1],
    [{ patienceMs: 5 }, {}, 2],
    [{ budget: spent }, {}, 2],
    [{ budget: spent }, { budget: spent.child() }, 1],
    [{ budget: spent.child() }, { budget: spent }, 2],
    [{}, { budget: spent }, 1],
  ];
  for (const [first, second, requests] of pairs) {
    const { model, calls } = stage();
    const asked = [model.complete('Hello', first), model.complete('Hello', second)];
    await settled();
    expect(calls).toHaveLength(requests);
    for (const call of calls) call.reply('Hi');
    await Promise.all(asked);
  }
});

test('a store may be anything that keeps JSON, and takes its time', async () => {
  const texts = new Map<string, string>();
  const store: CacheStore = {
    get: async (key) => {
      await settled();
      const text = texts.get(key);
      const entry: CacheEntry | undefined = text === undefined ? undefined : JSON.parse(text);
      return entry;
    },
    set: async (key, entry, { ttlMs, bytes }) => {
      for (let turn = 0; turn < 3; turn += 1) await settled();
      const text = JSON.stringify(entry);
      expect(ttlMs).toBe(3_600_000);
      expect(bytes).toBeGreaterThan(text.length / 2);
      texts.set(key, text);
    },
    delete: async (key) => {
      texts.delete(key);
    },
  };
  const { model, next, calls } = stage({ store });
  const opening = model.stream('Hello');
  const call = await next();
  call.reasoning('Well.');
  call.reply('Hi there');
  const parts = await all(await opening);
  // Not in the store yet, but still shared.
  await expect(model.complete('Hello')).resolves.toMatchObject({ cached: { from: 'flight' } });
  for (let turn = 0; turn < 4; turn += 1) await settled();
  const again = await model.stream('Hello');
  expect(await all(again)).toEqual(parts.map((part) => JSON.parse(JSON.stringify(part))));
  expect((await again.result).cached).toMatchObject({ from: 'store' });
  expect(calls).toHaveLength(1);
});

test('a store that fails or hangs costs a bounded wait and no call', async () => {
  const broken = (): never => {
    throw new Error('disk full');
  };
  const hanging = (): Promise<never> => new Promise(() => undefined);
  const stores: CacheStore[] = [
    { get: broken, set: broken, delete: broken },
    { get: async () => broken(), set: async () => broken(), delete: async () => broken() },
    { get: hanging, set: hanging, delete: hanging },
  ];
  for (const store of stores) {
    const clock = new VirtualClock();
    const inner = scripted('sim/a', clock, 'one', 'two');
    const model = cache({ clock, store })(inner);
    const { journal, told } = verdicts(clock);
    const asked = [model.complete('Hello', { journal }), model.stream('Other')];
    await clock.run(2_000);
    const [whole] = await Promise.all(asked);
    expect(whole).toMatchObject({ text: 'one' });
    expect(told.at(-1)).toBe(store.get === hanging ? 'cache missed' : 'cache store-failed');
    expect(clock.pending).toBe(0);
    const aborted = new AbortController();
    const leaving = model.complete('Hello', { signal: aborted.signal });
    aborted.abort();
    await expect(leaving).rejects.toMatchObject({ kind: 'aborted' });
  }
});

test('what another version wrote is not given', async () => {
  const clock = new VirtualClock();
  const store = memoryStore({ clock });
  const other = { version: 2, storedAt: clock.now() };
  const foreign: CacheStore = {
    ...store,
    get: () => JSON.parse(JSON.stringify(other)),
    set: () => undefined,
    delete: () => undefined,
  };
  const model = cache({ clock, store: foreign })(scripted('sim/a', clock, 'one', 'two'));
  expect((await model.complete('Hello')).text).toBe('one');
  expect((await model.complete('Hello')).text).toBe('two');
});

test('a reply longer than is kept is asked for again, and takes nobody in once it is so long', async () => {
  const { model, next, calls } = stage({ maxEntryBytes: 2_000 });
  const opening = model.stream('Hello');
  const call = await next();
  call.text('x'.repeat(1_000));
  const reading = all(await opening);
  await settled();
  call.text('y'.repeat(1_500));
  await settled();
  const late = model.stream('Hello');
  const other = await next();
  call.finish();
  await reading;
  other.reply('short');
  expect((await (await late).result).text).toBe('short');
  expect(calls).toHaveLength(2);
});

test('private state and words of a provider come back byte for byte, also through JSON', async () => {
  const clock = new VirtualClock();
  const state = { origin: 'anthropic', value: { signature: 'Ev0/+\u2028\ud83d\ude00==', b: [1, { z: 0, a: null }] } };
  const usage = { ...usageOf({ uncached: 3, cacheRead: 4, text: 5, searches: 1 }, { odd: { z: 1, a: [] } }) };
  const content = [
    { type: 'reasoning' as const, text: '', state },
    { type: 'tool-call' as const, id: '1', name: 'f', input: { b: 1, a: 2 }, inputText: '{ "b":1,"a" : 2 }', state },
  ];
  const reply = { content, finishReason: 'tool-calls' as const, rawFinishReason: 'tool_use', usage, id: 'msg_1' };
  const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
  const adaptations = [{ field: 'seed', action: 'dropped' as const, detail: 'No seed.' }];
  const facts = { model: 'sim/a', requestId: 'req_1', attempts: [], adaptations, timings };
  const inner: Model = {
    id: 'sim/a',
    complete: async () => toCompletion(reply, facts),
    stream: async () => streamOf(toCompletion(reply, facts)),
  };
  const kept = memoryStore({ clock });
  const store: CacheStore = {
    get: (key) => kept.get(key),
    set: (key, entry, facts) => kept.set(key, JSON.parse(JSON.stringify(entry)), facts),
    delete: (key) => kept.delete(key),
  };
  for (const ask of ['complete', 'stream'] as const) {
    const model = cache({ clock, store, version: ask })(inner);
    const asked = ask === 'complete' ? await model.complete('Hi') : await (await model.stream('Hi')).result;
    const again = await model.complete('Hi');
    expect(again.cached).toBeDefined();
    for (const hit of [again, await (await model.stream('Hi')).result]) {
      expect(JSON.stringify([hit.content, hit.usage])).toBe(JSON.stringify([asked.content, asked.usage]));
      expect(hit).toMatchObject({ requestId: 'req_1', adaptations, rawFinishReason: 'tool_use', id: 'msg_1' });
    }
  }
});

const move = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), streamed: fc.boolean(), hasty: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say' as const), words: fc.string({ minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('abort' as const), who: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
);

test('however calls come, leave and run out of time, each gets one whole reply or one error of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 50 }), async (moves) => {
      const { model, clock, calls } = stage();
      const said = new Map<RehearsedCall, string>();
      const open = new Set<RehearsedCall>();
      const leavers: AbortController[] = [];
      const outcomes: Promise<string>[] = [];
      const ask = async (streamed: boolean, call: Call): Promise<string> => {
        try {
          if (!streamed) return (await model.complete('Hello', call)).text;
          let text = '';
          for await (const words of (await model.stream('Hello', call)).text) text += words;
          return text;
        } catch (error) {
          return isModelError(error) ? `error: ${error.kind}` : 'error: unknown';
        }
      };
      const act = (step: (typeof moves)[number]): void => {
        for (const call of calls.slice(said.size)) {
          open.add(call);
          said.set(call, '');
        }
        for (const call of open) if (call.aborted) open.delete(call);
        const [call] = open;
        if (step.do === 'ask') {
          const leaver = new AbortController();
          leavers.push(leaver);
          const deadline = step.hasty ? clock.now() + 100 : undefined;
          outcomes.push(ask(step.streamed, { signal: leaver.signal, deadline }));
        } else if (step.do === 'abort') leavers[step.who % Math.max(1, leavers.length)]?.abort();
        else if (step.do === 'wait') clock.advance(100);
        else if (call !== undefined && step.do === 'say') {
          call.text(step.words);
          said.set(call, `${said.get(call) ?? ''}${step.words}`);
        } else if (call !== undefined && step.do === 'finish') {
          open.delete(call);
          call.text('.');
          said.set(call, `${said.get(call) ?? ''}.`);
          call.finish();
        } else if (call !== undefined && step.do === 'fail') {
          open.delete(call);
          call.fail({ kind: 'server' });
        }
      };
      for (const step of moves) {
        act(step);
        if (step.do === 'turn') await settled();
      }
      // What is still open ends well.
      for (let turn = 0; turn < 30; turn += 1) {
        await settled();
        act({ do: 'finish' });
      }
      clock.advance(1_000);
      const whole = new Set(said.values());
      for (const outcome of await Promise.all(outcomes)) {
        if (!outcome.startsWith('error: ')) expect(whole).toContain(outcome);
        else expect(['error: aborted', 'error: timeout', 'error: server']).toContain(outcome);
      }
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 150 },
  );
});
