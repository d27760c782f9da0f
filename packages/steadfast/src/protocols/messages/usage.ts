import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

/**
 * Reads a usage object: `input_tokens` leaves the cached tokens out, `output_tokens` counts the thinking tokens in
 * (Messages API reference, `usage`). `cache_creation` says for how long the tokens written are kept.
 */
export function readUsage(raw: JsonValue | undefined): Usage {
  if (!isObject(raw)) return unreportedUsage;
  const output = asNumber(raw.output_tokens) ?? 0;
  const reasoning = Math.min(asNumber(asObject(raw.output_tokens_details).thinking_tokens) ?? 0, output);
  const buckets = {
    uncached: asNumber(raw.input_tokens),
    cacheRead: asNumber(raw.cache_read_input_tokens),
    cacheWrite: asNumber(raw.cache_creation_input_tokens),
    cacheWriteHour: asNumber(asObject(raw.cache_creation).ephemeral_1h_input_tokens),
    searches: asNumber(asObject(raw.server_tool_use).web_search_requests),
    text: output - reasoning,
    reasoning,
  };
  return usageOf(buckets, raw);
}

/** Writes a usage object; counts that are not known are 0, because the protocol demands them. */
export function writeUsage(usage: Usage): JsonObject {
  const { input, output, outputTokens, details } = usage;
  const hour = details?.cacheWriteHour;
  const cacheCreation = { ephemeral_5m_input_tokens: input.cacheWrite - (hour ?? 0), ephemeral_1h_input_tokens: hour };
  return {
    input_tokens: input.uncached,
    cache_creation_input_tokens: input.cacheWrite,
    cache_read_input_tokens: input.cacheRead,
    cache_creation: hour === undefined ? undefined : cacheCreation,
    server_tool_use: details?.searches === undefined ? undefined : { web_search_requests: details.searches },
    output_tokens: outputTokens,
    output_tokens_details: output.reasoning === 0 ? undefined : { thinking_tokens: output.reasoning },
  };
}

/**
 * Adds a later report of a stream to an earlier one. Counts are cumulative, so the later one stands; but what it leaves
 * out, gives as null or gives as 0 after a count (as some proxies do) is no news.
 */
export function mergeUsage(earlier: JsonObject | undefined, later: JsonObject): JsonObject {
  if (earlier === undefined) return later;
  const news = Object.entries(later).filter(
    ([field, value]) => value !== null && (value !== 0 || earlier[field] === undefined || earlier[field] === null),
  );
  return { ...earlier, ...Object.fromEntries(news) };
}
