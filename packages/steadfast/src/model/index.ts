export type { AdaptedRequest } from './adapted-request.ts';
export type { Attempt, Wait } from './attempt.ts';
export type { Budget, BudgetAmounts, BudgetLimits, Purse, PurseAmounts, PurseState, SavedBudget } from './budget.ts';
export type { AttemptLimits, Call, Caller } from './call.ts';
export { toRequest } from './completion-request.ts';
export type {
  CompletionInput,
  CompletionRequest,
  Effort,
  OutputFormat,
  ProtocolId,
  RawRequest,
  RequestForm,
} from './completion-request.ts';
export type {
  Adaptation,
  Alternative,
  CachedReply,
  Completion,
  FinishReason,
  RawReply,
  Reply,
  SentRequest,
  Timings,
} from './completion.ts';
export type { Cost, CostBuckets } from './cost.ts';
export type { ErrorKind, ErrorPhase } from './error-kind.ts';
export { toEmbeddingRequest } from './embedding.ts';
export type { EmbeddingInput, EmbeddingModel, EmbeddingReply, EmbeddingRequest, Embeddings } from './embedding.ts';
export { errorPolicies } from './error-policy.ts';
export type { ErrorPolicy } from './error-policy.ts';
export { ModelError, isModelError } from './error.ts';
export { estimateTokens } from './estimate-tokens.ts';
export type { ModelErrorFacts, PartialReply, UpstreamReply } from './error.ts';
export { Journal } from './journal.ts';
export type { CallEvent, Decision, OpenAttempt } from './journal.ts';
export { asArray, asBoolean, asNumber, asObject, asString, isArray, isObject, parseJson } from './json.ts';
export type { JsonArray, JsonObject, JsonValue } from './json.ts';
export { partsOf, textOf } from './message.ts';
export type {
  AssistantMessage,
  AssistantPart,
  DataSource,
  FilePart,
  ImagePart,
  Message,
  OpaqueState,
  ReasoningPart,
  SystemMessage,
  TextPart,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
  UserPart,
} from './message.ts';
export type { Capabilities, CompletionStream, Layer, Model } from './model.ts';
export { nearest } from './nearest.ts';
export type { PromptMark } from './prompt-mark.ts';
export type { RateScope, RateWindow } from './rate-window.ts';
export { ReplyBuilder, inputTextOf, partsOfReply } from './reply-builder.ts';
export { restartError } from './restart-error.ts';
export { isContent } from './stream-part.ts';
export type {
  BytesDelta,
  ChoiceEnd,
  Finish,
  PartAdd,
  PartEnd,
  ReasoningDelta,
  ReplyRestart,
  ResponseStart,
  StreamPart,
  TextDelta,
  ToolCallDelta,
  ToolCallStart,
} from './stream-part.ts';
export type { TokenCount, TokenCounter } from './token-count.ts';
export { sumUsage } from './sum-usage.ts';
export { toCompletion } from './to-completion.ts';
export type { CallFacts } from './to-completion.ts';
export { withContent } from './with-content.ts';
export { toolCallOf } from './tool-call.ts';
export type { ToolCallFacts } from './tool-call.ts';
export type { ToolChoice, ToolSpec } from './tool-spec.ts';
export { unreportedUsage, usageOf } from './usage.ts';
export type { Usage, UsageBuckets, UsageDetails } from './usage.ts';
