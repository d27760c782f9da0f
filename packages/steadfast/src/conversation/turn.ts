import type { JsonObject } from '../model/json.ts';
import type { Conversation } from './conversation.ts';

/** What is known of the user. */
export interface UserProfile {
  readonly name?: string;
  /** Wants short replies. */
  readonly brief?: boolean;
  /** The language to answer in: a tag such as `de`. */
  readonly language?: string;
  /** Whatever else models should know. */
  readonly facts?: JsonObject;
}

/** In which circumstances a reply is given. */
export interface TurnContext {
  /** The id of the conversation. Default: none, nothing is remembered. */
  readonly conversation?: string;
  readonly user?: UserProfile;
}

/** What is to be replied to. */
export interface TurnRequest {
  /** What the user said. Default: nothing, the assistant speaks first. */
  readonly message?: string;
  /** What the user wants. Default: it is recognised from the message. */
  readonly intent?: string;
  readonly context?: TurnContext;
  /** What the reply is to be made of: the fields of templates, and what models are told. */
  readonly data?: JsonObject;
}

/** A turn as policies, conditions and rules see it. */
export interface Turn {
  readonly message: string | undefined;
  readonly intent: string | undefined;
  readonly data: JsonObject;
  readonly user: UserProfile;
  readonly conversation: Conversation;
}
