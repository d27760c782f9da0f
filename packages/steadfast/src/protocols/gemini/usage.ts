import { asArray, asNumber, asObject, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';
import { countOf } from '../counts.ts';
import { divideMedia, hasMedia, joinMedia } from '../prompt-media.ts';
import type { MediaTokens } from '../prompt-media.ts';

/**
 * Reads `usageMetadata`: the prompt counts the cached tokens in and those of the provider's tools out, the candidates
 * count the thoughts out (API reference, `UsageMetadata`). Searches are no part of it, and are given.
 */
export function readUsage(raw: JsonValue | undefined, searches = 0): Usage {
  if (!isObject(raw)) return unreportedUsage;
  if (raw.promptTokenCount === undefined && raw.candidatesTokenCount === undefined) return unreportedUsage;
  const prompt = countOf(raw.promptTokenCount);
  const text = countOf(raw.candidatesTokenCount);
  const toolInput = countOf(raw.toolUsePromptTokenCount);
  const cacheRead = Math.min(countOf(raw.cachedContentTokenCount), prompt);
  const uncached = prompt - cacheRead + toolInput;
  const cached = cacheRead === 0 ? noMedia : mediaOf(raw.cacheTokensDetails);
  const media = divideMedia(mediaOf(raw.promptTokensDetails) ?? noMedia, cached, prompt - cacheRead);
  const { audio: audioOutput, image: imageOutput } = mediaOf(raw.candidatesTokensDetails) ?? noMedia;
  const reasoning = asNumber(raw.thoughtsTokenCount) ?? unnamedThoughts(raw, prompt + toolInput + text);
  const input = { uncached, cacheRead, ...media, toolInput };
  return usageOf({ ...input, text, audioOutput, imageOutput, reasoning, searches }, raw);
}

/** Some models count their thoughts in the total only. */
function unnamedThoughts({ totalTokenCount }: JsonObject, named: number): number {
  return Math.max(0, countOf(totalTokenCount) - named);
}

/** Adds the web searches of a candidate, or of a piece of one; each is paid for once, however often it is named. */
export function addSearches(candidate: JsonObject, searches: Set<string>): void {
  if (candidate.groundingMetadata === undefined) return;
  for (const query of asArray(asObject(candidate.groundingMetadata).webSearchQueries)) {
    if (typeof query === 'string' && query !== '') searches.add(query);
  }
}

const noMedia: MediaTokens = { audio: 0, image: 0, video: 0 };

/** What the modalities of tokens count towards: by name, and by number where a server says enums so. */
const mediaNames: Readonly<Record<string, keyof MediaTokens>> = {
  IMAGE: 'image',
  DOCUMENT: 'image',
  VIDEO: 'video',
  AUDIO: 'audio',
  2: 'image',
  3: 'video',
  4: 'audio',
  5: 'image',
};

/** The media in a list of counts by modality; `undefined` when there is none. */
function mediaOf(details: JsonValue | undefined): MediaTokens | undefined {
  const counts = asArray(details).map(asObject);
  if (counts.length === 0) return undefined;
  const media = { ...noMedia };
  for (const { modality, tokenCount } of counts) {
    const name = mediaNames[asNumber(modality) ?? asString(modality) ?? ''];
    if (name !== undefined) media[name] += countOf(tokenCount);
  }
  return media;
}

/** Writes `usageMetadata`, which has no word for searches and tokens written to a cache; none when nothing was reported. */
export function writeUsage({ reported, input, output, details, ...totals }: Usage): JsonObject | undefined {
  if (!reported) return undefined;
  const { toolInput = 0, audioOutput = 0, imageOutput = 0 } = details ?? {};
  const { prompt, cached } = joinMedia(details);
  const promptTokenCount = totals.inputTokens - toolInput;
  return {
    promptTokenCount,
    promptTokensDetails: writeMedia(prompt, promptTokenCount),
    cachedContentTokenCount: input.cacheRead || undefined,
    cacheTokensDetails: hasMedia(prompt) ? writeMedia(cached, input.cacheRead, true) : undefined,
    candidatesTokenCount: output.text,
    candidatesTokensDetails: writeMedia({ audio: audioOutput, image: imageOutput, video: 0 }, output.text),
    toolUsePromptTokenCount: toolInput || undefined,
    thoughtsTokenCount: output.reasoning || undefined,
    totalTokenCount: totals.totalTokens,
  };
}

/** Counts by modality; none where all is text, unless that is to be said. */
function writeMedia(media: MediaTokens, all: number, always = false): readonly JsonObject[] | undefined {
  if (!always && !hasMedia(media)) return undefined;
  const { audio, image, video } = media;
  const counts = { TEXT: all - audio - image - video, IMAGE: image, VIDEO: video, AUDIO: audio };
  return Object.entries(counts).flatMap(([modality, tokenCount]) => (tokenCount > 0 ? [{ modality, tokenCount }] : []));
}
