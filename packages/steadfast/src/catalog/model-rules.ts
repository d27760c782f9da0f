import type { CompletionRequest, Effort, ProtocolId } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';

/** When a model takes a setting: always, never, or only while it does not reason. */
export type When = 'always' | 'never' | 'not-thinking';

/** How a model is told to reason: by an effort, an effort once adaptive thinking is on, a level, a number of tokens, or not. */
export type ThinkingForm = 'effort' | 'adaptive' | 'level' | 'budget' | 'none' | 'unknown';

/** What a model can be shown. */
export type Modality = 'text' | 'image' | 'document' | 'audio' | 'video';

/** Settings that a request can do without: it still asks the same. */
export type SettingField = keyof Pick<
  CompletionRequest,
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'stopSequences'
  | 'seed'
  | 'parallelToolCalls'
  | 'endUser'
  | 'metadata'
>;

/** How large the schemas of strict tools and replies may be. */
export interface SchemaLimits {
  readonly strictTools?: number;
  readonly optionalProperties?: number;
  readonly unionProperties?: number;
  readonly recursion: boolean;
}

/** The day on which a model is shut down, and the model that its provider recommends in its place. */
export interface EndOfLife {
  /** `2026-11-30`. */
  readonly on: string;
  /** `provider/model`. */
  readonly replacement?: string;
}

/** What one model takes and gives. What a row does not say is as lenient as can be: the model is left to judge. */
export interface ModelRules {
  /** The protocol that it is asked in, whatever the request, where its provider speaks several. Absent: the provider's. */
  readonly protocol?: ProtocolId;
  /** Temperature, `topP`, `topK` and the penalties. */
  readonly sampling: When;
  /** Settings that are refused whatever else is asked. */
  readonly refuses: readonly SettingField[];
  readonly thinking: ThinkingForm;
  /** The efforts that it knows, the lowest first; none where it takes no effort. Absent: all are passed on. */
  readonly efforts?: readonly Effort[];
  /** The effort of a request that names none; `none` where it reasons only when it is told to. */
  readonly defaultEffort?: Effort;
  /** The fewest and the most tokens that it may be given to reason; absent where it takes no number. */
  readonly budget?: { readonly least: number; readonly most: number };
  /** Whether the effort `none` stops it from reasoning. */
  readonly canStopThinking: boolean;
  /** Fields of the provider's own by which reasoning is switched on and off, where the neutral ones do not say it. */
  readonly switches?: { readonly on?: JsonObject; readonly off?: JsonObject };
  /** Whether a request may demand that a tool be called. */
  readonly forcedToolChoice: When;
  /** Whether it calls functions on Chat Completions; on Responses it always does. */
  readonly functionsOnChat: When;
  readonly tools: boolean;
  /** Whether it goes on from its own turn where that is the last of the request and it does not think. Default: not known. */
  readonly prefill?: boolean;
  /** The form that a reply can be held to: a schema, any JSON, or none. */
  readonly structuredOutput: 'schema' | 'json' | 'none';
  readonly schemaLimits?: SchemaLimits;
  /** What it can be shown. */
  readonly input: readonly Modality[];
  /** The most tokens of input and output together. */
  readonly contextWindow?: number;
  /** The most tokens of a reply, reasoning included. */
  readonly maxOutputTokens?: number;
  readonly endOfLife?: EndOfLife;
  /** Where the facts stand: the address of a page. */
  readonly source?: string;
  /** The day on which they were read: `2026-11-21`. */
  readonly asOf?: string;
}

/** A row of the catalog: the models that a glob over `provider/model` fits, and what is known of them. */
export interface CatalogRow extends Partial<ModelRules> {
  readonly models: string;
}

/** A row of our own catalog: it names its source. */
export interface SourcedRow extends CatalogRow {
  readonly source: string;
  readonly asOf: string;
}

/** The rules of a model that nothing is known of: everything is passed on. */
export const lenientRules: ModelRules = {
  sampling: 'always',
  refuses: [],
  thinking: 'unknown',
  canStopThinking: true,
  forcedToolChoice: 'always',
  functionsOnChat: 'always',
  tools: true,
  structuredOutput: 'schema',
  input: ['text', 'image', 'document', 'audio', 'video'],
};
