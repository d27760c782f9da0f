import { asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';
import { countAt, countOf } from '../counts.ts';
import { readMedia, writeOutputMedia, writePromptMedia } from '../openai-usage.ts';

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
  const of = asObject(usage.input_tokens_details);
  const said = asObject(usage.output_tokens_details);
  const cacheRead = Math.min(countOf(of.cached_tokens), input);
  const cacheWrite = Math.min(countOf(of.cache_write_tokens), input - cacheRead);
  const reasoning = Math.min(countOf(said.reasoning_tokens), output);
  const uncached = input - cacheRead - cacheWrite;
  const searches = searchesOf(usage, tools);
  const buckets = { uncached, cacheRead, cacheWrite, text: output - reasoning, reasoning, searches };
  const media = readMedia(of, said, uncached);
  return usageOf(media === undefined ? buckets : { ...buckets, ...media }, usage);
}

/** xAI searches the web and X, at one price. */
function searchesOf({ server_side_tool_usage_details: ran }: JsonObject, tools: JsonValue | undefined): number {
  const { web_search_calls: web, x_search_calls: x } = asObject(ran);
  return countOf(web) + countOf(x) || (countAt(tools, 'web_search', 'num_requests') ?? 0);
}

/** The members of a response that say its usage; `null` for one that was not reported. */
export function writeUsage({ reported, inputTokens, outputTokens, totalTokens, ...usage }: Usage): JsonObject {
  if (!reported) return { usage: null };
  const { input, output, details } = usage;
  const cache = { cached_tokens: input.cacheRead, cache_write_tokens: input.cacheWrite };
  return {
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { ...cache, ...writePromptMedia(details) },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: output.reasoning, ...writeOutputMedia(details) },
      total_tokens: totalTokens,
    },
    tool_usage: details?.searches === undefined ? undefined : { web_search: { num_requests: details.searches } },
  };
}
