import type { FinishReason } from './completion.ts';
import type { ErrorKind } from './error-kind.ts';
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

/**
 * All that came before is void and to be discarded: the reply broke off, and another one begins, from the beginning. Comes
 * only where `survive` was told to restart replies.
 */
export interface ReplyRestart {
  readonly type: 'reply-restart';
  /** What broke the reply off. */
  readonly kind: ErrorKind;
  /** Who gives the new one: `provider/model`. */
  readonly target: string;
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
  | ReplyRestart
  | ChoiceEnd
  | Finish;

/** Says whether a part is content: the first such part is the commit point, where trying again must end. */
export function isContent(part: StreamPart): boolean {
  switch (part.type) {
    case 'response-start':
    case 'bytes-delta':
    case 'choice-end':
    case 'reply-restart':
      return false;
    default:
      return true;
  }
}
