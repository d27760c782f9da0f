import { failurePolicies } from './failure-policy.ts';
import { isAgreed } from './ranking.ts';
import { expertIn } from './run-state.ts';
import type { ExpertState, RefineAttempt, RunState } from './run-state.ts';

/** When an expert, or the run, ends. */
export interface StopRules {
  /** The most attempts of each expert. Default: 10. */
  readonly attempts?: number;
  /** An expert ends after so many attempts without a better score. Default: no limit. */
  readonly patience?: number;
  /** An expert ends after so many calls that failed one after another; waits for rate limits do not count. Default: 3. */
  readonly failures?: number;
  /** The run ends when so many experts have passed with the same answer. Default: 2. */
  readonly agree?: number;
  /** Ends an expert by its attempts so far; asked before each call. Default: never. */
  readonly stop?: (attempts: readonly RefineAttempt[]) => boolean;
}

/** Why an expert does nothing more. */
export type ExpertEnd = 'passed' | 'attempts' | 'patience' | 'stopped' | 'budget' | 'failed' | 'over';

/** What an expert does next. */
export type Step =
  | { readonly type: 'ask'; readonly number: number; readonly waitMs: number }
  | { readonly type: 'judge'; readonly number: number }
  | { readonly type: 'end'; readonly reason: ExpertEnd };

/** Whether nobody need do anything more: experts agree, or an error would be the same for every call. */
export function isOver(run: RunState, { agree = 2 }: StopRules): boolean {
  return run.fatal !== undefined || isAgreed(run.attempts, agree);
}

/** Decides what an expert does next, by all that is known of the run. */
export function nextStep(run: RunState, name: string, rules: StopRules): Step {
  if (isOver(run, rules)) return { type: 'end', reason: passes(run, name) ? 'passed' : 'over' };
  const expert = expertIn(run, name);
  const number = expert.attempts.length + 1;
  if (expert.reply !== undefined) return { type: 'judge', number };
  const reason = passes(run, name) ? 'passed' : (endByAttempts(expert.attempts, rules) ?? endByFailures(expert, rules));
  return reason === undefined ? { type: 'ask', number, waitMs: waitAfter(expert) } : { type: 'end', reason };
}

function passes(run: RunState, name: string): boolean {
  return expertIn(run, name).attempts.at(-1)?.passed === true;
}

function endByAttempts(attempts: readonly RefineAttempt[], rules: StopRules): ExpertEnd | undefined {
  const { attempts: most = 10, patience = Infinity, stop } = rules;
  if (attempts.length >= most) return 'attempts';
  const best = attempts.findIndex(({ score }) => attempts.every((attempt) => attempt.score <= score));
  if (attempts.length - 1 - best >= patience) return 'patience';
  return stop?.(attempts) === true ? 'stopped' : undefined;
}

function endByFailures({ failures }: ExpertState, { failures: most = 3 }: StopRules): ExpertEnd | undefined {
  const last = failures.at(-1);
  if (last === undefined) return undefined;
  if (last.kind === 'budget') return 'budget';
  if (failurePolicies[last.kind] === 'end') return 'failed';
  return failures.filter(({ kind }) => failurePolicies[kind] === 'again').length >= most ? 'failed' : undefined;
}

/** What is waited for a rate limit that nobody gives a time for, in milliseconds. */
const usualWait = 5_000;

function waitAfter({ failures }: ExpertState): number {
  const last = failures.at(-1);
  if (last === undefined) return 0;
  return last.retryAfterMs ?? (failurePolicies[last.kind] === 'wait' ? usualWait : 0);
}
