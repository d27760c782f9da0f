import { asObject, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { UsageDetails } from '../model/usage.ts';
import { countOf } from './counts.ts';
import { divideMedia, hasMedia, joinMedia } from './prompt-media.ts';
import type { MediaTokens, PromptMedia } from './prompt-media.ts';

type OutputMedia = Pick<UsageDetails, 'audioOutput' | 'imageOutput'>;

/**
 * Reads the media in the details of a prompt and of what was said, as OpenAI's APIs say them: cached tokens are counted in,
 * and only some servers say of what kind those are (`cached_tokens_details`). Most replies have none: `undefined`.
 */
export function readMedia(
  ofPrompt: JsonValue | undefined,
  ofOutput: JsonValue | undefined,
  uncached: number,
): (PromptMedia & OutputMedia) | undefined {
  const details = asObject(ofPrompt);
  const prompt = mediaOf(details);
  const { audio, image } = mediaOf(asObject(ofOutput));
  if (!hasMedia(prompt) && audio + image === 0) return undefined;
  const cached = details.cached_tokens_details;
  const divided = divideMedia(prompt, isObject(cached) ? mediaOf(cached) : undefined, uncached);
  return { ...divided, audioOutput: audio, imageOutput: image };
}

/** The fields that say the media of a prompt. */
export function writePromptMedia(given: UsageDetails | undefined): JsonObject {
  const { prompt, cached } = joinMedia(given);
  if (!hasMedia(prompt)) return {};
  return { ...fieldsOf(prompt), cached_tokens_details: hasMedia(cached) ? fieldsOf(cached) : undefined };
}

/** The fields that say the media of what was said. */
export function writeOutputMedia(given: UsageDetails | undefined): JsonObject {
  return { audio_tokens: given?.audioOutput, image_tokens: given?.imageOutput };
}

function mediaOf({ audio_tokens: audio, image_tokens: image, video_tokens: video }: JsonObject): MediaTokens {
  return { audio: countOf(audio), image: countOf(image), video: countOf(video) };
}

function fieldsOf({ audio, image, video }: MediaTokens): JsonObject {
  return { audio_tokens: audio || undefined, image_tokens: image || undefined, video_tokens: video || undefined };
}
