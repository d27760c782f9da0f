import type { Attempt, Wait } from '../model/attempt.ts';
import type { Adaptation, CachedReply, FinishReason } from '../model/completion.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { ErrorKind, ErrorPhase } from '../model/error-kind.ts';
import type { Decision } from '../model/journal.ts';
import type { JsonValue } from '../model/json.ts';
import type { PromptMark } from '../model/prompt-mark.ts';
import type { RateWindow } from '../model/rate-window.ts';
import type { Usage } from '../model/usage.ts';
import type { RequestFacts } from './request-facts.ts';

/** An attempt at a target; `open` when it had not ended when the record was written. */
export interface AttemptStep {
  readonly type: 'attempt';
  /** Milliseconds since the call began, as in all steps. */
  readonly atMs: number;
  /** `provider/model`. */
  readonly target: string;
  readonly protocol?: ProtocolId;
  /** Milliseconds until the whole reply, or until the first content of a stream. */
  readonly durationMs: number;
  readonly outcome: Attempt['outcome'] | 'open';
  readonly kind?: ErrorKind;
  /** HTTP status, where there was a reply. */
  readonly status?: number;
  readonly phase?: ErrorPhase;
  /** How long to wait before the next try, by the provider's word. */
  readonly retryAfterMs?: number;
  /** Whether it used up one of the retries. */
  readonly counted: boolean;
  /** What went wrong, as the provider said it; only where contents are recorded, because some quote the prompt. */
  readonly message?: string;
}

/** A wait before an attempt. */
export interface WaitStep {
  readonly type: 'wait';
  readonly atMs: number;
  readonly target: string;
  readonly reason: Wait['reason'];
  readonly ms: number;
}

/** A target that was given up for another one. */
export interface LeaveStep {
  readonly type: 'leave';
  readonly atMs: number;
  readonly target: string;
  readonly next: string;
  readonly kind: ErrorKind;
  /** After how long it would have been worth it to ask again. */
  readonly retryAfterMs?: number;
}

/** What a layer or a choice decided: the state of a limit, a breaker, a budget or a cache as it was then. */
export interface DecisionStep extends Decision {
  readonly type: 'decision';
  readonly atMs: number;
}

/** Something that happened in a call. */
export type Step = AttemptStep | WaitStep | LeaveStep | DecisionStep;

/** The call was answered. */
export interface Answered {
  readonly ok: true;
  /** `provider/model`. */
  readonly model: string;
  readonly finishReason: FinishReason;
  /** The model's name as the provider gave it. */
  readonly answeredBy?: string;
  /** The provider's ids of the reply and of the request. */
  readonly replyId?: string;
  readonly requestId?: string;
  readonly toolCalls: number;
  /** Of the reply's text. */
  readonly characters: number;
  /** A fixed reply was given in the place of a failure. */
  readonly fallback?: true;
  /** The reply was asked for by an earlier call, or by an equal one that was under way. */
  readonly cached?: CachedReply;
}

/** The call failed, or its caller ended it (`aborted`). */
export interface Failed {
  readonly ok: false;
  /** `unknown` for what is no error of a call, but a fault in a layer. */
  readonly kind: ErrorKind | 'unknown';
  readonly status?: number;
  readonly code?: string;
  readonly phase?: ErrorPhase;
  /** Whose error it is: `provider/model`. */
  readonly model?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  /** Characters of text that had arrived before a stream broke off. */
  readonly partialCharacters?: number;
  /** Only where contents are recorded. */
  readonly message?: string;
}

/** What a call cost, in US dollars. */
export type RecordedCost =
  | { readonly known: true; readonly amount: number }
  | { readonly known: false; readonly reason: string };

/** Milliseconds of a call. */
export interface RecordedTimings {
  readonly totalMs: number;
  /** Until the first content of a stream. */
  readonly firstContentMs?: number;
  /** Spent in waits. */
  readonly waitedMs: number;
}

/** What is left of a budget; what nothing limits is left out. */
export interface RecordedBudget {
  readonly name: string;
  readonly left: {
    readonly timeMs?: number;
    readonly calls?: number;
    readonly timeouts?: number;
    readonly tokens?: number;
    /** US dollars. */
    readonly money?: number;
  };
}

/** What was said. */
export interface RecordedContents {
  readonly request?: JsonValue;
  readonly reply?: JsonValue;
}

/** All that was decided in one call, and what came of it: plain data that JSON can say. */
export interface DecisionRecord {
  readonly version: 1;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** The model or choice that was asked. */
  readonly asked: string;
  readonly streamed: boolean;
  readonly caller?: string;
  readonly session?: string;
  /** Milliseconds that the call had until its deadline when it began. */
  readonly deadlineMs?: number;
  readonly request: RequestFacts;
  /** The templates that it was rendered from; absent where none is known. */
  readonly prompts?: readonly PromptMark[];
  /** As it was when the call began. */
  readonly budget?: RecordedBudget;
  /** All targets that were considered, in the order in which they came up. */
  readonly targets: readonly string[];
  /** What happened, in order. */
  readonly steps: readonly Step[];
  /** Steps that are left out, because there were more than 500. */
  readonly omitted?: number;
  readonly adaptations: readonly Adaptation[];
  readonly outcome: Answered | Failed;
  /** Absent where the provider said nothing of it. */
  readonly usage?: Omit<Usage, 'raw' | 'reported'>;
  /** Absent for a reply that no provider was asked for, and for a failure. */
  readonly cost?: RecordedCost;
  /** The rate limits that the provider reported. */
  readonly rateWindows?: readonly RateWindow[];
  readonly timings: RecordedTimings;
  /** Only where they are asked for. */
  readonly contents?: RecordedContents;
}

/** The attempts of a record, in order. */
export function attemptsOf({ steps }: DecisionRecord): AttemptStep[] {
  return steps.filter((step): step is AttemptStep => step.type === 'attempt');
}

/** The waits of a record, in order. */
export function waitsOf({ steps }: DecisionRecord): WaitStep[] {
  return steps.filter((step): step is WaitStep => step.type === 'wait');
}
