import type { BudgetAmounts } from '../model/budget.ts';
import type { ExpertEnd } from './next-step.ts';
import { ranked } from './ranking.ts';
import type { Candidate } from './ranking.ts';
import type { Failure } from './refine-entry.ts';
import { expertIn } from './run-state.ts';
import type { RefineAttempt, RunState } from './run-state.ts';

/**
 * Why a run ended: experts agreed, an answer passed, all attempts were used, the budget was, calls failed (see `error`), or its
 * caller ended it.
 */
export type RefineEnd = 'agreed' | 'passed' | 'exhausted' | 'budget' | 'failed' | 'aborted';

/** What became of an expert. */
export interface ExpertOutcome {
  readonly name: string;
  /** `over`: others had ended the run. */
  readonly ended: ExpertEnd;
  readonly attempts: readonly RefineAttempt[];
}

/** What came of a run. */
export interface RefineOutcome<Answer> {
  readonly ended: RefineEnd;
  /** Whether the answer has passed its check. */
  readonly passed: boolean;
  /** The best answer; absent when no reply held one. */
  readonly answer?: Answer;
  /** All answers, the best first: see `Candidate`. */
  readonly ranking: readonly Candidate<Answer>[];
  readonly experts: readonly ExpertOutcome[];
  /** What the task has spent, over all processes that worked on it. */
  readonly spent: BudgetAmounts;
  /** The error that ended the run, or its last expert, where no answer has passed. */
  readonly error?: Failure & { readonly expert: string };
}

/** Sums up a run whose experts have ended. */
export function outcomeOf<Answer>(
  run: RunState,
  ends: ReadonlyMap<string, ExpertEnd>,
  rules: { readonly agree?: number; readonly aborted: boolean },
  spent: BudgetAmounts,
): RefineOutcome<Answer> {
  // An answer is what `extract` gave, as the log says it.
  const ranking: readonly Candidate<Answer>[] = JSON.parse(JSON.stringify(ranked(run.attempts)));
  const [best] = ranking;
  const passed = best?.passed === true;
  const error = passed && run.fatal === undefined ? undefined : errorOf(run, ends);
  const experts = [...ends].map(([name, ended]) => ({ name, ended, attempts: expertIn(run, name).attempts }));
  const ended = endOf(run, [...ends.values()], { ...rules, votes: best?.votes ?? 0 });
  return { ended, passed, answer: best?.answer, ranking, experts, spent, error };
}

function endOf(
  run: RunState,
  ends: readonly ExpertEnd[],
  { agree = 2, votes, aborted }: { readonly agree?: number; readonly votes: number; readonly aborted: boolean },
): RefineEnd {
  if (votes >= agree) return 'agreed';
  if (run.fatal !== undefined) return 'failed';
  if (aborted) return 'aborted';
  for (const end of ['passed', 'budget'] as const) if (ends.includes(end)) return end;
  return ends.includes('failed') ? 'failed' : 'exhausted';
}

function errorOf(run: RunState, ends: ReadonlyMap<string, ExpertEnd>): RefineOutcome<never>['error'] {
  if (run.fatal !== undefined) return run.fatal;
  for (const [expert, ended] of ends) {
    const failure = expertIn(run, expert).failures.at(-1);
    if ((ended === 'failed' || ended === 'budget') && failure !== undefined) return { ...failure, expert };
  }
  return undefined;
}
