import type { Adaptation, Reply } from '../model/completion.ts';
import type { CompletionRequest, ProtocolId, RequestForm } from '../model/completion-request.ts';
import type { EmbeddingReply, EmbeddingRequest } from '../model/embedding.ts';
import type { ModelError, ModelErrorFacts } from '../model/error.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { StreamPart } from '../model/stream-part.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { SchemaDialectName } from '../schema/dialect.ts';

/** How one server differs from its protocol's own: data of a provider's row, so that no code asks which provider it is. */
export interface Dialect {
  /** Chat: the field for the longest output. Default: `max_completion_tokens`. */
  readonly maxTokensField?: 'max_completion_tokens' | 'max_tokens';
  /** Chat: whether `stream_options.include_usage` is taken. Default: true. */
  readonly streamUsage?: boolean;
  /** Chat: where reasoning is sent back, for servers that want it. Default: it is not sent back. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'reasoning_details';
  /** Chat: how effort is said. Default: `reasoning_effort`. */
  readonly effortField?: 'reasoning_effort' | 'reasoning';
  /**
   * Messages: the `max_tokens` sent when the request names none; the protocol demands one. Default: the longest reply of
   * the model where that is known, else 4096.
   */
  readonly defaultMaxTokens?: number;
  /**
   * Messages: whether documents in what the model said, and citations in what the user says, are refused, as they are since
   * API version 2026-10-21. Default: false.
   */
  readonly strictContent?: boolean;
  /** In which form schemas are taken that replies are held to. Default: that of the protocol's first provider. */
  readonly schemaDialect?: SchemaDialectName;
}

/** For whom a request is written. */
export interface WriteTarget {
  /** The provider's own name of the model. */
  readonly model: string;
  readonly stream: boolean;
  /** The provider's family: opaque state and provider options of this name are its own. */
  readonly family: string;
  readonly dialect: Dialect;
}

/** A request on the wire, and what could not be said there. */
export interface WrittenRequest {
  readonly body: JsonObject;
  readonly adaptations: readonly Adaptation[];
}

/** A request read from the wire. */
export interface ReadRequest {
  readonly request: CompletionRequest;
  readonly model: string;
  readonly stream: boolean;
  /** Chat: whether the caller asked for usage at the end of the stream. */
  readonly includeUsage: boolean;
}

/** A failed reply, as the wire gave it. */
export interface FailedReply {
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error on the wire. */
export interface WrittenError {
  readonly status: number;
  readonly body: JsonObject;
}

/** Reads one stream, event by event. */
export interface StreamReader {
  /**
   * Reads one event: for server-sent events its name (empty when it has none) and data, for lines of JSON the line.
   * @throws ModelError for an error that the provider reports in the stream, and for what is not JSON
   */
  read(event: string, data: string, emit: (part: StreamPart) => void): void;
  /**
   * The body has ended: gives the final parts if they are owed.
   * @throws ModelError of kind `interrupted` when the reply was cut
   */
  end(emit: (part: StreamPart) => void): void;
  /** True once the `finish` part is out: whatever still comes is of no interest. */
  readonly finished: boolean;
}

/** What a stream is written with. */
export interface StreamWriterOptions {
  /** The model's name to give to the caller. */
  readonly model: string;
  /** Chat: send the usage in a chunk of its own. */
  readonly includeUsage: boolean;
  /** The id to give the reply when the provider gave none. */
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly family: string;
  /** Responses: the tools of the request, for calls to be named and formed as the caller knows them. */
  readonly tools?: readonly ToolSpec[];
  /** The way of asking that is answered. Default: the protocol's usual one. */
  readonly form?: RequestForm;
}

/** Writes one stream, part by part. */
export interface StreamWriter {
  /**
   * The wire text of a part, terminator included after `finish`; empty when the part says nothing here.
   * @throws ModelError of kind `interrupted` for `reply-restart`: no wire language can take back what it said
   */
  write(part: StreamPart): string;
  /** The wire text that tells the caller of an error in the middle of the stream; the caller must then cut the connection. */
  fail(error: ModelError): string;
}

/** What a reply is written with. */
export interface ReplyWriterOptions {
  readonly model: string;
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly family: string;
  /** Responses: the tools of the request, for calls to be named and formed as the caller knows them. */
  readonly tools?: readonly ToolSpec[];
  /** The way of asking that is answered. Default: the protocol's usual one. */
  readonly form?: RequestForm;
}

/** What the answer to a side call is written with. */
export interface SideWriterOptions {
  /** The model's name to give to the caller. */
  readonly model: string;
  /** The body of the request: it may say in which form the answer is wanted. */
  readonly body: JsonObject;
  readonly form?: RequestForm;
}

/** A call for something else than a reply (vectors, a count of tokens), both ways. */
export interface SideCall<Request, Answer> {
  /** The path behind the base address. */
  path(model: string, form?: RequestForm): string;
  /**
   * @throws ModelError of kind `invalid-request` that names the field
   */
  readRequest(body: JsonObject): Request;
  writeRequest(request: Request, target: WriteTarget): WrittenRequest;
  /** The body of a relayed request with the model's name put wherever it stands. Default: it stands in `model`. */
  retarget?(body: JsonObject, model: string): JsonObject;
  /**
   * @throws ModelError of kind `invalid-reply` for what is no answer
   */
  readAnswer(body: JsonValue): Answer;
  writeAnswer(answer: Answer, options: SideWriterOptions): JsonObject;
}

/** A wire language, both ways: reading turns the wire into our neutral form, writing turns our form into the wire. */
export interface Protocol {
  readonly id: ProtocolId;
  readonly framing: 'sse' | 'ndjson';
  /** The last event of every stream, on the wire; some servers leave it out, and clients wait for it. */
  readonly terminator?: string;
  /** The path behind the base address that a request for this model is sent to. */
  path(model: string, stream: boolean, form?: RequestForm): string;
  /**
   * @throws ModelError of kind `invalid-request` that names the field
   */
  readRequest(body: JsonObject): ReadRequest;
  writeRequest(request: CompletionRequest, target: WriteTarget): WrittenRequest;
  /**
   * Reads a whole reply.
   * @throws ModelError of kind `invalid-reply` for what is no reply, and of the reported kind for an error in a 200
   */
  readReply(body: JsonValue, family: string): Reply;
  writeReply(reply: Reply, options: ReplyWriterOptions): JsonObject;
  readStream(family: string): StreamReader;
  writeStream(options: StreamWriterOptions): StreamWriter;
  /** Classifies a failed reply from status, code, type, machine codes and message, in that order. */
  readError(reply: FailedReply): ModelErrorFacts;
  writeError(error: ModelError): WrittenError;
  /** Texts to vectors, where the protocol has that. */
  readonly embeddings?: SideCall<EmbeddingRequest, EmbeddingReply>;
  /** The tokens of a request, where the protocol counts them. */
  readonly tokenCount?: SideCall<CompletionRequest, number>;
}
