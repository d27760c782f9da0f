export { ModelError, isModelError } from './model/error.ts';
export type {
  Adaptation,
  Alternative,
  Completion,
  FinishReason,
  RawReply,
  Reply,
  SentRequest,
  Timings,
} from './model/completion.ts';
export type { Cost, CostBuckets } from './model/cost.ts';
export type { Attempt, Wait } from './model/attempt.ts';
export type { Budget, BudgetAmounts, BudgetLimits, SavedBudget } from './model/budget.ts';
export type { AttemptLimits, Call } from './model/call.ts';
export type { CompletionInput, CompletionRequest, Effort, OutputFormat } from './model/completion-request.ts';
export type { EmbeddingInput, EmbeddingModel, EmbeddingRequest, Embeddings } from './model/embedding.ts';
export type { ErrorKind, ErrorPhase } from './model/error-kind.ts';
export type { ModelErrorFacts, PartialReply, UpstreamReply } from './model/error.ts';
export { Journal } from './model/journal.ts';
export type { CallEvent } from './model/journal.ts';
export type { Capabilities, CompletionStream, Layer, Model } from './model/model.ts';
export type { AssistantPart, Message, ToolCallPart, ToolResultPart, UserPart } from './model/message.ts';
export type { StreamPart } from './model/stream-part.ts';
export type { ToolChoice, ToolSpec } from './model/tool-spec.ts';
export type { TokenCount, TokenCounter } from './model/token-count.ts';
export type { Usage } from './model/usage.ts';
export { around } from './layers/around.ts';
export { breaker } from './layers/breaker.ts';
export { budget, restoreBudget } from './layers/budget.ts';
export { budgeted } from './layers/budgeted.ts';
export { cache } from './layers/cache.ts';
export type { CacheEntry } from './layers/cache-entry.ts';
export { memoryStore } from './layers/cache-store.ts';
export type { CacheStore } from './layers/cache-store.ts';
export { classicCircuit } from './layers/circuit.ts';
export { deadline } from './layers/deadline.ts';
export { expect } from './layers/expect.ts';
export { limit } from './layers/limit.ts';
export { refusalOf } from './layers/purse-refusal.ts';
export { properties } from './layers/properties.ts';
export { retry } from './layers/retry.ts';
export { safeReply } from './layers/safe-reply.ts';
export { stack } from './layers/stack.ts';
export { survive } from './layers/survive.ts';
export { timeout } from './layers/timeout.ts';
export { withBudget } from './layers/with-budget.ts';
export type { BudgetOutcome, BudgetScope } from './layers/with-budget.ts';
export { balance } from './choices/balance.ts';
export { fallback } from './choices/fallback.ts';
export { hedge } from './choices/hedge.ts';
export { route } from './choices/route.ts';
export { split } from './choices/split.ts';
export { through } from './choices/through.ts';
export { createModels, describe, model } from './providers/models.ts';
export { priceOf } from './catalog/catalog.ts';
export type { CatalogRow, ModelRules } from './catalog/model-rules.ts';
export type { Price } from './catalog/price.ts';
export type { ModelDescription } from './providers/describe.ts';
export type { ModelOptions, ModelsOptions } from './providers/model-options.ts';
export type { Models } from './providers/models.ts';
export type { Provider } from './providers/provider.ts';
