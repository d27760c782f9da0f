import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

/** Reads a usage object: cached tokens are part of `input_tokens`, reasoning tokens of `output_tokens`. */
export function readUsage(value: JsonValue | undefined): Usage {
  if (!isObject(value) || (value.input_tokens === undefined && value.output_tokens === undefined)) {
    return unreportedUsage;
  }
  const input = countOf(value.input_tokens);
  const output = countOf(value.output_tokens);
  const { cached_tokens: read, cache_write_tokens: written } = asObject(value.input_tokens_details);
  const cacheRead = Math.min(countOf(read), input);
  const cacheWrite = Math.min(countOf(written), input - cacheRead);
  const reasoning = Math.min(countOf(asObject(value.output_tokens_details).reasoning_tokens), output);
  const uncached = input - cacheRead - cacheWrite;
  return usageOf({ uncached, cacheRead, cacheWrite, text: output - reasoning, reasoning }, value);
}

function countOf(value: JsonValue | undefined): number {
  return asNumber(value) ?? 0;
}

/** Writes a usage object; `null` for one that was not reported. */
export function writeUsage({
  reported,
  inputTokens,
  outputTokens,
  totalTokens,
  input,
  output,
}: Usage): JsonObject | null {
  if (!reported) return null;
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: input.cacheRead, cache_write_tokens: input.cacheWrite },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: output.reasoning },
    total_tokens: totalTokens,
  };
}
