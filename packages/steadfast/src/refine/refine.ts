import { ModelError } from '../model/error.ts';
import { memoryLog } from '../store/memory-log.ts';
import type { RefineEntry } from './refine-entry.ts';
import type { Found, RefineOptions } from './refine-options.ts';
import type { RefineOutcome } from './refine-outcome.ts';
import { RefineRun } from './refine-run.ts';
import { chargeAll } from './run-budget.ts';
import { runOf, spentBy } from './run-state.ts';

/**
 * Lets experts work on a task: each asks its model, has the answer checked, and asks again with what was wrong, until it
 * passes, a stop rule holds or the budget is used up. Every step is written to the log before it is acted on, so that a run
 * whose process was killed goes on where it was, with all that it had spent.
 * @throws ModelError of kind `invalid-request` without experts, or with two of one name; what `request`, `extract`, `check`
 * or the log throw
 */
export async function refine<Answer>(options: RefineOptions<Answer>): Promise<RefineOutcome<Found<Answer>>> {
  checkExperts(options);
  const { log = memoryLog<RefineEntry>(), task, within } = options;
  const entries = (await log.read()).filter((entry) => entry.task === task);
  if (within !== undefined) chargeAll(within, spentBy(runOf(entries)));
  return new RefineRun(options, { append: (entry) => log.append(entry), entries, within }).work();
}

/**
 * Says whether there are experts that can be told apart.
 * @throws ModelError of kind `invalid-request`
 */
export function checkExperts({ experts }: Pick<RefineOptions<never>, 'experts'>): void {
  const names = experts.map(({ name }, index) => name ?? `expert ${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (names.length > 0 && twice === undefined) return;
  const message =
    twice === undefined
      ? 'A task needs at least one expert.'
      : `Two experts have the name "${twice}": give each its own, so that the log can tell them apart.`;
  throw new ModelError({ kind: 'invalid-request', message });
}
