import type { Attempt } from './attempt.ts';
import type { Adaptation, CachedReply, Completion, RawReply, Reply, SentRequest, Timings } from './completion.ts';
import type { Cost } from './cost.ts';
import type { ToolCallPart } from './message.ts';
import type { RateWindow } from './rate-window.ts';
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
  readonly request?: () => SentRequest | undefined;
  readonly raw?: RawReply;
  /** Reckons what the usage costs; asked only when someone looks. */
  readonly costOf?: (usage: Usage) => Cost | undefined;
  readonly cached?: CachedReply;
  readonly rateWindows?: readonly RateWindow[];
}

/** Joins a reply and the facts of its call. */
export function toCompletion(reply: Reply, facts: CallFacts): Completion {
  return new JoinedCompletion(reply, facts);
}

/**
 * A class, and not an object with getters of its own: those would give each completion a hidden class of its own, which
 * costs every reader of completions more than all the rest of making them.
 */
class JoinedCompletion implements Completion {
  readonly text: string;
  readonly content: Completion['content'];
  readonly toolCalls: readonly ToolCallPart[];
  readonly reasoning: string;
  readonly empty: boolean;
  readonly finishReason: Completion['finishReason'];
  readonly rawFinishReason: string | undefined;
  readonly usage: Usage;
  readonly id: string | undefined;
  readonly answeredBy: string | undefined;
  readonly alternatives: Completion['alternatives'];
  readonly model: string;
  readonly requestId: string | undefined;
  readonly attempts: readonly Attempt[];
  readonly adaptations: readonly Adaptation[];
  readonly timings: Timings;
  readonly raw: RawReply | undefined;
  readonly cached: CachedReply | undefined;
  readonly rateWindows: readonly RateWindow[] | undefined;
  readonly #facts: CallFacts;
  #cost: Cost | undefined;

  constructor(reply: Reply, facts: CallFacts) {
    const said = saidIn(reply.content);
    this.text = said.text;
    this.content = reply.content;
    this.toolCalls = said.toolCalls;
    this.reasoning = said.reasoning;
    this.empty = said.empty;
    this.finishReason = reply.finishReason;
    this.rawFinishReason = reply.rawFinishReason;
    this.usage = reply.usage;
    this.id = reply.id;
    this.answeredBy = reply.answeredBy;
    this.alternatives = reply.alternatives;
    this.model = facts.model;
    this.requestId = facts.requestId;
    this.attempts = facts.attempts;
    this.adaptations = facts.adaptations;
    this.timings = facts.timings;
    this.raw = facts.raw;
    this.cached = facts.cached;
    this.rateWindows = facts.rateWindows;
    this.#facts = facts;
  }

  get cost(): Cost | undefined {
    this.#cost ??= this.#facts.costOf?.(this.usage);
    return this.#cost;
  }

  get request(): SentRequest | undefined {
    return this.#facts.request?.();
  }

  /** The completion as JSON, with what is made only when someone looks; the bytes of a relay are not part of it. */
  toJSON(): object {
    const { cost, request } = this;
    return Object.assign({}, this, { raw: undefined, cost, request });
  }
}

function saidIn(content: Reply['content']): Pick<Completion, 'text' | 'reasoning' | 'toolCalls' | 'empty'> {
  let text = '';
  let reasoning = '';
  let other = false;
  const toolCalls: ToolCallPart[] = [];
  for (const part of content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') reasoning += part.text;
    else other = true;
    if (part.type === 'tool-call') toolCalls.push(part);
  }
  return { text, reasoning, toolCalls, empty: !other && text === '' };
}
