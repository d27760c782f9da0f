import type { Attempt } from './attempt.ts';
import type { ProtocolId } from './completion-request.ts';
import type { ErrorKind, ErrorPhase } from './error-kind.ts';
import type { ToolCallPart } from './message.ts';
import type { RateWindow } from './rate-window.ts';
import type { Usage } from './usage.ts';

/** What had arrived when a reply broke off. */
export interface PartialReply {
  readonly text: string;
  readonly toolCalls: readonly ToolCallPart[];
  readonly usage?: Usage;
}

/** The error reply of a provider, as it came (its body cut at 64 KiB). */
export interface UpstreamReply {
  readonly protocol: ProtocolId;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is known of an error. */
export interface ModelErrorFacts {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly provider?: string;
  readonly model?: string;
  /** HTTP status, where there was a reply. */
  readonly status?: number;
  /** The provider's machine code or type, or the system's (`ECONNREFUSED`). */
  readonly code?: string;
  readonly phase?: ErrorPhase;
  readonly requestId?: string;
  /** How long to wait before the next try, by the provider's word; 0 or more. */
  readonly retryAfterMs?: number;
  /** The provider's own word on whether to try again (`x-should-retry`), or ours where the kind alone does not say. */
  readonly shouldRetry?: boolean;
  /** The rate limits that the provider reported with the error. */
  readonly rateWindows?: readonly RateWindow[];
  readonly attempts?: readonly Attempt[];
  readonly partial?: PartialReply;
  readonly upstream?: UpstreamReply;
  readonly cause?: unknown;
}

const longestMessage = 500;

/** The one error of all calls: `kind` says what happened, the message says it to people in at most 500 characters. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly isModelError = true;
  readonly kind: ErrorKind;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly phase: ErrorPhase | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly shouldRetry: boolean | undefined;
  readonly rateWindows: readonly RateWindow[];
  readonly attempts: readonly Attempt[];
  readonly partial: PartialReply | undefined;
  readonly upstream: UpstreamReply | undefined;

  constructor(facts: ModelErrorFacts) {
    super(shorten(facts.message), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = facts.kind;
    this.provider = facts.provider;
    this.model = facts.model;
    this.status = facts.status;
    this.code = facts.code;
    this.phase = facts.phase;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
    this.shouldRetry = facts.shouldRetry;
    this.rateWindows = facts.rateWindows ?? [];
    this.attempts = facts.attempts ?? [];
    this.partial = facts.partial;
    // Kept out of enumeration: logs and test snapshots print an error's own fields, and a body may hold a prompt.
    this.upstream = facts.upstream;
    Object.defineProperty(this, 'upstream', { enumerable: false });
  }

  /** The same error with some facts replaced; the stack is the original's. */
  with(facts: Partial<ModelErrorFacts>): ModelError {
    const { kind, message, provider, model, status, code, phase, requestId, retryAfterMs, shouldRetry } = this;
    const { rateWindows, attempts, partial, upstream, cause, stack } = this;
    const known = { kind, message, provider, model, status, code, phase, requestId, retryAfterMs, shouldRetry };
    const error = new ModelError({ ...known, rateWindows, attempts, partial, upstream, cause, ...facts });
    if (stack !== undefined) error.stack = stack;
    return error;
  }
}

/** Says whether a value is a `ModelError`, also one of another installed copy of this library. */
export function isModelError(value: unknown): value is ModelError {
  return value instanceof ModelError || (value instanceof Error && 'isModelError' in value && 'kind' in value);
}

function shorten(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`;
}
