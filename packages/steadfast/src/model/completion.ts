import type { Attempt } from './attempt.ts';
import type { ProtocolId } from './completion-request.ts';
import type { Cost } from './cost.ts';
import type { JsonValue } from './json.ts';
import type { AssistantPart, ToolCallPart } from './message.ts';
import type { RateWindow } from './rate-window.ts';
import type { Usage } from './usage.ts';

/**
 * Why the reply ended: the model was done, a limit was reached, it wants tools to be called, a filter or a refusal
 * stopped it, the provider paused a long turn that may be sent back as it is, or something else (see the raw reason).
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'pause' | 'other';

/** What the target could not be told, or was told in another form: never dropped in silence. */
export interface Adaptation {
  /** The field of the request, as a path: `temperature`, `messages[2].content[0].detail`. */
  readonly field: string;
  readonly action: 'dropped' | 'changed';
  /** One sentence for people: what was done and why. */
  readonly detail: string;
  /** Further places where the same was done for the same reason. */
  readonly also?: readonly string[];
  /** The provider/model that it was done for. */
  readonly target?: string;
}

/** Milliseconds of a call: waiting before its successful attempt, until the first content, and altogether. */
export interface Timings {
  readonly queueMs: number;
  readonly firstContentMs: number;
  readonly totalMs: number;
}

/** The request as it went out, secrets redacted. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
}

/** The bytes of a reply whose request was relayed. */
export interface RawReply {
  readonly protocol: ProtocolId;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One more reply to the same request, where several were asked for. */
export interface Alternative {
  readonly content: readonly AssistantPart[];
  readonly finishReason: FinishReason;
  readonly rawFinishReason?: string;
}

/** What a protocol reads from a reply: all that the provider said, before anything of the call is added. */
export interface Reply {
  readonly content: readonly AssistantPart[];
  readonly finishReason: FinishReason;
  readonly rawFinishReason?: string;
  readonly usage: Usage;
  /** The provider's id of the reply. */
  readonly id?: string;
  /** The model's name as the provider gave it. */
  readonly answeredBy?: string;
  readonly alternatives?: readonly Alternative[];
}

/** How a call was answered without asking a provider. */
export interface CachedReply {
  /** From replies that were kept, or shared with an equal call that was under way. */
  readonly from: 'store' | 'flight';
  /** Milliseconds since the reply was kept; 0 for one that was shared. */
  readonly ageMs: number;
}

/** A whole reply, and how it came about. */
export interface Completion extends Reply {
  /** The text of all text parts; empty when the model said none. */
  readonly text: string;
  /** The text of all reasoning parts. */
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCallPart[];
  /** True when the reply holds no text, no tool call and no other content. */
  readonly empty: boolean;
  /** The model that answered: `provider/model`. */
  readonly model: string;
  /** The provider's id of the request, for its support. */
  readonly requestId?: string;
  readonly attempts: readonly Attempt[];
  readonly adaptations: readonly Adaptation[];
  readonly timings: Timings;
  /** What the reply cost, reckoned when it is looked at; absent for a reply that no provider was asked for. */
  readonly cost?: Cost;
  /** Absent for a reply that no provider was asked for. */
  readonly request?: SentRequest;
  readonly raw?: RawReply;
  /** The rate limits that the provider reported with the reply. */
  readonly rateWindows?: readonly RateWindow[];
  /**
   * Set on a reply that this call did not ask a provider for. Its usage is what the provider counted when it gave the
   * reply, its cost is 0 and it has no attempts: they are those of the call that asked.
   */
  readonly cached?: CachedReply;
  /** Set on the safe reply given when every target had failed. */
  readonly fallback?: true;
  readonly shouldEscalate?: true;
}
