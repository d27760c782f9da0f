import type { Completion, Reply } from '../model/completion.ts';
import type { ToolCallPart } from '../model/message.ts';
import type { CallOutcome } from './call-outcome.ts';

/** A step of a run: what a model answered, and what became of the calls in it. */
export interface ToolsStep {
  /** From 1. */
  readonly number: number;
  /** The model that answered: `provider/model`. */
  readonly model: string;
  readonly reply: Reply;
  /** The reply with its attempts, cost and timings; absent for a step that was resumed from the ledger. */
  readonly completion?: Completion;
  /** In the order in which the model made the calls. */
  readonly outcomes: readonly CallOutcome[];
  /** Calls that the caller has to answer. */
  readonly pending: readonly ToolCallPart[];
}

/** Says after a step whether the run shall end. */
export type StopCondition = (step: ToolsStep, steps: readonly ToolsStep[]) => boolean | Promise<boolean>;

/** Holds when one of these tools was called and did what it was asked. */
export function toolWasCalled(...names: readonly string[]): StopCondition {
  return ({ outcomes }) => outcomes.some(({ name, status }) => status === 'done' && names.includes(name));
}
