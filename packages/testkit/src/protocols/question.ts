import type { JsonObject } from '../ground/json.ts';

/** A tool call that stands in the conversation. */
export interface PastCall {
  readonly id: string;
  readonly name: string;
}

/** What a tool answered. */
export interface PastResult {
  /** The id of the call; absent in protocols that match by order. */
  readonly id?: string;
  /** The name of the tool, where the result itself gives it. */
  readonly name?: string;
  readonly text: string;
}

/** One message of the conversation. */
export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** All text of the message, joined. */
  readonly text: string;
  /** How many images and files it carries. */
  readonly attachments: number;
  readonly calls: readonly PastCall[];
  readonly results: readonly PastResult[];
}

/** A tool that the model may call. */
export interface OfferedTool {
  readonly name: string;
  /** JSON Schema of its input; `{}` where none is given. */
  readonly schema: JsonObject;
  /** `text` for a tool that takes free text instead of JSON: a custom tool of OpenAI's. */
  readonly form?: 'text';
  /** Responses: the namespace that the tool stands in. */
  readonly namespace?: string;
}

/** Which tool has to be called. */
export type AskedToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string };

/** Texts to be turned into vectors. */
export interface AskedEmbedding {
  readonly texts: readonly string[];
  /** How long the vectors have to be. */
  readonly dimensions?: number;
  /** OpenAI: the vectors are sent as base64 of their 32-bit floats. */
  readonly base64?: boolean;
}

/** What a request asks, read from the wire. */
export interface Question {
  readonly model: string;
  readonly stream: boolean;
  readonly turns: readonly Turn[];
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: AskedToolChoice;
  readonly parallelToolCalls: boolean;
  /** JSON Schema that the reply has to meet; `{}` for any JSON object; absent for free text. */
  readonly outputSchema?: JsonObject;
  /** The most tokens of the reply. */
  readonly maxTokens?: number;
  readonly stopSequences: readonly string[];
  /** Whether reasoning is asked for. */
  readonly reasoning: boolean;
  /** Chat: whether a stream ends with a chunk of usage. */
  readonly includeUsage: boolean;
  /** Set where no reply is asked for, but embeddings. */
  readonly embedding?: AskedEmbedding;
}

/** A request that a provider would refuse. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  /** The field that is wrong. */
  readonly param: string | undefined;
  /** The provider's machine code, where it has one. */
  readonly code: string | undefined;
  /** 400, or 404 where what the request names is not there. */
  readonly status: 400 | 404;

  constructor(
    message: string,
    facts: { readonly param?: string; readonly code?: string; readonly status?: 400 | 404 } = {},
  ) {
    super(message);
    this.param = facts.param;
    this.code = facts.code;
    this.status = facts.status ?? 400;
  }
}
