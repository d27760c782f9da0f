import type { JsonValue } from '../model/json.ts';
import type { ToolResultPart } from '../model/message.ts';
import type { Coercion } from '../schema/coerce.ts';
import type { Mend } from '../schema/mend.ts';
import type { ToolOutput } from './tool-output.ts';

/**
 * What became of a call: it was done; the tool threw or said that it failed; its arguments were wrong; there is no such
 * tool; it was not approved; a tool without effects took too long; or nobody knows whether its effect took place.
 */
export type CallStatus = 'done' | 'failed' | 'invalid' | 'unknown-tool' | 'denied' | 'timeout' | 'uncertain';

/** A call of a tool, and what became of it. */
export interface CallOutcome {
  /** The id that the model or its provider gave to the call. */
  readonly id: string;
  readonly name: string;
  readonly status: CallStatus;
  /** As the tool got it; absent where it got none. */
  readonly input?: JsonValue;
  /** The arguments were no JSON and were mended: `repairs` says how. */
  readonly repaired?: true;
  readonly repairs?: readonly Mend[];
  /** Where the types of the arguments were mended. */
  readonly coercions?: readonly Coercion[];
  /** What the model is told. */
  readonly output: ToolOutput;
  /** Absent for calls that came to no tool. */
  readonly idempotencyKey?: string;
  /** Milliseconds that the tool took; 0 where it did not run. */
  readonly durationMs: number;
  /** The tool did not run for it now: it is what the ledger says. */
  readonly fromLedger?: true;
}

/** The outcome as the model is told of it. */
export function resultPart({ id, name, status, output }: CallOutcome): ToolResultPart {
  return { type: 'tool-result', id, name, output, isError: status === 'done' ? undefined : true };
}
