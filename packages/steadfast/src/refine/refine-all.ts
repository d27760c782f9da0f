import { noAmounts, sum } from '../layers/purse.ts';
import { ModelError } from '../model/error.ts';
import type { BudgetAmounts, BudgetLimits } from '../model/budget.ts';
import type { Log } from '../store/log.ts';
import { memoryLog } from '../store/memory-log.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { allEnded } from './all-ended.ts';
import { isFatal } from './failure-policy.ts';
import { checkExperts } from './refine.ts';
import type { RefineEntry } from './refine-entry.ts';
import type { Found, RefineOptions } from './refine-options.ts';
import type { RefineOutcome } from './refine-outcome.ts';
import { RefineRun } from './refine-run.ts';
import { takenUp } from './run-budget.ts';
import type { Past } from './run-budget.ts';
import { runOf, spentBy } from './run-state.ts';
import type { Session } from './run-state.ts';

/** One task of many; what all of them share is in the options of `refineAll`. */
export type RefineTask<Answer> = Omit<RefineOptions<Answer>, 'within' | 'log' | 'signal' | 'clock'> & {
  readonly task: string;
};

/** What the tasks share. */
export interface RefineAllOptions {
  /** How many tasks are worked on at a time. Default: 4. */
  readonly concurrency?: number;
  /** What all tasks together may spend. Default: no limit. */
  readonly limits?: BudgetLimits;
  /** Where all tasks are written down, and taken up from. Default: memory. */
  readonly log?: Log<RefineEntry>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What came of many tasks. */
export interface RefineAllOutcome<Answer> {
  /** `failed`: an error that would be the same for every call has ended all tasks, see `error`. */
  readonly ended: 'done' | 'failed' | 'aborted';
  /** In the order of the tasks; without an outcome where a task was not begun. */
  readonly tasks: readonly { readonly task: string; readonly outcome?: RefineOutcome<Answer> }[];
  readonly spent: BudgetAmounts;
  readonly error?: RefineOutcome<Answer>['error'];
}

/**
 * Works on many tasks, so many at a time, by one budget and in one log; each as `refine` does. An error that would be the same
 * for every call ends them all once. Tasks that were finished before are not asked for again.
 * @throws as `refine` does, and for two tasks of one name
 */
export async function refineAll<Answer>(
  tasks: readonly RefineTask<Answer>[],
  options: RefineAllOptions = {},
): Promise<RefineAllOutcome<Found<Answer>>> {
  checkTasks(tasks);
  const { concurrency = 4, limits, log = memoryLog<RefineEntry>(), signal, clock = systemClock } = options;
  const byTask = Map.groupBy(await log.read(), ({ task }) => task);
  const within = takenUp({ name: 'run', ...limits }, pastOf(byTask), clock);
  const append = (entry: RefineEntry): Promise<void> => log.append(entry);
  const ender = new AbortController();
  const ends = signal === undefined ? ender.signal : AbortSignal.any([signal, ender.signal]);
  const outcomes = new Map<string, RefineOutcome<Found<Answer>>>();
  const waiting = tasks.values();
  let fatal: RefineOutcome<Answer>['error'];
  const work = async (): Promise<void> => {
    for (const task of waiting) {
      if (ends.aborted) return;
      const ground = { append, entries: byTask.get(task.task) ?? [], within };
      const outcome = await new RefineRun({ ...task, signal: ends, clock }, ground).work();
      outcomes.set(task.task, outcome);
      if (outcome.error === undefined || !isFatal(outcome.error)) continue;
      fatal ??= outcome.error;
      ender.abort();
    }
  };
  const workers = Array.from({ length: Math.max(1, Math.min(concurrency, tasks.length)) }, work);
  await allEnded(workers, ender);
  const told = tasks.map(({ task }) => ({ task, outcome: outcomes.get(task) }));
  return { ended: endOf(fatal, signal), tasks: told, spent: within.spent, error: fatal };
}

function checkTasks(tasks: readonly Pick<RefineTask<never>, 'task' | 'experts'>[]): void {
  const names = new Set<string>();
  for (const task of tasks) {
    checkExperts(task);
    const message = `Two tasks have the name "${task.task}": give each its own, so that the log can tell them apart.`;
    if (names.has(task.task)) throw new ModelError({ kind: 'invalid-request', message });
    names.add(task.task);
  }
}

/** Tasks ran side by side: what they spent adds up, and each moment counts once. */
function pastOf(byTask: ReadonlyMap<string | undefined, readonly RefineEntry[]>): Past {
  const runs = [...byTask.values()].map(runOf);
  const spent = runs.reduce((total, run) => sum(total, spentBy(run)), noAmounts);
  return { spent, elapsedMs: coveredBy(runs.flatMap(({ sessions }) => sessions)) };
}

/** How long at least one of these times was going on, in milliseconds. */
function coveredBy(times: readonly Session[]): number {
  let covered = 0;
  let until = -Infinity;
  for (const [from, to] of times.toSorted(([one], [other]) => one - other)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}

function endOf(fatal: unknown, signal: AbortSignal | undefined): RefineAllOutcome<never>['ended'] {
  if (fatal !== undefined) return 'failed';
  return signal?.aborted === true ? 'aborted' : 'done';
}
