import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage, UsageDetails } from '../../model/usage.ts';
import { readMedia, writeOutputMedia, writePromptMedia } from '../openai-usage.ts';

/**
 * Reads a usage object. Cached tokens are part of `prompt_tokens`; reasoning tokens are part of `completion_tokens`,
 * except where the numbers show that a server counts them beside (xAI, Vercel's gateway).
 */
export function readUsage(value: JsonValue | undefined): Usage {
  if (!isObject(value)) return unreportedUsage;
  const prompt = asNumber(value.prompt_tokens);
  const completion = asNumber(value.completion_tokens);
  if (prompt === undefined && completion === undefined) return unreportedUsage;
  const beside = countBeside(value, prompt ?? 0, completion ?? 0);
  const input = (prompt ?? 0) + beside.input;
  const output = (completion ?? 0) + beside.output;
  const { cacheRead, cacheWrite } = cacheCounts(value, input);
  const reasoning = Math.min(output, reasoningCount(value) + beside.unnamed);
  const uncached = input - cacheRead - cacheWrite;
  const cacheWriteHour = asNumber(asObject(value.cache_creation).ephemeral_1h_input_tokens);
  const text = output - reasoning;
  const buckets = { uncached, cacheRead, cacheWrite, text, reasoning, cacheWriteHour, searches: searchesOf(value) };
  const media = readMedia(value.prompt_tokens_details, value.completion_tokens_details, uncached);
  return usageOf(media === undefined ? buckets : { ...buckets, ...media }, value);
}

/** Writes a usage object; `undefined` for one that was not reported. */
export function writeUsage(usage: Usage): JsonObject | undefined {
  if (!usage.reported) return undefined;
  const { inputTokens, outputTokens, totalTokens, input, output, details } = usage;
  const cache = { cached_tokens: input.cacheRead, cache_write_tokens: input.cacheWrite };
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens,
    prompt_tokens_details: { ...cache, ...writePromptMedia(details) },
    completion_tokens_details: { reasoning_tokens: output.reasoning, ...writeOutputMedia(details) },
    ...(details && writeBeside(details, input.cacheWrite)),
  };
}

/** What OpenAI's usage has no word for, in the words of brokers: Doubleword's for caches, OpenRouter's for searches. */
function writeBeside({ cacheWriteHour: hour, searches }: UsageDetails, cacheWrite: number): JsonObject {
  return {
    cache_creation:
      hour === undefined
        ? undefined
        : { ephemeral_5m_input_tokens: cacheWrite - hour, ephemeral_1h_input_tokens: hour },
    server_tool_use_details: searches === undefined ? undefined : { web_search_requests: searches },
  };
}

/** Searches by the words of OpenRouter, and of Perplexity's research models. */
function searchesOf(usage: JsonObject): number | undefined {
  const { server_tool_use_details: tools, num_search_queries: searches } = usage;
  return asNumber(asObject(tools).web_search_requests) ?? asNumber(searches);
}

function cacheCounts(usage: JsonObject, input: number): { cacheRead: number; cacheWrite: number } {
  const details = asObject(usage.prompt_tokens_details);
  const read =
    asNumber(details.cached_tokens) ??
    asNumber(usage.prompt_cache_hit_tokens) ??
    asNumber(usage.cached_tokens) ??
    asNumber(usage.cache_read_input_tokens) ??
    0;
  const written = asNumber(details.cache_write_tokens) ?? asNumber(usage.cache_creation_input_tokens) ?? 0;
  // Azure's Grok reports more cached tokens than prompt tokens: the prompt's count and the total agree, so they hold.
  const cacheRead = Math.min(read, input);
  return { cacheRead, cacheWrite: Math.min(written, input - cacheRead) };
}

function reasoningCount(usage: JsonObject): number {
  const details = asObject(usage.completion_tokens_details);
  return asNumber(details.reasoning_tokens) ?? asNumber(usage.reasoning_tokens) ?? 0;
}

/** Tokens that the total counts, or the details name, but neither `prompt_tokens` nor `completion_tokens` holds. */
interface Beside {
  readonly input: number;
  readonly output: number;
  /** Those of the output that no detail names: Google's thoughts. */
  readonly unnamed: number;
}

function countBeside(usage: JsonObject, prompt: number, completion: number): Beside {
  const reasoning = reasoningCount(usage);
  const excess = Math.max(0, (asNumber(usage.total_tokens) ?? 0) - prompt - completion);
  if (excess === 0) return { input: 0, output: reasoning > completion ? reasoning : 0, unnamed: 0 };
  if (excess === reasoning) return { input: 0, output: reasoning, unnamed: 0 };
  // Mistral counts the tokens of audio input in the total only.
  const audio = asNumber(asObject(usage.prompt_tokens_details).audio_tokens);
  if (excess === audio) return { input: audio, output: 0, unnamed: 0 };
  return { input: 0, output: excess, unnamed: excess };
}
