import type { Call } from '../model/call.ts';
import type { CompletionInput, CompletionRequest } from '../model/completion-request.ts';
import type { Message } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Log } from '../store/log.ts';
import type { Clock } from '../time/clock.ts';
import type { Approve, WhenUncertain } from './approval.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { OfferedTool } from './tool-set.ts';
import type { StopCondition, ToolsStep } from './tools-step.ts';

/** How calls of tools are made. */
export interface CallOptions {
  /** Those made by `tool` run here; a plain `ToolSpec` is only offered: the provider runs it, or the caller. */
  readonly tools: readonly OfferedTool[];
  /** How many tools run at once. Default: 8. */
  readonly concurrency?: number;
  /** How long a tool may run that does not say it itself, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number;
  /** Asked before calls that have effects. Default: they are made. */
  readonly approve?: Approve;
  /** What is done about an effect that was begun and whose end is not known, unless its tool is idempotent. Default: `show`. */
  readonly whenUncertain?: WhenUncertain;
  /** What the run is called in its ledger. Default: a new one. */
  readonly runId?: string;
  /**
   * Where replies and calls are written down: a run with the same id and ledger goes on where the last one stopped, and
   * repeats no effect. Default: a ledger in memory, for this run alone.
   */
  readonly ledger?: Log<LedgerEntry>;
  readonly clock?: Clock;
}

/** What a run with tools is made of. */
export interface RunToolsOptions extends CallOptions {
  readonly model: Model;
  /** What is asked; its `toolChoice` holds for the first step, and the model chooses afterwards. */
  readonly request: CompletionInput;
  /** The circumstances of all calls of the run: `signal`, `deadline`, `budget`, … */
  readonly call?: Call;
  /** The most replies of the model. Default: 20. */
  readonly maxSteps?: number;
  /** Ends the run after a step, when one of them holds. */
  readonly stopWhen?: StopCondition | readonly StopCondition[];
  /** Changes what is asked at a step: another `toolChoice`, fewer messages, other tools. What is kept of the run stays whole. */
  readonly prepareStep?: (state: StepState) => Partial<CompletionRequest> | undefined;
}

/** Where a run stands before a step. */
export interface StepState {
  /** The number of the step that comes, from 1. */
  readonly number: number;
  readonly steps: readonly ToolsStep[];
  readonly messages: readonly Message[];
}
