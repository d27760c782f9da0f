import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { isModelError } from '../model/error.ts';
import { sleep } from '../time/sleep.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { budget } from './budget.ts';
import { budgeted } from './budgeted.ts';
import { withBudget } from './with-budget.ts';

test('a loop that comes to its end gives its result, and what it spent', async () => {
  const clock = new VirtualClock();
  const model = budgeted(undefined, { clock })(scripted('sim/a', clock, 'no', 'no', 'yes'));
  const outcome = await withBudget({ calls: 15, clock }, async ({ budget, keep }) => {
    for (;;) {
      const { text } = await model.complete('Is it?', { budget });
      if (text === 'yes') return text;
      keep(text);
    }
  });
  expect(outcome).toMatchObject({ ended: 'done', result: 'yes', best: 'no', spent: { calls: 3 } });
});

test('so many timeouts end the loop, and the best that was kept is handed back', async () => {
  const clock = new VirtualClock();
  const model = budgeted(undefined, { clock })(scripted('sim/a', clock, 'nearly', { kind: 'timeout' }));
  const outcome = await withBudget<never, string>(
    { name: 'task', timeouts: 3, clock },
    async ({ budget, keep, left }) => {
      expect(left.timeouts).toBe(3);
      for (;;) {
        try {
          const { text } = await model.complete('Is it?', { budget });
          keep(text, 0.9);
          keep('worse', 0.5);
        } catch (error) {
          if (!isModelError(error) || error.kind !== 'timeout') throw error;
        }
      }
    },
  );
  expect(outcome).toMatchObject({ ended: 'timeouts', level: 'task', best: 'nearly', spent: { calls: 4, timeouts: 3 } });
});

test('the time ends the loop: the signal says so to what is no call', async () => {
  const clock = new VirtualClock();
  const outcome = withBudget({ timeMs: 1_000, clock }, async ({ signal, budget, keep }) => {
    keep('half');
    await sleep(clock, 5_000, signal).catch(() => undefined);
    return budgeted(undefined, { clock })(scripted('sim/a', clock, 'late')).complete('Is it?', { budget });
  });
  await clock.run();
  expect(await outcome).toMatchObject({ ended: 'time', best: 'half', spent: { timeMs: 1_000, calls: 0 } });
  expect(clock.pending).toBe(0);
});

test('a loop within a loop ends with its own best when the outer budget is used up, and says whose limit it was', async () => {
  const clock = new VirtualClock();
  const model = budgeted(undefined, { clock })(scripted('sim/a', clock, 'step'));
  const outer = await withBudget({ name: 'run', calls: 3, clock }, async (run) => {
    const inner = await withBudget({ name: 'task', calls: 5, within: run.budget, clock }, async ({ budget, keep }) => {
      for (let step = 1; ; step += 1) {
        await model.complete('Go on.', { budget });
        keep(step);
      }
    });
    run.keep(inner);
    await model.complete('And now?', { budget: run.budget });
  });
  expect(outer).toMatchObject({
    ended: 'calls',
    level: 'run',
    best: { ended: 'calls', level: 'run', best: 3, spent: { calls: 3 } },
  });
});

test('an error that is not of a budget is thrown', async () => {
  const run = budget();
  const failing = withBudget({ within: run, calls: 1 }, () => Promise.reject(new TypeError('mine')));
  await expect(failing).rejects.toThrow('mine');
});
