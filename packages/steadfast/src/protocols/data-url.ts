import type { DataSource, FilePart, ImagePart } from '../model/message.ts';

const separator = ';base64,';

/** The source that an address stands for: inline data for a base64 data URL (RFC 2397), else the address itself. */
export function sourceOfUrl(url: string): DataSource {
  const end = url.startsWith('data:') ? url.slice(0, 200).indexOf(separator) : -1;
  if (end < 0) return { kind: 'url', url };
  return { kind: 'base64', data: url.slice(end + separator.length), mediaType: url.slice('data:'.length, end) };
}

/** The address of a source: its own, or a data URL; `undefined` for what has neither. */
export function urlOfSource(source: DataSource): string | undefined {
  if (source.kind === 'url') return source.url;
  return source.kind === 'base64' ? `data:${source.mediaType}${separator}${source.data}` : undefined;
}

/** The part with a data URL taken apart, for a protocol that wants the bytes and their media type on their own. */
export function withInlineData<Part extends ImagePart | FilePart>(part: Part): Part {
  return part.source.kind === 'url' ? { ...part, source: sourceOfUrl(part.source.url) } : part;
}
