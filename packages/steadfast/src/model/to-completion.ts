import type { Attempt } from './attempt.ts';
import type { Adaptation, Completion, RawReply, Reply, SentRequest, Timings } from './completion.ts';
import type { Cost } from './cost.ts';
import type { ToolCallPart } from './message.ts';
import type { Usage } from './usage.ts';

/** What is known of the call that a reply came from. */
export interface CallFacts {
  /** `provider/model`. */
  readonly model: string;
  readonly requestId?: string;
  readonly attempts: readonly Attempt[];
  readonly adaptations: readonly Adaptation[];
  readonly timings: Timings;
  /** Made only when someone looks: most callers never do. */
  readonly request?: () => SentRequest;
  readonly raw?: RawReply;
  /** Reckons what the usage costs; asked only when someone looks. */
  readonly costOf?: (usage: Usage) => Cost;
}

/** Joins a reply and the facts of its call. */
export function toCompletion(reply: Reply, facts: CallFacts): Completion {
  let text = '';
  let reasoning = '';
  let empty = true;
  const toolCalls: ToolCallPart[] = [];
  for (const part of reply.content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') reasoning += part.text;
    else empty = false;
    if (part.type === 'tool-call') toolCalls.push(part);
  }
  const { finishReason, rawFinishReason, usage, id, answeredBy, alternatives, content } = reply;
  const { model, requestId, attempts, adaptations, timings, raw } = facts;
  return {
    text,
    content,
    toolCalls,
    reasoning,
    empty: empty && text === '',
    finishReason,
    rawFinishReason,
    usage,
    id,
    answeredBy,
    alternatives,
    model,
    requestId,
    attempts,
    adaptations,
    timings,
    raw,
    get cost() {
      return facts.costOf?.(usage);
    },
    get request() {
      return facts.request?.();
    },
  };
}
