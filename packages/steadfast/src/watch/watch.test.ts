import { setImmediate as turn } from 'node:timers/promises';
import { rehearse } from '@steadfast/testkit';
import { expect, test, vi } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { fallback } from '../choices/fallback.ts';
import { breaker } from '../layers/breaker.ts';
import { budget } from '../layers/budget.ts';
import { budgeted } from '../layers/budgeted.ts';
import { limit } from '../layers/limit.ts';
import { retry } from '../layers/retry.ts';
import { stack } from '../layers/stack.ts';
import { ModelError } from '../model/error.ts';
import { Journal } from '../model/journal.ts';
import type { CallEvent } from '../model/journal.ts';
import type { Layer, Model } from '../model/model.ts';
import { template } from '../prompts/template.ts';
import { systemClock } from '../time/system-clock.ts';
import type { Clock } from '../time/clock.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { attemptsOf, waitsOf } from './decision-record.ts';
import type { DecisionRecord } from './decision-record.ts';
import { readRecord } from './read-record.ts';
import { watch } from './watch.ts';
import type { WatchOptions } from './watch.ts';

interface Watched {
  readonly model: Model;
  readonly records: DecisionRecord[];
}

function watched(inner: Model, clock: Clock, options: WatchOptions = {}): Watched {
  const records: DecisionRecord[] = [];
  return { model: watch({ clock, record: (record) => records.push(record), ...options })(inner), records };
}

const secret = 'sk-verysecret';

test('one record a call says what was asked, tried, waited for and left, and what came of it', async () => {
  const clock = new VirtualClock();
  const limited = { kind: 'rate-limit', status: 429, retryAfterMs: 12_000 } as const;
  const coat = retry({ clock, random: () => 0.5 });
  const first = stack(scripted('a/one', clock, limited), coat);
  const second = stack(scripted('b/two', clock, { kind: 'server', status: 500 }, 'yes'), coat);
  const choice = fallback([first, second], { id: 'fast', clock, onAbsorbed: () => undefined });
  const { model, records } = watched(choice, clock);
  const deadline = clock.now() + 60_000;
  const asking = model.complete('How are you?', { caller: { id: 'ada' }, session: 's1', deadline });
  await clock.run(10_000);
  await asking;
  await turn();
  expect(records).toHaveLength(1);
  const [record] = records;
  expect(record).toMatchObject({
    version: 1,
    startedAt: 1_000_000,
    asked: 'fast',
    streamed: false,
    caller: 'ada',
    session: 's1',
    deadlineMs: 60_000,
    request: { size: 17, messages: 1, tools: 0, output: 'text' },
    targets: ['a/one', 'b/two'],
    steps: [
      { type: 'attempt', atMs: 0, target: 'a/one', outcome: 'error', kind: 'rate-limit', retryAfterMs: 12_000 },
      { type: 'leave', atMs: 0, target: 'a/one', next: 'b/two', kind: 'rate-limit', retryAfterMs: 12_000 },
      { type: 'attempt', atMs: 0, target: 'b/two', outcome: 'error', kind: 'server', status: 500, counted: true },
      { type: 'wait', atMs: 0, target: 'b/two', reason: 'backoff', ms: 275 },
      { type: 'attempt', atMs: 275, target: 'b/two', outcome: 'ok' },
    ],
    outcome: { ok: true, finishReason: 'stop', characters: 3 },
    timings: { totalMs: 275, waitedMs: 275 },
  });
});

test('the record has what limits, breakers and budgets decided, with their figures', async () => {
  const clock = new VirtualClock();
  const failing = scripted('a/one', clock, { kind: 'server', status: 500 });
  const inner = stack(failing, budgeted(undefined, { clock }), breaker({ clock, failuresInARow: 1 }), limit({ clock }));
  const { model, records } = watched(inner, clock);
  const run = budget({ name: 'run', calls: 5, tokens: 10_000, clock });
  for (const prompt of ['one', 'two']) {
    const asking = model.complete(prompt, { budget: run, patienceMs: 100 }).catch(() => undefined);
    await clock.run(10);
    await asking;
  }
  await turn();
  const decided = records.map(({ steps }) =>
    steps.flatMap((step) => (step.type === 'decision' ? [`${step.by} ${step.verdict}`] : [])),
  );
  expect(decided[0]).toEqual(['budget reserved', 'limit passed', 'breaker open']);
  expect(decided[1]).toContain('breaker refused');
  expect(records[1]).toMatchObject({ budget: { name: 'run', left: { calls: 4 } }, outcome: { kind: 'circuit-open' } });
});

test('a record is plain data: written as JSON and read again it is the same', async () => {
  const clock = new VirtualClock();
  const { model, records } = watched(scripted('a/one', clock, { kind: 'auth', status: 401 }, 'yes'), clock);
  await expect(model.complete('one', { budget: budget({ calls: 5, clock }) })).rejects.toThrow();
  await model.complete({ messages: [{ role: 'user', content: 'two' }], temperature: 1, tools: [] });
  await turn();
  expect(records).toHaveLength(2);
  for (const record of records) expect(readRecord(JSON.stringify(record))).toEqual(record);
  expect(records[0]).toMatchObject({ budget: { name: 'budget', left: { calls: 5 } }, outcome: { kind: 'auth' } });
  expect(records[1]?.request.settings?.temperature).toBe(1);
});

test('what is no record is not read as one', () => {
  for (const line of ['', '{', '[]', '{"version":2}', '{"version":1,"steps":[]}'])
    expect(readRecord(line)).toBeUndefined();
});

test('records say nothing of what was said unless they are asked to', async () => {
  const clock = new VirtualClock();
  const failing = scripted('a/one', clock, { kind: 'server', message: `quotes: ${secret}` }, secret);
  const inner = stack(failing, retry({ clock, random: () => 0 }));
  const quiet = watched(inner, clock);
  const request = { messages: [{ role: 'user' as const, content: secret }], metadata: { [secret]: secret } };
  const asking = quiet.model.complete(request);
  await clock.run();
  await asking;
  const loud = watched(scripted('a/one', clock, secret), clock, { contents: true });
  await loud.model.complete(request);
  await turn();
  expect(quiet.records).toHaveLength(1);
  expect(JSON.stringify(quiet.records)).not.toContain(secret);
  expect(loud.records[0]?.contents).toMatchObject({
    request: { messages: [{ role: 'user', content: secret }] },
    reply: [{ type: 'text', text: secret }],
  });
});

test('the same prompt has the same fingerprint, and another one another', async () => {
  const clock = new VirtualClock();
  const { model, records } = watched(scripted('a/one', clock, 'yes'), clock);
  for (const prompt of ['one', 'one', 'two']) await model.complete(prompt);
  await watched(model, clock, { fingerprint: false }).model.complete('one');
  await turn();
  const [first, second, third] = records.map(({ request }) => request.fingerprint);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('a record says which templates its prompt was rendered from', async () => {
  const clock = new VirtualClock();
  const { model, records } = watched(scripted('a/one', clock, 'yes', 'yes', 'yes'), clock);
  const system = template('Be {{tone}}.', { id: 'system' }).render({ tone: 'brief' });
  const { text, prompt } = template('Solve {{it}}.', { id: 'solve' }).render({ it: 'this' });
  await model.complete(
    {
      messages: [
        { role: 'system', content: [system] },
        { role: 'user', content: [system] },
      ],
    },
    { prompt },
  );
  await model.complete(text, { prompt: { ...prompt, variant: 'b', experiment: 'x' } });
  await model.complete(text);
  await turn();
  const plain: unknown = JSON.parse(JSON.stringify(records.map(({ prompts }) => prompts ?? null)));
  expect(plain).toEqual([
    [prompt, { id: 'system', hash: system.prompt.hash }],
    [{ ...prompt, variant: 'b', experiment: 'x' }],
    null,
  ]);
});

test('a request that came as bytes is not read for its record', async () => {
  const clock = new VirtualClock();
  const { model, records } = watched(scripted('a/one', clock, 'yes'), clock);
  const body = Buffer.from('{"messages":[{}],"tools":[{},{}]}');
  const raw = { protocol: 'chat', headers: {}, body, json: { messages: [{}], tools: [{}, {}] }, query: '' } as const;
  await model.complete({
    get messages(): never {
      throw new Error('was read');
    },
    raw,
  });
  await turn();
  expect(records[0]?.request).toMatchObject({ protocol: 'chat', size: body.length, messages: 1, tools: 2 });
});

test('the record of a stream is written when the stream is over, and nothing of it is read', async () => {
  const { model: inner, next } = rehearse('a/one');
  const { model, records } = watched(inner, systemClock);
  const opening = model.stream('one');
  const call = await next();
  call.text('Hel');
  const stream = await opening;
  await turn();
  expect(records).toEqual([]);
  call.text('lo');
  call.finish();
  let said = '';
  for await (const text of stream.text) said += text;
  await turn();
  await turn();
  expect(said).toBe('Hello');
  expect(records[0]).toMatchObject({ streamed: true, outcome: { ok: true, characters: 5 } });
  expect(records[0]?.timings.firstContentMs).toBeGreaterThanOrEqual(0);
});

test('the stream is handed on as it is: no part of it goes through the watch', async () => {
  const clock = new VirtualClock();
  const given = await scripted('a/one', clock, 'yes').stream('one');
  const { model } = watched(
    { id: 'a/one', complete: () => Promise.reject(new Error()), stream: () => Promise.resolve(given) },
    clock,
  );
  expect(await model.stream('one')).toBe(given);
});

test('a stream that is left by its reader, and one that breaks, are written down as what they were', async () => {
  const { model: inner, next } = rehearse('a/one');
  const { model, records } = watched(inner, systemClock);
  const leaving = model.stream('one');
  (await next()).text('Hel');
  await (await leaving).close();
  const breaking = model.stream('two');
  const call = await next();
  call.text('Hel');
  const stream = await breaking;
  call.fail({ kind: 'interrupted', message: 'cut' });
  await expect(stream.result).rejects.toThrow();
  await vi.waitFor(() => expect(records).toHaveLength(2));
  expect(records.map(({ outcome }) => !outcome.ok && outcome.kind)).toEqual(['aborted', 'interrupted']);
});

test('events come as they happen, with the id of the record that follows them', async () => {
  const clock = new VirtualClock();
  const heard: [CallEvent['type'], string][] = [];
  const event = (told: CallEvent, id: string): unknown => heard.push([told.type, id]);
  const { model, records } = watched(scripted('a/one', clock, 'yes'), clock, { event });
  const deciding: Layer = (inner) => ({
    ...inner,
    complete: (request, call) => {
      const facts = { left: 3, unlimited: Infinity };
      call?.journal?.decide(() => ({ by: 'limit', target: 'a/one', verdict: 'passed', facts }));
      return inner.complete(request, call);
    },
  });
  await watch({ clock, event, record: (record) => records.push(record) })(deciding(model)).complete('one');
  await vi.waitFor(() => expect(records).toHaveLength(2));
  const outer = records.find(({ steps }) => steps.some(({ type }) => type === 'decision'));
  expect(outer?.steps[0]).toEqual({
    type: 'decision',
    atMs: 0,
    by: 'limit',
    target: 'a/one',
    verdict: 'passed',
    facts: { left: 3 },
  });
  expect(heard.filter(([, id]) => id === outer?.id).map(([type]) => type)).toEqual([
    'decision',
    'attempt-start',
    'attempt-end',
  ]);
});

test('a listener that throws, rejects or is slow does not reach the call', async () => {
  const warnings: string[] = [];
  const onWarning = (warning: Error): unknown => warnings.push(warning.message);
  process.on('warning', onWarning);
  const clock = new VirtualClock();
  let told = 0;
  const record = (): void => {
    told += 1;
    throw new Error('no disk');
  };
  const event = (): Promise<never> => Promise.reject(new Error('no network'));
  const { model } = watched(scripted('a/one', clock, 'yes'), clock, { record, event });
  const replies = await Promise.all(['one', 'two', 'three'].map((prompt) => model.complete(prompt)));
  expect(replies.map(({ text }) => text)).toEqual(['yes', 'yes', 'yes']);
  expect(told).toBe(0);
  await vi.waitFor(() => expect(warnings).toHaveLength(2));
  process.off('warning', onWarning);
  expect(told).toBe(3);
  expect(warnings.filter((message) => message.includes('no disk'))).toHaveLength(1);
  expect(warnings.filter((message) => message.includes('no network'))).toHaveLength(1);
});

test('calls that share a journal have each a record of its own', async () => {
  const clock = new VirtualClock();
  const journal = new Journal(clock.now());
  const inner = stack(scripted('a/one', clock, 'yes', { kind: 'server' }, 'yes'), retry({ clock, random: () => 0 }));
  const { model, records } = watched(inner, clock);
  await model.complete('one', { journal });
  await turn();
  const second = model.complete('two', { journal });
  await clock.run();
  await second;
  await turn();
  expect(records.map((record) => attemptsOf(record).map(({ outcome }) => outcome))).toEqual([['ok'], ['error', 'ok']]);
  expect(records.map((record) => waitsOf(record).length)).toEqual([0, 1]);
});

test('a record has at most 500 steps and says how many it leaves out', async () => {
  const clock = new VirtualClock();
  const { model, records } = watched(
    {
      id: 'a/one',
      stream: () => Promise.reject(new Error()),
      complete: (_, call) => {
        for (let turn = 0; turn < 600; turn += 1) call?.journal?.wait('a/one', { reason: 'gate', ms: 1 });
        return Promise.reject(new ModelError({ kind: 'rate-limit', message: 'no' }));
      },
    },
    clock,
  );
  await expect(model.complete('one')).rejects.toThrow('no');
  await turn();
  expect(records[0]?.steps).toHaveLength(500);
  expect(records[0]?.omitted).toBe(100);
});
