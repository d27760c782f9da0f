import { asArray, asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';
import { countOf } from '../counts.ts';

/**
 * Reads a usage object: `input_tokens` leaves the cached tokens out, `output_tokens` counts the thinking tokens in
 * (Messages API reference, `usage`). `cache_creation` says for how long the tokens written are kept. What a compaction
 * took is paid for, but stands in `iterations` only, so it is added (Anthropic docs, "Compaction"). An advisor's tokens
 * have the price of another model: they are left in `raw`.
 */
export function readUsage(raw: JsonValue | undefined): Usage {
  if (!isObject(raw)) return unreportedUsage;
  const runs = [
    raw,
    ...asArray(raw.iterations)
      .map(asObject)
      .filter(({ type }) => type === 'compaction'),
  ];
  const sum = (count: (run: JsonObject) => JsonValue | undefined): number =>
    runs.reduce((total, run) => total + countOf(count(run)), 0);
  const output = sum((run) => run.output_tokens);
  const reasoning = Math.min(countOf(asObject(raw.output_tokens_details).thinking_tokens), output);
  const { web_search_requests: searches, web_fetch_requests: fetches } = asObject(raw.server_tool_use);
  const buckets = {
    uncached: sum((run) => run.input_tokens),
    cacheRead: sum((run) => run.cache_read_input_tokens),
    cacheWrite: sum((run) => run.cache_creation_input_tokens),
    cacheWriteHour: sum((run) => asObject(run.cache_creation).ephemeral_1h_input_tokens),
    searches: asNumber(searches),
    fetches: asNumber(fetches),
    text: output - reasoning,
    reasoning,
  };
  return usageOf(buckets, raw);
}

/** Writes a usage object; counts that are not known are 0, because the protocol demands them. */
export function writeUsage({ input, output, outputTokens, details }: Usage): JsonObject {
  const { cacheWriteHour: hour, searches, fetches } = details ?? {};
  const cacheCreation = { ephemeral_5m_input_tokens: input.cacheWrite - (hour ?? 0), ephemeral_1h_input_tokens: hour };
  const ran = { web_search_requests: searches ?? 0, web_fetch_requests: fetches ?? 0 };
  return {
    input_tokens: input.uncached,
    cache_creation_input_tokens: input.cacheWrite,
    cache_read_input_tokens: input.cacheRead,
    cache_creation: hour === undefined ? undefined : cacheCreation,
    server_tool_use: searches === undefined && fetches === undefined ? undefined : ran,
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
