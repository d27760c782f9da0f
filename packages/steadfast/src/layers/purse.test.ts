import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PurseAmounts, PurseState } from '../model/budget.ts';
import { charge, leftIn, newPurse, noAmounts, nanodollarsOf, overdrawn, reserve, settle } from './purse.ts';

const now = 1_000_000;

function amounts(given: Partial<PurseAmounts>): PurseAmounts {
  return { ...noAmounts, ...given };
}

test('what is reserved and settled, in any order, leaves nothing reserved and the truth spent', () => {
  const draw = fc.record({ tokens: fc.nat(1_000), dollars: fc.double({ min: 0, max: 3, noNaN: true }) });
  const draws = fc.array(fc.record({ need: draw, truth: draw }), { maxLength: 40 });
  fc.assert(
    fc.property(draws, fc.infiniteStream(fc.nat()), (all, order) => {
      let states: readonly PurseState[] = [newPurse('run', {}, now), newPurse('task', {}, now)];
      const open: { need: PurseAmounts; truth: PurseAmounts }[] = [];
      const amountsOf = (value: { tokens: number; dollars: number }): PurseAmounts =>
        amounts({ calls: 1, tokens: value.tokens, nanodollars: nanodollarsOf(value.dollars) });
      for (const { need, truth } of all) {
        const verdict = reserve(states, amountsOf(need), now);
        if (!verdict.granted) throw new Error('nothing is limited');
        ({ states } = verdict);
        open.push({ need: amountsOf(need), truth: amountsOf(truth) });
      }
      while (open.length > 0) {
        const [next] = open.splice((order.next().value ?? 0) % open.length, 1);
        if (next !== undefined) states = states.map((state) => settle(state, next.need, next.truth));
      }
      const dollars = all.reduce((sum, { truth }) => sum + nanodollarsOf(truth.dollars), 0);
      for (const { reserved, spent } of states) {
        expect(reserved).toEqual(noAmounts);
        expect(spent).toMatchObject({ calls: all.length, nanodollars: dollars });
      }
    }),
    { numRuns: 200 },
  );
});

test('a level that refuses leaves all levels as they were, and is named', () => {
  const organisation = newPurse('organisation', { money: 5 }, now);
  const key = newPurse('key', { calls: 2 }, now);
  const run = newPurse('run', { tokens: 1_000 }, now);
  const states = [organisation, key, run];
  const asked = (given: Partial<PurseAmounts>): unknown => reserve(states, amounts(given), now);
  expect(asked({ calls: 3 })).toEqual({
    granted: false,
    refusal: { level: 'key', limit: 'calls', max: 2, left: 2, asked: 3 },
  });
  expect(asked({ tokens: 1_001 })).toMatchObject({ refusal: { level: 'run', limit: 'tokens' } });
  expect(asked({ nanodollars: nanodollarsOf(5.5) })).toMatchObject({
    refusal: { level: 'organisation', limit: 'money', max: 5, left: 5, asked: 5.5 },
  });
  expect(states.map(({ reserved }) => reserved)).toEqual([noAmounts, noAmounts, noAmounts]);
});

test('after its time, and after so many timeouts, a level refuses everything', () => {
  const run = newPurse('run', { timeMs: 1_000, timeouts: 2 }, now);
  expect(reserve([run], noAmounts, now + 999)).toMatchObject({ granted: true });
  expect(reserve([run], noAmounts, now + 1_000)).toMatchObject({
    refusal: { level: 'run', limit: 'time', max: 1_000 },
  });
  const once = charge(run, amounts({ timeouts: 1 }));
  expect(overdrawn([once])).toBeUndefined();
  const twice = charge(once, amounts({ timeouts: 1 }));
  expect(overdrawn([twice])).toMatchObject({ limit: 'timeouts', max: 2 });
  expect(reserve([twice], noAmounts, now)).toMatchObject({ refusal: { limit: 'timeouts' } });
});

test('a truth that is larger than what was reserved is charged, and nothing more is granted', () => {
  const task = newPurse('task', { tokens: 100 }, now);
  const verdict = reserve([task], amounts({ tokens: 60 }), now);
  const [held = task] = verdict.granted ? verdict.states : [];
  const settled = settle(held, amounts({ tokens: 60 }), amounts({ tokens: 130 }));
  expect(settled.spent.tokens).toBe(130);
  expect(leftIn([settled], now).tokens).toBe(0);
  expect(reserve([settled], amounts({ tokens: 1 }), now)).toMatchObject({ granted: false });
});

test('what is left is the least of all levels, less what is reserved', () => {
  const states = [newPurse('run', { timeMs: 5_000, calls: 3, money: 2 }, now), newPurse('task', { calls: 10 }, now)];
  const verdict = reserve(states, amounts({ calls: 1, nanodollars: nanodollarsOf(0.5) }), now);
  expect(verdict.granted && leftIn(verdict.states, now + 2_000)).toEqual({
    timeMs: 3_000,
    calls: 2,
    timeouts: Infinity,
    tokens: Infinity,
    money: 1.5,
  });
});

test('a million reservations side by side over three levels pass no limit, and nothing stays reserved', () => {
  const limits = { tokens: 40_000_000, money: 900, calls: 400_000 };
  const level = (name: string, share: number): { state: PurseState } => ({
    state: newPurse(
      name,
      { tokens: limits.tokens * share, money: limits.money * share, calls: Math.floor(limits.calls * share) },
      now,
    ),
  });
  const root = level('organisation', 1);
  const keys = Array.from({ length: 4 }, (_, index) => level(`key ${index}`, 0.3));
  const runs = Array.from({ length: 16 }, (_, index) => level(`run ${index}`, 0.1));
  const all = [root, ...keys, ...runs];
  const seed = 20_261_121;
  const random = randomFrom(seed);
  const open: { path: readonly { state: PurseState }[]; need: PurseAmounts; truth: PurseAmounts }[] = [];
  let granted = 0;
  let worst = 0;
  for (let turn = 0; turn < 1_000_000; turn += 1) {
    const index = Math.floor(random() * runs.length);
    const [key = root, run = root] = [keys[index % keys.length], runs[index]];
    const path = [root, key, run];
    const need = amounts({ calls: 1, tokens: 1 + Math.floor(random() * 400), nanodollars: Math.floor(random() * 8e6) });
    const verdict = reserve(
      path.map(({ state }) => state),
      need,
      now,
    );
    if (verdict.granted) {
      granted += 1;
      path.forEach((purse, place) => {
        purse.state = verdict.states[place] ?? purse.state;
      });
      const used = random();
      const truth = amounts({
        calls: 1,
        tokens: Math.floor(need.tokens * used),
        nanodollars: Math.floor(need.nanodollars * used),
      });
      open.push({ path, need, truth });
    }
    // About 500 calls are under way at any time, and end in no order.
    const under = turn === 999_999 ? 0 : 500;
    while (open.length > under) {
      const place = Math.floor(random() * open.length);
      const ended = open[place];
      const last = open.pop();
      if (ended === undefined || last === undefined) break;
      if (place < open.length) open[place] = last;
      for (const purse of ended.path) purse.state = settle(purse.state, ended.need, ended.truth);
    }
    for (const { state } of path) worst = Math.max(worst, fullest(state));
  }
  expect(worst, `seed ${seed}`).toBeLessThanOrEqual(1);
  expect(granted).toBeGreaterThan(100_000);
  expect(granted).toBeLessThan(1_000_000);
  for (const { state } of all) expect(state.reserved).toEqual(noAmounts);
});

/** The share of its limits that a purse has spent and reserved, the highest of them. */
function fullest({ limits, spent, reserved }: PurseState): number {
  const share = (name: 'calls' | 'tokens' | 'nanodollars'): number =>
    (spent[name] + reserved[name]) / (limits[name] ?? Infinity);
  return Math.max(share('calls'), share('tokens'), share('nanodollars'));
}

/** Numbers from 0 to 1, the same for the same seed: a linear congruential generator by Numerical Recipes' constants. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
