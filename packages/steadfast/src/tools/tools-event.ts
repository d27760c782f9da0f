import type { JsonValue } from '../model/json.ts';
import type { FinishReason } from '../model/completion.ts';
import type { StreamPart } from '../model/stream-part.ts';
import type { CallOutcome } from './call-outcome.ts';

/** Something that happened in a run, told as it happens. The last is `run-end`, and the only one of its kind. */
export type ToolsEvent =
  | { readonly type: 'step-start'; readonly step: number }
  /** A piece of the model's reply, as it comes; `text-delta` is what the user reads. */
  | { readonly type: 'part'; readonly step: number; readonly part: StreamPart }
  /** The model has answered; a step that was resumed has no parts. */
  | { readonly type: 'reply'; readonly step: number; readonly text: string; readonly finishReason: FinishReason }
  /** A tool begins. */
  | {
      readonly type: 'call-start';
      readonly step: number;
      readonly id: string;
      readonly name: string;
      readonly input: JsonValue;
      readonly idempotencyKey: string;
    }
  /** What a tool says of how far it is. */
  | { readonly type: 'call-progress'; readonly step: number; readonly id: string; readonly value: JsonValue }
  /** What became of a call, also of one that came to no tool. */
  | { readonly type: 'call-end'; readonly step: number; readonly outcome: CallOutcome }
  | { readonly type: 'step-end'; readonly step: number }
  | { readonly type: 'run-end'; readonly ended: RunEnd };

/**
 * Why a run ended: the model answered without a call; a stop condition held; it had as many steps as it may; a tool was
 * called that the caller runs; or its budget is used up.
 */
export type RunEnd = 'answer' | 'stopped' | 'max-steps' | 'caller' | 'budget';
