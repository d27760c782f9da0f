import type { SharedV4FileData } from '@ai-sdk/provider';
import type { DataSource, FilePart, ImagePart } from '../../model/message.ts';
import { sourceOfUrl } from '../../protocols/data-url.ts';
import type { PartFacts } from './part-facts.ts';

/** A file as the AI SDK has it, in a prompt or a reply. */
export interface SdkFile {
  readonly data: SharedV4FileData;
  readonly mediaType: string;
  readonly filename?: string;
}

/** How the base64 of a file begins, by its media type: the AI SDK names some files by their top-level type alone. */
const beginnings: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
  ['JVBERi0', 'application/pdf'],
];

/** Reads a file; one of the top-level type `image` is an image. `provider` is whose name for a stored file is wanted. */
export function readFile(file: SdkFile, facts: PartFacts, provider: string): ImagePart | FilePart {
  const source = readSource(file, provider);
  const { state, detail } = facts;
  if (/^image(?:\/|$)/.test(file.mediaType)) return { type: 'image', source, detail, state };
  return { type: 'file', source, filename: file.filename ?? facts.filename, state };
}

function readSource({ data, mediaType }: SdkFile, provider: string): DataSource {
  switch (data.type) {
    case 'data': {
      const base64 = typeof data.data === 'string' ? data.data : base64Of(data.data);
      return { kind: 'base64', data: base64, mediaType: fullType(mediaType, base64) };
    }
    case 'url':
      return sourceOfUrl(data.url.href);
    case 'text':
      return { kind: 'text', text: data.text, mediaType: mediaType.includes('/') ? mediaType : 'text/plain' };
    default:
      return { kind: 'reference', id: data.reference[provider] ?? Object.values(data.reference)[0] ?? '' };
  }
}

/** Where the bytes of a file are, as the AI SDK says it; `undefined` for an address that is none. */
export function writeSource(source: DataSource, provider: string): SharedV4FileData | undefined {
  switch (source.kind) {
    case 'base64':
      return { type: 'data', data: source.data };
    case 'url': {
      const url = URL.parse(source.url);
      return url === null ? undefined : { type: 'url', url };
    }
    case 'text':
      return { type: 'text', text: source.text };
    default:
      return { type: 'reference', reference: { [provider]: source.id } };
  }
}

/** The media type of an image or a file; for one that is elsewhere, the most that can be told from its name. */
export function mediaTypeOf(part: ImagePart | FilePart): string {
  const { source } = part;
  if ('mediaType' in source) return source.mediaType;
  if (part.type === 'image') return 'image/*';
  const name = part.filename ?? (source.kind === 'url' ? source.url : '');
  return /\.pdf(?:$|[?#])/i.test(name) ? 'application/pdf' : 'application/octet-stream';
}

/** The base64 of bytes. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function fullType(mediaType: string, base64: string): string {
  if (mediaType.includes('/') && !mediaType.endsWith('/*')) return mediaType;
  return beginnings.find(([start]) => base64.startsWith(start))?.[1] ?? mediaType;
}
