import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { Journal } from '../model/journal.ts';
import type { Decision } from '../model/journal.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { split } from './split.ts';

const clock = new VirtualClock();
const stable = scripted('sim/stable', clock, 'stable');
const canary = scripted('sim/canary', clock, 'canary');

function withCanary(percent: number) {
  const arms = [
    { model: stable, weight: 100 - percent },
    { model: canary, weight: percent },
  ];
  return split(arms, { clock, random: seededRandom(1) });
}

test('a session keeps its model, whole or streamed, and a roll-out takes nobody back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 99 }), async (session, percent) => {
      const now = withCanary(percent);
      const { text } = await now.complete('hi', { session });
      expect((await (await now.stream('hi', { session })).result).text).toBe(text);
      expect((await now.complete('hi', { caller: { id: session } })).text).toBe(text);
      if (text === 'canary') expect((await withCanary(percent + 1).complete('hi', { session })).text).toBe('canary');
    }),
  );
});

test('calls without a key are dealt by chance, in the same shares', async () => {
  const choice = withCanary(20);
  let canaries = 0;
  for (let call = 0; call < 2_000; call += 1) if ((await choice.complete('hi')).text === 'canary') canaries += 1;
  expect(canaries / 2_000).toBeGreaterThan(0.17);
  expect(canaries / 2_000).toBeLessThan(0.23);
});

test('another salt deals the same sessions anew, and a key of one’s own takes the place of the session', async () => {
  const arms = [
    { model: stable, weight: 1 },
    { model: canary, weight: 1 },
  ];
  const plain = split(arms, { clock, salt: 'a' });
  const salted = split(arms, { clock, salt: 'b' });
  let same = 0;
  for (let session = 0; session < 400; session += 1) {
    const call = { session: `s${session}` };
    if ((await plain.complete('hi', call)).text === (await salted.complete('hi', call)).text) same += 1;
  }
  expect(same).toBeGreaterThan(140);
  expect(same).toBeLessThan(260);
  const constant = split(arms, { clock, key: () => 'all' });
  const texts = new Set<string>();
  for (let session = 0; session < 20; session += 1)
    texts.add((await constant.complete('hi', { session: `${session}` })).text);
  expect(texts.size).toBe(1);
});

test('the journal hears who was chosen, and by what', async () => {
  const decided: Decision[] = [];
  const journal = new Journal(clock.now(), (event) => event.type === 'decision' && decided.push(event.decision));
  await split([{ model: stable, weight: 3 }], { clock }).complete('hi', { journal, session: 'one' });
  expect(decided).toEqual([{ by: 'split', target: 'sim/stable', verdict: 'chosen', facts: { weight: 3, by: 'key' } }]);
});

test('weights that say nothing are refused', () => {
  for (const weights of [[], [0, 0], [-1, 2], [Number.NaN], [Infinity]]) {
    const arms = weights.map((weight, index) => ({ model: { ...stable, id: `sim/${index}` }, weight }));
    expect(() => split(arms)).toThrow('at least one above 0');
  }
  expect(() =>
    split([
      { model: stable, weight: 1 },
      { model: stable, weight: 1 },
    ]),
  ).toThrow('same name');
});
