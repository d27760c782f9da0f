import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { Journal } from '../model/journal.ts';
import { limit } from './limit.ts';
import { newGate } from './limiter-gate.ts';
import { retry } from './retry.ts';
import { stack } from './stack.ts';

const half = (): number => 0.5;

test('two failures are followed by the reply, and the completion tells of all three attempts', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, { kind: 'server', status: 500 }, { kind: 'timeout' }, 'hello');
  const answer = retry({ clock, random: half })(model).complete('hi');
  await clock.run();
  const completion = await answer;
  expect(completion.text).toBe('hello');
  expect(completion.attempts.map(({ outcome, kind }) => kind ?? outcome)).toEqual(['server', 'timeout', 'ok']);
  expect(completion.attempts[1]?.waits).toEqual([{ reason: 'backoff', ms: 275 }]);
});

test('after two retries the error comes, with every attempt', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, { kind: 'server', status: 503 });
  const answer = retry({ clock })(model).complete('hi');
  const seen = expect(answer).rejects.toMatchObject({ kind: 'server', status: 503, attempts: { length: 3 } });
  await clock.run();
  await seen;
});

test('any number of rate limits is waited for, and none counts as a retry', async () => {
  const clock = new VirtualClock();
  const limited = { kind: 'rate-limit' as const, retryAfterMs: 1_000 };
  const model = scripted('sim/a', clock, limited, limited, limited, limited, limited, 'done');
  const answer = retry({ clock, random: () => 0 })(model).complete('hi');
  await clock.run();
  const { attempts } = await answer;
  expect(attempts).toHaveLength(6);
  expect(attempts.filter(({ counted }) => counted)).toHaveLength(1);
  const starts = model.calls.map(({ at }) => at - 1_000_000);
  expect(starts).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
});

test('a wait that would pass the deadline is not begun, and the error says how long it would have been', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 120_000 });
  const answer = retry({ clock })(model).complete('hi', { deadline: clock.now() + 8_000 });
  await expect(answer).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 120_000 });
  expect(clock.pending).toBe(0);
  expect(model.calls).toHaveLength(1);
});

test('an abort during a wait ends the call at once', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 5_000 });
  const caller = new AbortController();
  const answer = retry({ clock })(model).complete('hi', { signal: caller.signal });
  const seen = expect(answer).rejects.toMatchObject({ kind: 'aborted' });
  await clock.run(1_000);
  caller.abort();
  await seen;
  expect(clock.pending).toBe(0);
  expect(model.calls).toHaveLength(1);
});

test('the journal is told of attempts and waits as they happen', async () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const journal = new Journal(clock.now(), (event) => told.push(event.type));
  const model = scripted('sim/a', clock, { kind: 'overloaded' }, 'hello');
  const answer = retry({ clock })(model).stream('hi', { journal });
  await clock.run();
  expect((await (await answer).result).text).toBe('hello');
  expect(told).toEqual(['attempt-start', 'attempt-end', 'wait-start', 'attempt-start', 'attempt-end']);
});

test('a rate limit told to one caller holds all callers of the same gate', async () => {
  const clock = new VirtualClock();
  const gate = newGate();
  const first = scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 2_000 }, 'one');
  const second = scripted('sim/a', clock, 'two');
  const coat = [retry({ clock, random: () => 0 }), limit({ gate, clock })];
  const one = stack(first, ...coat).complete('hi');
  await clock.run(10);
  const two = stack(second, ...coat).complete('hi');
  await clock.run();
  expect((await one).text).toBe('one');
  expect((await two).text).toBe('two');
  expect(second.calls[0]?.at).toBe(1_002_000);
  expect((await two).attempts[0]?.waits).toEqual([{ reason: 'gate', ms: 1_990 }]);
});

test('a caller that cannot wait at the gate is told at once for how long it is closed', async () => {
  const clock = new VirtualClock();
  const gate = newGate();
  const model = scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 60_000 });
  const guarded = limit({ gate, clock })(model);
  await expect(guarded.complete('hi')).rejects.toMatchObject({ kind: 'rate-limit' });
  const late = guarded.complete('hi', { deadline: clock.now() + 1_000 });
  await expect(late).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 60_000, model: 'sim/a' });
  expect(model.calls).toHaveLength(1);
});
