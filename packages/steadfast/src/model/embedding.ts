import type { Attempt } from './attempt.ts';
import type { Call } from './call.ts';
import type { Adaptation, RawReply } from './completion.ts';
import type { RawRequest } from './completion-request.ts';
import type { JsonObject } from './json.ts';
import type { Usage } from './usage.ts';

/** Texts to be turned into vectors: data only, as a `CompletionRequest` is. */
export interface EmbeddingRequest {
  readonly input: readonly string[];
  /** How long the vectors are to be, for models that can shorten them. Default: the model's own length. */
  readonly dimensions?: number;
  /** An id of the end user, for the provider's abuse detection. */
  readonly endUser?: string;
  /** Fields merged into the body as they are, by provider family. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>>;
  readonly raw?: RawRequest;
}

/** One text, several texts, or a whole request. */
export type EmbeddingInput = string | readonly string[] | EmbeddingRequest;

/** What a protocol reads from a reply of embeddings. */
export interface EmbeddingReply {
  /** One vector for each text, in the order of the texts. */
  readonly vectors: readonly (readonly number[])[];
  readonly usage: Usage;
  /** The model's name as the provider gave it. */
  readonly answeredBy?: string;
}

/** Vectors, and how they came about. */
export interface Embeddings extends EmbeddingReply {
  /** The model that answered: `provider/model`. Vectors of different models must not be compared. */
  readonly model: string;
  /** The provider's id of the request, for its support. */
  readonly requestId?: string;
  readonly attempts: readonly Attempt[];
  readonly adaptations: readonly Adaptation[];
  readonly raw?: RawReply;
}

/** A model that turns texts into vectors. */
export interface EmbeddingModel {
  /** `provider/model`. */
  readonly id: string;
  /**
   * Asks for the vectors of one or more texts.
   * @throws ModelError
   */
  embed(input: EmbeddingInput, call?: Call): Promise<Embeddings>;
}

/** The request that a text, or several, stand for. */
export function toEmbeddingRequest(input: EmbeddingInput): EmbeddingRequest {
  if (typeof input === 'string') return { input: [input] };
  return 'input' in input ? input : { input };
}
