import type { ModelError } from '../model/error.ts';
import type { Message, ToolCallPart } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { RunEnd } from './tools-event.ts';
import type { ToolsStep } from './tools-step.ts';

/** How a run ended, and all that was said in it. */
export interface ToolsResult {
  readonly ended: RunEnd;
  /** The text of the last reply. */
  readonly text: string;
  readonly steps: readonly ToolsStep[];
  /** The whole conversation, from the request's first message on: to be gone on with. */
  readonly messages: readonly Message[];
  /** What all replies used, those of steps that were resumed included. */
  readonly usage: Usage;
  /** Calls that the caller has to answer: their results belong into the last message. */
  readonly pending: readonly ToolCallPart[];
  /** Calls of which nobody knows whether their effects took place. */
  readonly uncertain: readonly CallOutcome[];
  readonly runId: string;
  /** Why the budget ended the run. */
  readonly error?: ModelError;
}
