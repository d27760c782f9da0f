import type { JsonValue } from '../ground/json.ts';

/** What is asked of a model: text of the user, or a request with messages. */
export type RehearsedInput = string | RehearsedRequest;

/** A request, as far as a test looks at it. */
export interface RehearsedRequest {
  readonly messages: readonly { readonly role: string; readonly content: string | readonly object[] }[];
  readonly tools?: readonly object[];
  readonly toolChoice?: unknown;
  readonly parallelToolCalls?: boolean;
  readonly outputFormat?: object;
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
  readonly effort?: string;
  readonly thinkingTokens?: number;
  readonly endUser?: string;
  readonly metadata?: object;
  readonly providerOptions?: object;
  readonly raw?: object;
}

/** The circumstances of a call. */
export interface RehearsedCircumstances {
  readonly signal?: AbortSignal;
  readonly deadline?: number;
  readonly limits?: object;
  readonly patienceMs?: number;
  readonly journal?: object;
}

/** Why a reply ended. */
export type RehearsedFinish = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'pause' | 'other';

/** Tokens of a reply. */
export interface RehearsedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly input: { readonly uncached: number; readonly cacheRead: number; readonly cacheWrite: number };
  readonly output: { readonly text: number; readonly reasoning: number };
  readonly reported: boolean;
}

/** A tool call of a reply. */
export interface RehearsedToolCall {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** Absent where the text is not JSON. */
  readonly input?: JsonValue;
  readonly inputText: string;
  readonly invalid?: true;
}

/** A part of a reply. */
export type RehearsedContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | RehearsedToolCall;

/** A whole reply. */
export interface RehearsedCompletion {
  readonly content: readonly RehearsedContent[];
  readonly finishReason: RehearsedFinish;
  readonly usage: RehearsedUsage;
  readonly id: string;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly RehearsedToolCall[];
  readonly empty: boolean;
  readonly model: string;
  readonly attempts: readonly never[];
  readonly adaptations: readonly never[];
  readonly timings: { readonly queueMs: number; readonly firstContentMs: number; readonly totalMs: number };
}

/** A piece of a streamed reply. */
export type RehearsedPart =
  | { readonly type: 'response-start'; readonly id: string }
  | { readonly type: 'text-delta'; readonly block: number; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly block: number; readonly text: string }
  | { readonly type: 'tool-call-start'; readonly block: number; readonly id: string; readonly name: string }
  | { readonly type: 'tool-call-delta'; readonly block: number; readonly text: string }
  | { readonly type: 'part-end'; readonly block: number }
  | { readonly type: 'finish'; readonly reason: RehearsedFinish; readonly usage: RehearsedUsage };

/** A streamed reply. */
export interface RehearsedStream extends AsyncIterable<RehearsedPart>, AsyncDisposable {
  readonly result: Promise<RehearsedCompletion>;
  readonly text: AsyncIterable<string>;
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** A model whose replies are given by a test. */
export interface RehearsedModel {
  readonly id: string;
  complete(request: RehearsedInput, call?: RehearsedCircumstances): Promise<RehearsedCompletion>;
  stream(request: RehearsedInput, call?: RehearsedCircumstances): Promise<RehearsedStream>;
}
