import type { UsageDetails } from '../model/usage.ts';

/** Tokens of a prompt, or of the part of it that came from a cache, that are no text. */
export interface MediaTokens {
  readonly audio: number;
  readonly image: number;
  readonly video: number;
}

/** What a prompt's media count towards: tokens that were read afresh, and tokens that came from the cache. */
export type PromptMedia = Pick<
  UsageDetails,
  'audioInput' | 'imageInput' | 'videoInput' | 'audioCacheRead' | 'imageCacheRead' | 'videoCacheRead'
>;

/**
 * Divides the media of a prompt by whether they came from the cache. Where the provider does not say, as many as can be
 * are taken for uncached: a cache holds the beginning of a prompt, where its instructions stand.
 */
export function divideMedia(prompt: MediaTokens, cached: MediaTokens | undefined, uncached: number): PromptMedia {
  let left = uncached;
  const readAfresh = (all: number, known: number | undefined): number => {
    const fresh = Math.max(0, Math.min(left, known === undefined ? all : all - known));
    left -= fresh;
    return fresh;
  };
  const audioInput = readAfresh(prompt.audio, cached?.audio);
  const imageInput = readAfresh(prompt.image, cached?.image);
  const videoInput = readAfresh(prompt.video, cached?.video);
  return {
    audioInput,
    imageInput,
    videoInput,
    audioCacheRead: prompt.audio - audioInput,
    imageCacheRead: prompt.image - imageInput,
    videoCacheRead: prompt.video - videoInput,
  };
}

/** All media of a prompt again, and those of them that came from the cache. */
export function joinMedia(details: PromptMedia = {}): { readonly prompt: MediaTokens; readonly cached: MediaTokens } {
  const { audioInput = 0, imageInput = 0, videoInput = 0 } = details;
  const { audioCacheRead: audio = 0, imageCacheRead: image = 0, videoCacheRead: video = 0 } = details;
  const prompt = { audio: audioInput + audio, image: imageInput + image, video: videoInput + video };
  return { prompt, cached: { audio, image, video } };
}

/** Says whether there are any. */
export function hasMedia({ audio, image, video }: MediaTokens): boolean {
  return audio + image + video > 0;
}
