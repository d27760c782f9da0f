import type { PurseAmounts } from '../model/budget.ts';
import type { FinishReason } from '../model/completion.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { isObject } from '../model/json.ts';
import type { ToolCallPart } from '../model/message.ts';

/** What a model replied, as plain data. */
export interface RefineReply {
  readonly text: string;
  readonly toolCalls: readonly ToolCallPart[];
  readonly finishReason: FinishReason;
  /** `provider/model` that answered. */
  readonly model: string;
}

/** What a check found out about an answer, or why a reply holds none. */
export interface Judgement {
  /** The answer, as JSON says it; absent where the reply holds none. */
  readonly answer?: unknown;
  /** What the model is told of it. */
  readonly feedback: string;
  /** From 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  /** What the answer votes for: answers with equal votes are one. Default: the answer itself. */
  readonly vote?: unknown;
}

/** Which call an entry is about. */
export interface CallPlace {
  readonly expert: string;
  /** The number of the attempt, from 1. */
  readonly number: number;
}

/** Something that happened in a run. */
export type RefineEvent =
  /** The run began, or was taken up after its process had ended. */
  | { readonly type: 'begun' }
  /** A model will be asked; until more is known the call may cost so many tokens. */
  | (CallPlace & { readonly type: 'asked'; readonly tokens: number })
  /** What the call under way has reserved of its budgets. */
  | (CallPlace & { readonly type: 'reserved'; readonly tokens: number; readonly nanodollars: number })
  | (CallPlace & { readonly type: 'replied'; readonly reply: RefineReply; readonly spent: PurseAmounts })
  | (CallPlace & { readonly type: 'failed'; readonly failure: Failure; readonly spent: PurseAmounts })
  | (CallPlace & { readonly type: 'judged'; readonly judgement: Judgement });

/** Why a call brought no reply. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** An entry of the log of a run: each is written before it is acted on. */
export type RefineEntry = RefineEvent & {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whose entry it is, where several tasks share a log. */
  readonly task?: string;
};

const callTypes: ReadonlySet<unknown> = new Set(['asked', 'reserved', 'replied', 'failed', 'judged']);

/** Says whether a value was written by `refine`; for `fileLog(path, { accepts: isRefineEntry })`. */
export function isRefineEntry(value: unknown): value is RefineEntry {
  if (!isObject(value) || typeof value.at !== 'number') return false;
  return value.type === 'begun' || (callTypes.has(value.type) && typeof value.expert === 'string');
}
