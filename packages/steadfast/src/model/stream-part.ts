import type { FinishReason } from './completion.ts';
import type { AssistantPart, OpaqueState } from './message.ts';
import type { Usage } from './usage.ts';

/** Which of several replies a part belongs to; absent for the first and usually only one. */
interface OfChoice {
  readonly choice?: number;
}

/** Places a part in the reply's content: its index there. Blocks may arrive interleaved. */
interface OfBlock extends OfChoice {
  readonly block: number;
}

/** The provider has begun to answer; this is not content yet. */
export interface ResponseStart {
  readonly type: 'response-start';
  readonly id?: string;
  readonly answeredBy?: string;
  /** What the provider says of the input at the start, where it does. */
  readonly usage?: Usage;
}

/** More text of a text block; the first delta opens it. */
export interface TextDelta extends OfBlock {
  readonly type: 'text-delta';
  readonly text: string;
}

/** More text of a reasoning block; the first delta opens it. */
export interface ReasoningDelta extends OfBlock {
  readonly type: 'reasoning-delta';
  readonly text: string;
}

/** A tool call begins. */
export interface ToolCallStart extends OfBlock {
  readonly type: 'tool-call-start';
  readonly id: string;
  readonly name: string;
  readonly form?: 'text';
  readonly providerExecuted?: true;
}

/** More of a tool call's input, as the model writes it: a piece of JSON text, or of free text. */
export interface ToolCallDelta extends OfBlock {
  readonly type: 'tool-call-delta';
  readonly text: string;
}

/** A whole part that does not come in pieces: an image, a file, a provider's own tool result, encrypted reasoning. */
export interface PartAdd extends OfBlock {
  readonly type: 'part-add';
  readonly part: AssistantPart;
}

/** A block is complete. Only now may a tool call be believed. `state` is the provider's private data for the part. */
export interface PartEnd extends OfBlock {
  readonly type: 'part-end';
  readonly state?: OpaqueState;
}

/** Bytes of a relayed reply, to be passed on as they are. */
export interface BytesDelta {
  readonly type: 'bytes-delta';
  readonly bytes: Uint8Array;
}

/** The end of another than the first of several replies. */
export interface ChoiceEnd {
  readonly type: 'choice-end';
  readonly choice: number;
  readonly reason: FinishReason;
  readonly rawReason?: string;
}

/** The end of the reply: the last part, and the only one of its kind. */
export interface Finish {
  readonly type: 'finish';
  readonly reason: FinishReason;
  readonly rawReason?: string;
  readonly usage: Usage;
}

/** A piece of a streamed reply. */
export type StreamPart =
  | ResponseStart
  | TextDelta
  | ReasoningDelta
  | ToolCallStart
  | ToolCallDelta
  | PartAdd
  | PartEnd
  | BytesDelta
  | ChoiceEnd
  | Finish;

/** Says whether a part is content: the first such part is the commit point, where trying again must end. */
export function isContent(part: StreamPart): boolean {
  return part.type !== 'response-start' && part.type !== 'bytes-delta' && part.type !== 'choice-end';
}
