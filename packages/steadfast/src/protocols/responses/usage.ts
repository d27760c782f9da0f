import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

/**
 * Reads the usage of a response: cached tokens are part of `input_tokens`, reasoning tokens of `output_tokens`.
 * Searches stand beside it, or inside of it (xAI).
 */
export function readUsage({ usage, tool_usage: tools }: JsonObject): Usage {
  if (!isObject(usage) || (usage.input_tokens === undefined && usage.output_tokens === undefined)) {
    return unreportedUsage;
  }
  const input = countOf(usage.input_tokens);
  const output = countOf(usage.output_tokens);
  const {
    cached_tokens: read,
    cache_write_tokens: written,
    audio_tokens: heard,
  } = asObject(usage.input_tokens_details);
  const { reasoning_tokens: thought, audio_tokens: spoken } = asObject(usage.output_tokens_details);
  const cacheRead = Math.min(countOf(read), input);
  const cacheWrite = Math.min(countOf(written), input - cacheRead);
  const reasoning = Math.min(countOf(thought), output);
  const uncached = input - cacheRead - cacheWrite;
  const beside = { searches: searchesOf(usage, tools), audioInput: asNumber(heard), audioOutput: asNumber(spoken) };
  return usageOf({ uncached, cacheRead, cacheWrite, text: output - reasoning, reasoning, ...beside }, usage);
}

function countOf(value: JsonValue | undefined): number {
  return asNumber(value) ?? 0;
}

function searchesOf(usage: JsonObject, tools: JsonValue | undefined): number {
  const { web_search_calls: calls } = asObject(usage.server_side_tool_usage_details);
  return countOf(calls) || countOf(asObject(asObject(tools).web_search).num_requests);
}

/** The members of a response that say its usage; `null` for one that was not reported. */
export function writeUsage({ reported, inputTokens, outputTokens, totalTokens, ...usage }: Usage): JsonObject {
  if (!reported) return { usage: null };
  const { input, output, details = {} } = usage;
  const { cacheRead, cacheWrite } = input;
  const { audioInput, audioOutput, searches } = details;
  return {
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite, audio_tokens: audioInput },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: output.reasoning, audio_tokens: audioOutput },
      total_tokens: totalTokens,
    },
    tool_usage: searches === undefined ? undefined : { web_search: { num_requests: searches } },
  };
}
