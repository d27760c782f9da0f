import type { Attempt } from '../model/attempt.ts';
import type { Completion } from '../model/completion.ts';
import type { ModelError } from '../model/error.ts';
import type { Usage } from '../model/usage.ts';
import type { CallOutcome } from '../tools/call-outcome.ts';
import type { ToolsEvent } from '../tools/tools-event.ts';
import type { Strategy } from './conversation.ts';

/** Something that did not hold on the way to a reply. */
export interface ReplyProblem {
  /** Where it was: in recognising the intent, in summing up what fell out of the history, or in one of the strategies. */
  readonly where: 'intent' | 'summary' | Strategy;
  /** The template variant that it was about. */
  readonly variant?: string;
  /** What was wrong, for people. */
  readonly message: string;
  /** The error, where a call of a model failed. */
  readonly error?: ModelError;
}

/** What all calls of models for a reply cost together. */
export interface ReplyCost {
  /** US dollars, as far as prices are known. */
  readonly amount: number;
  /** False when some call's cost is not known: then the amount is a part of it. */
  readonly known: boolean;
}

/** A reply, and how it came about. */
export interface AssistantReply {
  readonly text: string;
  readonly intent: string | undefined;
  /** How the text came about; `safe` for the fixed reply that stands in when nothing holds. */
  readonly strategy: Strategy | 'safe';
  /** The template variant that it is, or that was adapted. */
  readonly variant?: string;
  /** The model that wrote it: `provider/model`. */
  readonly model?: string;
  /** All replies of models on the way to it, those that did not hold, recognition and summaries as well. */
  readonly completions: readonly Completion[];
  /** All attempts of all calls of models. */
  readonly attempts: readonly Attempt[];
  /** Calls of tools, and what became of them. */
  readonly toolCalls: readonly CallOutcome[];
  readonly usage: Usage;
  readonly cost: ReplyCost;
  /** What did not hold on the way to it. */
  readonly problems: readonly ReplyProblem[];
  /** Set on the safe reply. */
  readonly fallback?: true;
  /** Set on the safe reply: a person should look at it. */
  readonly shouldEscalate?: true;
}

/** Something that happens on the way to a reply, told as it happens. The last is `reply`, and the only one of its kind. */
export type ReplyEvent =
  /** How the reply is to come about. */
  | { readonly type: 'begin'; readonly intent: string | undefined; readonly strategy: Strategy | 'safe' }
  /** More of the reply's text. */
  | { readonly type: 'text'; readonly text: string }
  /** A tool begins, tells how far it is, or has ended. */
  | { readonly type: 'tool'; readonly event: Extract<ToolsEvent, { readonly type: `call-${string}` }> }
  /** The text so far is void and to be discarded: it broke off, or did not hold to its rules. Another one follows. */
  | { readonly type: 'restart'; readonly problem: ReplyProblem }
  | { readonly type: 'reply'; readonly reply: AssistantReply };
