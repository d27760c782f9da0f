import type { JsonValue } from './json.ts';
import type { PromptMark } from './prompt-mark.ts';

/**
 * Private data of one provider family (a thinking signature, encrypted reasoning, an item id): it travels untouched
 * and returns byte-exact to the family named in `origin`, and to no other.
 */
export interface OpaqueState {
  readonly origin: string;
  readonly value: JsonValue;
}

/** Text. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly state?: OpaqueState;
  /** The template that the text was rendered from; for records and traces, no provider is told. */
  readonly prompt?: PromptMark;
}

/** Where the bytes of an image or a file are: at an address, inline, or at the provider under an id. */
export type DataSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'base64'; readonly data: string; readonly mediaType: string }
  | { readonly kind: 'text'; readonly text: string; readonly mediaType: string }
  | { readonly kind: 'reference'; readonly id: string };

/** An image; `detail` is the resolution asked for, where the provider has one. */
export interface ImagePart {
  readonly type: 'image';
  readonly source: DataSource;
  readonly detail?: string;
  readonly state?: OpaqueState;
}

/** A file of any other media type: a document, audio, video. */
export interface FilePart {
  readonly type: 'file';
  readonly source: DataSource;
  readonly filename?: string;
  readonly state?: OpaqueState;
}

/** What the model thought before it answered; `text` is empty where the provider gives it encrypted only. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  readonly state?: OpaqueState;
}

/**
 * A call of a tool. `inputText` is what the model wrote, letter for letter; `input` is what that says as JSON.
 * A call that was cut or is not JSON has `invalid: true` and no `input`: a tool must not run on it.
 * A call of a free-form tool has `form: 'text'`, and its `input` is that text.
 */
export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly input?: JsonValue;
  readonly inputText?: string;
  readonly invalid?: true;
  readonly form?: 'text';
  /** The provider ran this tool itself; its result follows as a `tool-result` part of the same message. */
  readonly providerExecuted?: true;
  readonly state?: OpaqueState;
}

/** What a tool answered to the call of the same id. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly id: string;
  readonly name?: string;
  readonly output: string | readonly (TextPart | ImagePart | FilePart)[];
  readonly isError?: true;
  readonly providerExecuted?: true;
  readonly state?: OpaqueState;
}

/** A part of what a user says. */
export type UserPart = TextPart | ImagePart | FilePart;

/** A part of what a model says. */
export type AssistantPart = TextPart | ImagePart | FilePart | ReasoningPart | ToolCallPart | ToolResultPart;

/** Instructions to the model. */
export interface SystemMessage {
  readonly role: 'system';
  readonly content: string | readonly TextPart[];
}

/** What the user says. */
export interface UserMessage {
  readonly role: 'user';
  readonly content: string | readonly UserPart[];
  readonly name?: string;
}

/** What the model said. */
export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: string | readonly AssistantPart[];
  readonly name?: string;
}

/** What tools answered. */
export interface ToolMessage {
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
}

/** One turn of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** The content of a message as parts: a plain string is one text part. */
export function partsOf<Part>(content: string | readonly Part[]): readonly (Part | TextPart)[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** The text of a message's or a reply's text parts, joined without a separator. */
export function textOf(content: string | readonly { readonly type: string; readonly text?: string }[]): string {
  if (typeof content === 'string') return content;
  let text = '';
  for (const part of content) if (part.type === 'text' && part.text !== undefined) text += part.text;
  return text;
}
