import { asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { DataSource, FilePart, ImagePart } from '../../model/message.ts';
import { withInlineData } from '../data-url.ts';
import { fieldsOrNone } from './fields-or-none.ts';
import { stateOfFields } from './part-state.ts';

/** Reads an `inlineData` or `fileData` part; `undefined` for any other. */
export function readMedia(part: JsonObject, origin: string): ImagePart | FilePart | undefined {
  const { inlineData, fileData, ...left } = part;
  const { mimeType, data, ...inlineLeft } = asObject(inlineData);
  if (typeof data === 'string') {
    const mediaType = asString(mimeType) ?? 'application/octet-stream';
    const state = stateOfFields({ ...left, inlineData: fieldsOrNone(inlineLeft) }, origin);
    return { type: kindOf(mediaType), source: { kind: 'base64', data, mediaType }, state };
  }
  const { fileUri, ...fileLeft } = asObject(fileData);
  if (typeof fileUri !== 'string') return undefined;
  const state = stateOfFields({ ...left, fileData: fieldsOrNone(fileLeft) }, origin);
  return { type: kindOf(asString(fileLeft.mimeType) ?? ''), source: sourceOf(fileUri), state };
}

/** Writes an image or a file, without its private data. */
export function writeMedia(part: ImagePart | FilePart): JsonObject {
  const { type, source } = withInlineData(part);
  switch (source.kind) {
    case 'base64':
      return { inlineData: { mimeType: source.mediaType, data: source.data } };
    case 'text':
      return { inlineData: { mimeType: source.mediaType, data: Buffer.from(source.text).toString('base64') } };
    case 'url':
      return { fileData: { mimeType: guessedType(source.url, type), fileUri: source.url } };
    default:
      return { fileData: { fileUri: source.id } };
  }
}

function kindOf(mediaType: string): 'image' | 'file' {
  return mediaType.startsWith('image/') ? 'image' : 'file';
}

/** Where the Gemini API and Vertex AI keep files: their addresses mean nothing to any other provider. */
const googleFiles = /^gs:\/\/|^https:\/\/generativelanguage\.googleapis\.com\//;

function sourceOf(uri: string): DataSource {
  return googleFiles.test(uri) ? { kind: 'reference', id: uri } : { kind: 'url', url: uri };
}

/** Media types by the end of an address (IANA); Vertex AI demands one beside every address. */
const typesByEnding: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};

function guessedType(url: string, type: 'image' | 'file'): string | undefined {
  const [path = ''] = url.split(/[?#]/);
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return typesByEnding[ending] ?? (type === 'image' ? 'image/jpeg' : undefined);
}
