import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import type { ToolChoice, ToolSpec } from './tool-spec.ts';

/** A wire language: OpenAI Chat Completions, OpenAI Responses, Anthropic Messages, Gemini generateContent, Ollama. */
export type ProtocolId = 'chat' | 'responses' | 'messages' | 'gemini' | 'ollama';

/** How hard the model should think, from not at all to as hard as it can. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** The form of the reply: free text (the default) or JSON, held to a schema where one is given. */
export type OutputFormat =
  | { readonly type: 'text' }
  | {
      readonly type: 'json';
      readonly schema?: JsonObject;
      readonly name?: string;
      readonly description?: string;
      readonly strict?: boolean;
    };

/**
 * The bytes that a request came as. A provider of the same protocol forwards them, with only the model's name replaced;
 * any other reads the neutral form.
 */
export interface RawRequest {
  readonly protocol: ProtocolId;
  /** Headers of the caller that are to reach the provider, in lower case; no credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body, parsed. */
  readonly json: JsonObject;
  /** The query string the request came with, `?` included; empty when there was none. */
  readonly query: string;
  /** Which way of asking it is, for a protocol that has several. Default: the protocol's usual one. */
  readonly form?: RequestForm;
  /**
   * The body holds private state that was carried through the caller for another family: it is read and written anew
   * even for a provider of its own protocol, with its headers and its query.
   */
  readonly carriesState?: boolean;
}

/** A second way of asking the same: Ollama's /api/generate; the vector of a single text by an older or smaller call. */
export type RequestForm = 'generate' | 'single';

/** What is asked of a model: data only, the same whichever model answers and however often it is tried. */
export interface CompletionRequest {
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolSpec[];
  /** Default: `auto` when there are tools. */
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  readonly outputFormat?: OutputFormat;
  /** The most tokens the reply may have, reasoning included. Default: the provider's. */
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
  readonly effort?: Effort;
  /** The most tokens to spend on reasoning, for models that take a number. */
  readonly thinkingTokens?: number;
  /** An id of the end user, for the provider's abuse detection. */
  readonly endUser?: string;
  /** Labels stored with the call, where the provider stores calls. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Fields merged into the body as they are, by provider family (`openai`, `anthropic`, `groq`, …). */
  readonly providerOptions?: Readonly<Record<string, JsonObject>>;
  readonly raw?: RawRequest;
}

/** A request, or just what the user says. */
export type CompletionInput = string | CompletionRequest;

/** The request that a plain string stands for. */
export function toRequest(input: CompletionInput): CompletionRequest {
  return typeof input === 'string' ? { messages: [{ role: 'user', content: input }] } : input;
}
