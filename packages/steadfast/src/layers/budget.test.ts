import { expect, test } from 'vitest';
import { VirtualClock } from '../time/virtual-clock.ts';
import { scripted } from '../../../../test/scripted-model.ts';
import { budget, restoreBudget } from './budget.ts';
import { budgeted } from './budgeted.ts';

test('what is left can be read at any time, and a child has no more than its parents', () => {
  const clock = new VirtualClock();
  const run = budget({ name: 'run', timeMs: 60_000, calls: 500, money: 5, clock });
  const task = run.child({ name: 'task', calls: 20, timeMs: 90_000 });
  clock.advance(10_000);
  expect(task.left).toEqual({ timeMs: 50_000, calls: 20, timeouts: Infinity, tokens: Infinity, money: 5 });
  expect(run.spent).toEqual({ timeMs: 10_000, calls: 0, timeouts: 0, tokens: 0, money: 0 });
});

test('children without a name are numbered', () => {
  const run = budget();
  expect([run.child().name, run.child().name, run.child({ name: 'last' }).name]).toEqual([
    'budget.1',
    'budget.2',
    'last',
  ]);
});

test('a budget survives its process as plain data, with its time standing still between', async () => {
  const clock = new VirtualClock();
  const run = budget({ name: 'run', timeMs: 60_000, calls: 3, clock });
  const task = run.child({ name: 'task', calls: 2 });
  const model = budgeted(undefined, { clock })(scripted('sim/a', clock, 'yes'));
  await model.complete('hi', { budget: task });
  clock.advance(20_000);
  const saved: unknown = JSON.parse(JSON.stringify({ run: run.save(), task: task.save() }));
  expect(saved).toMatchObject({ run: { version: 1, name: 'run', timeLeftMs: 40_000, spent: { calls: 1 } } });

  const later = new VirtualClock(50_000_000);
  const again = restoreBudget(run.save(), { clock: later });
  const rest = restoreBudget(task.save(), { within: again, clock: later });
  expect(rest.left).toMatchObject({ timeMs: 40_000, calls: 1 });
  expect(again.spent).toMatchObject({ timeMs: 20_000, calls: 1 });
  const next = budgeted(undefined, { clock: later })(scripted('sim/a', later, 'yes'));
  await next.complete('hi', { budget: rest });
  await expect(next.complete('hi', { budget: rest })).rejects.toMatchObject({
    kind: 'budget',
    cause: { level: 'task' },
  });
  expect(again.left.calls).toBe(1);
});

test('what calls under way had reserved counts as spent when a budget is taken up', () => {
  const run = budget({ tokens: 10_000 });
  const [purse] = run.purses;
  if (purse === undefined) throw new Error('a budget has a purse');
  purse.state = { ...purse.state, reserved: { calls: 0, timeouts: 0, tokens: 4_000, nanodollars: 7 } };
  expect(restoreBudget(run.save()).left.tokens).toBe(6_000);
  expect(restoreBudget(run.save()).spent.money).toBe(7e-9);
});

test('a limit that is no number of 0 or more is refused by its name, and so is data that no budget saved', () => {
  expect(() => budget({ name: 'run', money: -1 })).toThrow('The limit `money` of the budget "run" is -1');
  expect(() => budget({ calls: NaN })).toThrow('`calls`');
  const saved = budget({ calls: 3 }).save();
  for (const broken of [
    null,
    [],
    {},
    { ...saved, version: 2 },
    { ...saved, spent: {} },
    { ...saved, limits: { calls: null } },
  ]) {
    expect(() => restoreBudget(broken)).toThrow('This is not what a budget saved');
  }
});
