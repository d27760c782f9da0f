/** A tool call that the simulated model makes. */
export interface AnswerCall {
  readonly name: string;
  /** The input as JSON text, or as free text; faults may put anything here. */
  readonly inputText: string;
  /** The pieces in which a stream gives the input. Default: its tokens. */
  readonly pieces?: readonly string[];
  /** `text` where `inputText` is free text, for a custom tool of OpenAI's. */
  readonly form?: 'text';
  /** Responses: the namespace that the tool stands in. */
  readonly namespace?: string;
}

/** Why the reply ends. */
export type AnswerFinish = 'stop' | 'stop-sequence' | 'length' | 'tool-calls' | 'content-filter';

/** Ways in which real servers write tool calls differently from the protocol. */
export interface ToolCallQuirk {
  /** Chat: the pieces of several calls come in turns. */
  readonly interleaved?: boolean;
  /** Chat: id and name are repeated in each piece. */
  readonly repeatedName?: boolean;
  readonly withoutId?: boolean;
  /** Chat: the index is missing. */
  readonly withoutIndex?: boolean;
}

/** What the simulated model says, before any protocol. */
export interface Answer {
  readonly reasoning: string;
  readonly text: string;
  readonly calls: readonly AnswerCall[];
  readonly finish: AnswerFinish;
  /** The sequence that stopped the reply. */
  readonly stopSequence?: string;
  readonly usage: AnswerUsage;
  readonly quirk?: ToolCallQuirk;
}

/** Token counts of a reply. */
export interface AnswerUsage {
  readonly input: number;
  readonly reasoning: number;
  /** Text and tool calls. */
  readonly output: number;
}
