import type { Budget } from '../model/budget.ts';
import type { JsonValue } from '../model/json.ts';
import type { ToolCallPart } from '../model/message.ts';
import type { Clock } from '../time/clock.ts';
import type { Approve, WhenUncertain } from './approval.ts';
import type { RunLedger } from './run-ledger.ts';
import type { ToolSet } from './tool-set.ts';

/** What the calls of a run have in common. */
export interface CallManner {
  readonly tools: ToolSet;
  readonly ledger: RunLedger;
  readonly timeoutMs: number;
  readonly approve?: Approve;
  readonly whenUncertain: WhenUncertain;
  /** Aborted when the run is over, before its end. */
  readonly signal: AbortSignal;
  readonly budget?: Budget;
  readonly clock: Clock;
  /** Told when a tool begins, and how far it is. */
  readonly started?: (placed: PlacedCall, input: JsonValue, key: string) => void;
  readonly progressed?: (placed: PlacedCall, value: JsonValue) => void;
}

/** A call of a reply, and where it stands. */
export interface PlacedCall {
  /** The step of the run, from 1. */
  readonly step: number;
  /** Its place among the calls of its step, from 0. */
  readonly place: number;
  readonly call: ToolCallPart;
  /** The reply ended at its limit with this call. */
  readonly cut: boolean;
}
