import type { Budget } from '../model/budget.ts';
import type { JsonValue } from '../model/json.ts';

/** What a tool is given besides its input. */
export interface ToolContext {
  /** Aborted when the tool's time is over, when the run ends, and when its caller leaves. */
  readonly signal: AbortSignal;
  /**
   * The same whenever this call is made again, by whichever process: a service that takes such a key (as the header
   * `Idempotency-Key`, say) does it once. At most some 100 characters longer than the id of the run.
   */
  readonly idempotencyKey: string;
  readonly runId: string;
  /** The step of the run, from 1. */
  readonly step: number;
  /** The id that the model or its provider gave to the call. */
  readonly callId: string;
  /** What the run draws on, for a tool that asks models itself. */
  readonly budget?: Budget;
  /** Tells those who read the run's events how far the tool is. */
  readonly progress: (value: JsonValue) => void;
}

/** Thrown by a tool that cannot say whether its effect took place, such as when the reply to its request was lost. */
export class UncertainEffect extends Error {
  override readonly name = 'UncertainEffect';
}
