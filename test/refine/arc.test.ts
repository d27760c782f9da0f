import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import { isRefineEntry, refine } from 'steadfast/refine';
import type { RefineEntry, RefineOutcome } from 'steadfast/refine';
import { fileLog } from 'steadfast/store';
import type { Log } from 'steadfast/store';
import { afterAll, expect, test } from 'vitest';
import { expertOf, judgingOf, predicted, questionIn } from './arc-solving.ts';
import type { Prediction } from './arc-solving.ts';
import { arcTasks, madeTasks, withoutTasks } from './arc-tasks.ts';
import type { ArcTask } from './arc-tasks.ts';

const folder = mkdtempSync(join(tmpdir(), 'steadfast-arc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Quality = Parameters<typeof predicted>[0];

/** A model that answers the attempts at a task in these qualities, one after another; what is asked is noted. */
function rehearsed(
  task: ArcTask,
  ...plan: readonly Quality[]
): { model: ReturnType<typeof rehearse>['model']; asked: string[] } {
  const { model, next } = rehearse('rehearsal/solver');
  const asked: string[] = [];
  void (async () => {
    for (;;) {
      const call = await next();
      const { key, shown } = questionIn(call.said, task);
      asked.push(key);
      call.reply(predicted(plan[Number(/attempt (\d+)/.exec(key)?.[1]) - 1] ?? 'right', shown, task));
    }
  })();
  return { model, asked };
}

const real = arcTasks(20);
const tasks = [...real, ...madeTasks];

test('there are twenty real tasks', (context) => {
  if (real.length === 0) context.skip(withoutTasks);
  expect(new Set(real.map(({ name }) => name)).size).toBe(20);
});

const outputsOf = ({ test }: ArcTask): unknown => test.map(({ output }) => output);

test.each(tasks)('$name is solved by what was wrong', async (task) => {
  const { model, asked } = rehearsed(task, 'wrong', 'better', 'right');
  const outcome = await refine({ ...judgingOf(task), experts: [expertOf(task, model)] });
  expect(outcome).toMatchObject({ ended: 'passed', passed: true, answer: { test: outputsOf(task) } });
  expect(asked).toHaveLength(3);
  const [{ attempts } = { attempts: [] }] = outcome.experts;
  expect(
    attempts.map(({ score }) => score).every((score, index, all) => index === 0 || score > (all[index - 1] ?? 1)),
  ).toBe(true);
  expect(attempts.every(({ feedback }) => feedback.length <= 4_000)).toBe(true);
});

test.each(tasks)('$name: three experts of which two fail alike, and the failure does not win', async (task) => {
  const [one, two, three] = [rehearsed(task, 'better'), rehearsed(task, 'better'), rehearsed(task, 'right')];
  const experts = [one, two, three].map(({ model }) => expertOf(task, model));
  const outcome = await refine({ ...judgingOf(task), experts, attempts: 1 });
  expect(outcome).toMatchObject({
    answer: { test: outputsOf(task) },
    ranking: [
      { passed: true, votes: 1, experts: ['expert 3'] },
      { passed: false, votes: 0, experts: ['expert 1', 'expert 2'] },
    ],
  });
});

/** A log whose process ends behind its so-manieth entry. */
function killedBehind(log: Log<RefineEntry>, entries: number): Log<RefineEntry> {
  let left = entries;
  return {
    read: () => log.read(),
    append: async (entry) => {
      left -= 1;
      if (left >= 0) await log.append(entry);
      if (left <= 0) throw new Error('killed');
    },
  };
}

test.each(tasks)(
  '$name is taken up wherever it was killed, with the same result and no call repeated',
  async (task) => {
    const result = (outcome: RefineOutcome<Prediction>): unknown => ({ ...outcome, spent: outcome.spent.tokens });
    const whole = rehearsed(task, 'wrong', 'better', 'right');
    const expected = result(await refine({ ...judgingOf(task), experts: [expertOf(task, whole.model)] }));
    // Begun, and thrice asked, replied, judged.
    for (let entries = 1; entries <= 10; entries += 1) {
      const { model, asked } = rehearsed(task, 'wrong', 'better', 'right');
      const options = { ...judgingOf(task), experts: [expertOf(task, model)] };
      const log = fileLog(join(folder, task.name, `${entries}.jsonl`), { accepts: isRefineEntry, sync: false });
      await expect(refine({ ...options, log: killedBehind(log, entries) })).rejects.toThrow('killed');
      const outcome = await refine({ ...options, log });
      // A call that had been announced, and of which nobody knows whether it was made, counts with what it may have cost.
      if (entries % 3 !== 2) expect(result(outcome)).toEqual(expected);
      else expect(outcome).toMatchObject({ passed: true, spent: { calls: 4 }, answer: { test: outputsOf(task) } });
      expect(asked).toEqual(whole.asked);
    }
  },
);
