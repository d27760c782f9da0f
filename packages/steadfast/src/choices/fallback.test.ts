import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { Outcome } from '../../../../test/scripted-model.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { errorPolicies } from '../model/error-policy.ts';
import { retry } from '../layers/retry.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { fallback } from './fallback.ts';

const quiet = { onAbsorbed: (): void => undefined };

test('the first target that answers is the only one whose words are heard', async () => {
  const kinds = Object.entries(errorPolicies).flatMap(([kind, policy]) => (policy.fallback === 'yes' ? [kind] : []));
  const outcome = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(...kinds).map((kind): Outcome => ({ kind: kindOf(kind) })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 5 }), async (outcomes) => {
      const clock = new VirtualClock();
      const targets = outcomes.map((each, index) => scripted(`sim/${index}`, clock, each));
      const answering = outcomes.findIndex((each) => typeof each === 'string');
      // A limit that names no time is waited for a second at least: longer than these calls may take.
      const answer = fallback(targets, { ...quiet, clock, deadlineMs: 500 }).complete('hi');
      if (answering < 0)
        await expect(answer).rejects.toMatchObject({ isModelError: true, attempts: { length: outcomes.length } });
      else {
        const completion = await answer;
        expect(completion.text).toBe(outcomes[answering]);
        expect(completion.attempts).toHaveLength(answering + 1);
        expect(completion.model).toBe(`sim/${answering}`);
      }
      expect(targets.map(({ calls }) => calls.length)).toEqual(
        outcomes.map((_, index) => (answering >= 0 && index > answering ? 0 : 1)),
      );
    }),
  );
});

function kindOf(kind: string): ErrorKind {
  for (const known of ['server', 'timeout', 'connection', 'auth', 'quota', 'rate-limit', 'overloaded'] as const) {
    if (known === kind) return known;
  }
  return 'server';
}

test('a request that is wrong in itself is not sent to the next target', async () => {
  const clock = new VirtualClock();
  for (const kind of ['invalid-request', 'content-filter', 'aborted', 'budget'] as const) {
    const second = scripted('sim/b', clock, 'hello');
    const choice = fallback([scripted('sim/a', clock, { kind }), second], { ...quiet, clock });
    await expect(choice.complete('hi')).rejects.toMatchObject({ kind });
    expect(second.calls).toHaveLength(0);
  }
});

test('an overflowing context goes only to a target with a larger window', async () => {
  const clock = new VirtualClock();
  const window = (contextWindow: number) => ({
    capabilities: {
      streaming: true,
      tools: true,
      structuredOutput: true,
      images: true,
      reasoning: true,
      contextWindow,
    },
  });
  const small = { ...scripted('sim/small', clock, { kind: 'context-length' }), ...window(8_000) };
  const same = { ...scripted('sim/same', clock, 'no'), ...window(8_000) };
  const large = { ...scripted('sim/large', clock, 'yes'), ...window(200_000) };
  expect((await fallback([small, same, large], { ...quiet, clock }).complete('hi')).text).toBe('yes');
  await expect(fallback([small, same], { ...quiet, clock }).complete('hi')).rejects.toMatchObject({
    kind: 'context-length',
  });
});

test('a long rate limit is passed over while another target is left', async () => {
  const clock = new VirtualClock();
  const coat = retry({ clock, random: () => 0 });
  const first = coat(scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 10_000 }));
  const last = coat(scripted('sim/b', clock, { kind: 'rate-limit', retryAfterMs: 1_000 }, 'hello'));
  const answer = fallback([first, last], { ...quiet, clock }).complete('hi');
  await clock.run();
  const { text, attempts } = await answer;
  expect(text).toBe('hello');
  expect(attempts.map(({ target }) => target)).toEqual(['sim/a', 'sim/b', 'sim/b']);
});

test('a refused key is reported to whoever asked to know, and the next target answers', async () => {
  const clock = new VirtualClock();
  const absorbed: string[] = [];
  const targets = [scripted('sim/a', clock, { kind: 'auth', status: 401 }), scripted('sim/b', clock, 'hello')];
  const choice = fallback(targets, { clock, onAbsorbed: (error, next) => absorbed.push(`${error.kind} → ${next.id}`) });
  expect((await choice.complete('hi')).text).toBe('hello');
  expect(absorbed).toEqual(['auth → sim/b']);
  const strict = fallback(targets, { clock, onRefusedKey: false });
  await expect(strict.complete('hi')).rejects.toMatchObject({ kind: 'auth' });
});

test('when all fail, the error that passes by itself is given, and it names them all', async () => {
  const clock = new VirtualClock();
  const targets = [
    scripted('sim/a', clock, { kind: 'rate-limit', retryAfterMs: 9_000 }),
    scripted('sim/b', clock, { kind: 'auth', status: 401 }),
  ];
  const answer = fallback(targets, { ...quiet, clock, deadlineMs: 9_000 }).complete('hi');
  await expect(answer).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 9_000 });
  await expect(answer).rejects.toThrow('sim/a: rate-limit; sim/b: auth');
});
