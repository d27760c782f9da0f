import { asNumber, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

/**
 * Reads `usageMetadata`: the prompt counts the cached tokens in and those of the provider's tools out, the candidates
 * count the thoughts out (API reference, `UsageMetadata`).
 */
export function readUsage(raw: JsonValue | undefined): Usage {
  if (!isObject(raw)) return unreportedUsage;
  const prompt = asNumber(raw.promptTokenCount);
  const text = asNumber(raw.candidatesTokenCount);
  if (prompt === undefined && text === undefined) return unreportedUsage;
  const cacheRead = Math.min(asNumber(raw.cachedContentTokenCount) ?? 0, prompt ?? 0);
  const uncached = (prompt ?? 0) - cacheRead + (asNumber(raw.toolUsePromptTokenCount) ?? 0);
  return usageOf({ uncached, cacheRead, text, reasoning: asNumber(raw.thoughtsTokenCount) }, raw);
}

/** Writes `usageMetadata`; none when nothing was reported. */
export function writeUsage({ reported, input, output, inputTokens, totalTokens }: Usage): JsonObject | undefined {
  if (!reported) return undefined;
  return {
    promptTokenCount: inputTokens,
    cachedContentTokenCount: input.cacheRead === 0 ? undefined : input.cacheRead,
    candidatesTokenCount: output.text,
    thoughtsTokenCount: output.reasoning === 0 ? undefined : output.reasoning,
    totalTokenCount: totalTokens,
  };
}
