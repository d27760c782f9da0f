import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { asNumber, isObject } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

/** Reads the AI SDK's usage. What a total counts beyond its named parts counts as uncached input, or as text. */
export function readUsage({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): Usage {
  const counts = [...Object.values(inputTokens), ...Object.values(outputTokens)];
  if (counts.every((count) => asNumber(count) === undefined)) return unreportedUsage;
  const cacheRead = asNumber(inputTokens.cacheRead) ?? 0;
  const cacheWrite = asNumber(inputTokens.cacheWrite) ?? 0;
  const reasoning = asNumber(outputTokens.reasoning) ?? 0;
  const uncached = atLeast(inputTokens.noCache, (asNumber(inputTokens.total) ?? 0) - cacheRead - cacheWrite);
  const text = atLeast(outputTokens.text, (asNumber(outputTokens.total) ?? 0) - reasoning);
  return usageOf({ uncached, cacheRead, cacheWrite, text, reasoning }, isObject(raw) ? raw : undefined);
}

/** Writes a usage for the AI SDK; one that was not reported has no counts. */
export function writeUsage({ reported, inputTokens, outputTokens, input, output, raw }: Usage): LanguageModelV4Usage {
  if (!reported) {
    return {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
  }
  const { uncached: noCache, cacheRead, cacheWrite } = input;
  const { text, reasoning } = output;
  return {
    inputTokens: { total: inputTokens, noCache, cacheRead, cacheWrite },
    outputTokens: { total: outputTokens, text, reasoning },
    raw,
  };
}

function atLeast(count: number | undefined, rest: number): number {
  return Math.max(asNumber(count) ?? 0, rest);
}
