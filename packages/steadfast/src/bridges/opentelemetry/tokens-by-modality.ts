import type { UsageDetails } from '../../model/usage.ts';
import type { DecisionRecord } from '../../watch/decision-record.ts';

/** So many tokens of a bucket and a modality. */
export type CountedTokens = readonly ['input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', string, number];

/**
 * The tokens of a call, by what they say. What the provider does not break down is text where nothing but text was asked
 * or answered, else of unknown modality; nothing reported is 0 of unknown modality.
 */
export function tokensByModality({ usage, request }: DecisionRecord): CountedTokens[] {
  if (usage === undefined) return [countOf('input', 'unknown', 0), countOf('output', 'unknown', 0)];
  const { input, output, inputTokens, outputTokens, details = {} } = usage;
  const rest = request.attachments === 0 || hasInputParts(details) ? 'text' : 'unknown';
  const cached = { audio: details.audioCacheRead, image: details.imageCacheRead, video: details.videoCacheRead };
  const uncached = { audio: details.audioInput, image: details.imageInput, video: details.videoInput };
  return [
    ...split('input', inputTokens, rest, [uncached, cached]),
    ...split('output', outputTokens, 'text', [{ audio: details.audioOutput, image: details.imageOutput }]),
    ...split('cacheRead', input.cacheRead, rest, [cached]),
    ...split('cacheWrite', input.cacheWrite, rest, []),
    ...split('reasoning', output.reasoning, 'text', []),
  ];
}

function countOf(bucket: CountedTokens[0], modality: string, amount: number): CountedTokens {
  return [bucket, modality, amount];
}

function hasInputParts({ audioInput, imageInput, videoInput }: UsageDetails): boolean {
  return (audioInput ?? imageInput ?? videoInput) !== undefined;
}

type Parts = Readonly<Record<string, number | undefined>>;

/** The parts of a bucket that are known, and the rest of it. */
function split(bucket: CountedTokens[0], total: number, rest: string, known: readonly Parts[]): CountedTokens[] {
  const amounts = new Map<string, number>();
  let left = total;
  for (const [modality, amount = 0] of known.flatMap((parts) => Object.entries(parts))) {
    if (amount === 0) continue;
    amounts.set(modality, (amounts.get(modality) ?? 0) + amount);
    left -= amount;
  }
  const counted = [...amounts].map(([modality, amount]) => countOf(bucket, modality, amount));
  return left > 0 || counted.length === 0 ? [countOf(bucket, rest, Math.max(0, left)), ...counted] : counted;
}
