import type { JsonObject } from './json.ts';
import type { OpaqueState } from './message.ts';

/** A tool that a model may call. */
export interface ToolSpec {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the input; absent for a tool that takes nothing or free text. */
  readonly inputSchema?: JsonObject;
  /** Asks the provider to hold the model to the schema, where it can. */
  readonly strict?: boolean;
  /** `text` for a tool whose input is free text instead of JSON. */
  readonly form?: 'text';
  /**
   * A tool of the provider's own (web search, code execution), word for word as its protocol wants it, for that family
   * only; of OpenAI's two protocols, where one is named, for that one only.
   */
  readonly provided?: { readonly origin: string; readonly protocol?: 'chat' | 'responses'; readonly value: JsonObject };
  /**
   * `none` for a tool that changes nothing and may be called twice. Default: calling it has effects, so that a request which
   * offers it is never made twice at once. For this side only: no provider is told.
   */
  readonly effects?: 'none';
  /** What one provider family adds to the tool (cache marks, deferred loading): for that family only. */
  readonly state?: OpaqueState;
}

/** Which tool the model has to call: its own choice, none, any, or the named one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string };
