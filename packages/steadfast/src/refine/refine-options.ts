import type { Feedback } from '../feedback/feedback.ts';
import type { Budget, BudgetLimits } from '../model/budget.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { TextPart } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Log } from '../store/log.ts';
import type { Clock } from '../time/clock.ts';
import type { StopRules } from './next-step.ts';
import type { RefineEntry, RefineReply } from './refine-entry.ts';
import type { RefineAttempt } from './run-state.ts';
import type { ShownAttempts } from './shown-attempts.ts';

/** Who makes an attempt, and how it sees the problem: the same for its prompt and for the check of its answer. */
export interface RefineView {
  readonly task: string | undefined;
  readonly expert: string;
  /** The number of the attempt, from 1. */
  readonly number: number;
  /** The seed of the expert. */
  readonly seed: number;
  /**
   * Puts examples into the order in which this expert sees them: as given for seed 0, else by the seed. What stands first is
   * `Example 1` for this expert, in its prompts and in what it is told of its answers.
   */
  readonly order: <Item>(items: readonly Item[]) => readonly Item[];
}

/** One who tries, in a way of its own. */
export interface Expert {
  /** Default: `expert 1`, `expert 2`, … A run that is taken up knows its experts by their names. */
  readonly name?: string;
  readonly model: Model;
  /** The prompt: from the attempts so far that are shown, the best last, and from how this expert sees the problem. */
  readonly request: (
    attempts: readonly RefineAttempt[],
    view: RefineView,
  ) => CompletionInput | TextPart | Promise<CompletionInput | TextPart>;
  /** What its order of examples and its choice of attempts come from. Default: its place among the experts, from 0. */
  readonly seed?: number;
  readonly shown?: ShownAttempts;
  /** What this expert may spend. Default: what the task may. */
  readonly limits?: BudgetLimits;
}

/** The answer of a reply, or what is wrong with the reply, in words that the model can act on. */
export type Extraction<Answer> =
  | { readonly value: Answer; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/**
 * An answer that was found. Where `extract` gives `{ value }` in one branch and `{ problem }` in another, TypeScript takes an
 * absent value for one of its types.
 */
export type Found<Answer> = Answer & ({} | null);

/** What is found out about an answer. */
export interface Check extends Pick<Feedback, 'text' | 'score'> {
  /** Default: the score is 1. */
  readonly passed?: boolean;
  /** What the answer votes for, as JSON: answers with equal votes are one. Default: the answer itself. */
  readonly vote?: unknown;
}

/** A task, those who try it, and how their answers are judged. */
export interface RefineOptions<Answer> extends StopRules {
  /** At least one. */
  readonly experts: readonly Expert[];
  /** Finds the answer in a reply; an answer is data that JSON can say. */
  readonly extract: (reply: RefineReply, view: RefineView) => Extraction<Answer> | Promise<Extraction<Answer>>;
  /** Judges an answer. It may be asked again for an answer when a run is taken up. */
  readonly check: (answer: Found<Answer>, view: RefineView) => Check | Promise<Check>;
  /** The name of the task, where several share a log. */
  readonly task?: string;
  /** What all experts together may spend. Default: no limit. */
  readonly limits?: BudgetLimits;
  /**
   * A budget that the task draws on besides. What the log says was spent before is charged to it: give it as it was before the
   * task had begun.
   */
  readonly within?: Budget;
  /** Where the run is written down, and taken up from. Default: memory. */
  readonly log?: Log<RefineEntry>;
  /** Ends the run; what is in its log stays, and can be taken up. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}
