import type { JsonValue } from '../model/json.ts';

/** A call that waits for approval. */
export interface ApprovalRequest {
  readonly id: string;
  readonly name: string;
  readonly input: JsonValue;
  readonly runId: string;
  readonly step: number;
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Whether a call may be made, and why not: the model is told the reason. */
export type Approval = boolean | { readonly approved: boolean; readonly reason?: string };

/** Asked before calls that have effects, one at a time, in the order in which the model made them. */
export type Approve = (request: ApprovalRequest) => Approval | Promise<Approval>;

/** An effect that was begun and whose end is not known. */
export interface UncertainCall {
  readonly name: string;
  readonly input: JsonValue;
  readonly idempotencyKey: string;
  /** When it was begun: epoch milliseconds. */
  readonly startedAt: number;
  readonly runId: string;
  readonly step: number;
}

/**
 * What is done about an effect whose end is not known: `show` it to the model as uncertain, take it as `done`, or make the
 * call `again` with the same idempotency key.
 */
export type UncertainVerdict = 'show' | 'done' | 'again';

/** What is done about effects whose end is not known, or who is asked about each. */
export type WhenUncertain = 'show' | 'done' | ((call: UncertainCall) => UncertainVerdict | Promise<UncertainVerdict>);
