import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { breaker } from '../layers/breaker.ts';
import { Journal } from '../model/journal.ts';
import type { Decision } from '../model/journal.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { fallback } from './fallback.ts';

const quiet = { onAbsorbed: (): void => undefined, random: () => 0 };

test('when all targets are limited, the one that recovers first is waited for and answers', async () => {
  const waits = fc.array(fc.integer({ min: 2_500, max: 100_000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(waits, fc.constantFrom(429, undefined), async (times, status) => {
      const clock = new VirtualClock();
      const begun = clock.now();
      const targets = times.map((retryAfterMs, index) =>
        scripted(`sim/${index}`, clock, { kind: 'rate-limit', retryAfterMs, status }, 'hello'),
      );
      const answer = fallback(targets, { ...quiet, clock }).complete('hi');
      await clock.run();
      const { attempts } = await answer;
      const earliest = Math.min(...times);
      expect(attempts.at(-1)?.target).toBe(`sim/${times.indexOf(earliest)}`);
      expect(attempts).toHaveLength(times.length + 1);
      // A limit that our own side keeps has a line, which the call joins at once.
      expect(clock.now() - begun).toBe(status === undefined ? 0 : earliest);
      expect(attempts.at(-1)?.waits).toEqual(status === undefined ? [] : [{ reason: 'rate-limit', ms: earliest }]);
    }),
    { numRuns: 30 },
  );
});

test('a recovery after the deadline is not waited for: the error comes at once, with the true time', async () => {
  const clock = new VirtualClock();
  const targets = [
    scripted('sim/a', clock, { kind: 'rate-limit', status: 429, retryAfterMs: 30_000 }),
    scripted('sim/b', clock, { kind: 'circuit-open', retryAfterMs: 7_000 }),
    scripted('sim/c', clock, { kind: 'overloaded', status: 529, retryAfterMs: 12_000 }),
    scripted('sim/d', clock, { kind: 'server', status: 500 }),
  ];
  const begun = clock.now();
  const answer = fallback(targets, { ...quiet, clock }).complete('hi', { deadline: begun + 5_000 });
  await expect(answer).rejects.toMatchObject({ kind: 'circuit-open', retryAfterMs: 7_000 });
  await expect(answer).rejects.toThrow(
    'All 4 targets failed (sim/a: rate-limit; sim/b: circuit-open; sim/c: overloaded',
  );
  expect(clock.now()).toBe(begun);
  const impatient = fallback(targets, { ...quiet, clock }).complete('hi', { patienceMs: 5_000 });
  await expect(impatient).rejects.toMatchObject({ retryAfterMs: 7_000 });
  expect(clock.pending).toBe(0);
});

test('time that has gone by is taken off the time of recovery', async () => {
  const clock = new VirtualClock();
  const slow = scripted('sim/b', clock, { kind: 'server', status: 500 });
  const late = { ...slow, complete: async () => (clock.advance(2_000), slow.complete('hi')) };
  const limited = scripted('sim/a', clock, { kind: 'rate-limit', status: 429, retryAfterMs: 30_000 });
  const answer = fallback([limited, late], { ...quiet, clock, deadlineMs: 10_000 }).complete('hi');
  await expect(answer).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 28_000 });
});

test('a target that is limited again gives way to another that has recovered', async () => {
  const clock = new VirtualClock();
  const limited = (retryAfterMs: number) => ({ kind: 'rate-limit' as const, status: 429, retryAfterMs });
  const targets = [
    scripted('sim/a', clock, limited(10_000), limited(60_000)),
    scripted('sim/b', clock, limited(20_000), 'hello'),
  ];
  const answer = fallback(targets, { ...quiet, clock }).complete('hi');
  await clock.run();
  expect((await answer).attempts.map(({ target }) => target)).toEqual(['sim/a', 'sim/b', 'sim/a', 'sim/b']);
  expect(clock.now()).toBe(1_020_000);
});

test('an overloaded provider is waited for twice, not for ever', async () => {
  const clock = new VirtualClock();
  const target = scripted('sim/a', clock, { kind: 'overloaded', status: 529, retryAfterMs: 1_000 });
  const answer = fallback([target], { ...quiet, clock }).complete('hi');
  const seen = expect(answer).rejects.toMatchObject({ kind: 'overloaded' });
  await clock.run();
  await seen;
  expect(target.calls).toHaveLength(3);
});

test('when the circuits of all targets are open, the last standing one is asked nevertheless', async () => {
  const clock = new VirtualClock();
  const coat = { clock, failuresInARow: 2, minimumCalls: Infinity };
  const failing = { kind: 'server' as const, status: 500 };
  const first = scripted('sim/a', clock, failing, failing, failing);
  const second = scripted('sim/b', clock, failing, failing, 'hello');
  const targets = [first, second].map((target) => breaker(coat)(target));
  const choice = fallback(targets, { ...quiet, clock });
  for (let call = 0; call < 2; call += 1) await expect(choice.complete('hi')).rejects.toMatchObject({ kind: 'server' });
  const decided: Decision[] = [];
  const journal = new Journal(clock.now(), (event) => event.type === 'decision' && decided.push(event.decision));
  const answer = choice.complete('hi', { journal });
  await clock.run();
  expect((await answer).text).toBe('hello');
  expect(decided).toContainEqual(expect.objectContaining({ by: 'fallback', verdict: 'wait-for-earliest' }));
});

test('a caller who leaves during the wait is let go at once, and nothing stays behind', async () => {
  const clock = new VirtualClock();
  const target = scripted('sim/a', clock, { kind: 'rate-limit', status: 429, retryAfterMs: 10_000 });
  const { signal, abort } = withAbort();
  const answer = fallback([target], { ...quiet, clock }).stream('hi', { signal });
  const seen = expect(answer).rejects.toMatchObject({ kind: 'aborted' });
  await clock.run(1_000);
  abort();
  await seen;
  expect(clock.pending).toBe(0);
});

function withAbort(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

test('conditions by kind stand over the table', async () => {
  const clock = new VirtualClock();
  const filtered = scripted('sim/a', clock, { kind: 'content-filter' });
  const broken = scripted('sim/b', clock, { kind: 'server', status: 500 });
  const third = scripted('sim/c', clock, 'hello');
  const options = { ...quiet, clock, conditions: { 'content-filter': 'yes', server: 'no' } as const };
  expect((await fallback([filtered, third], options).complete('hi')).text).toBe('hello');
  await expect(fallback([filtered, broken, third], options).complete('hi')).rejects.toMatchObject({ kind: 'server' });
});
