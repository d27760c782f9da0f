import { asArray, asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { DataSource, FilePart, ImagePart, TextPart } from '../../model/message.ts';
import { fieldsLeft } from '../private-state.ts';
import { wholeBlock } from './whole-block.ts';

/** Reads an `image` block; one from an unknown source travels whole. */
export function readImage(block: JsonObject, origin: string): ImagePart | TextPart {
  const source = readSource(asObject(block.source));
  if (source === undefined) return { type: 'text', text: '', state: { origin, value: block } };
  return { type: 'image', source, state: fieldsLeft(block, ['type', 'source'], origin) };
}

/** Reads a `document` block; one made of content blocks becomes its text and travels whole. */
export function readDocument(block: JsonObject, origin: string): FilePart {
  const filename = asString(block.title);
  const source = readSource(asObject(block.source));
  if (source === undefined) {
    return { ...textFile(asObject(block.source).content), filename, state: { origin, value: block } };
  }
  const held = filename === undefined ? ['type', 'source'] : ['type', 'source', 'title'];
  return { type: 'file', source, filename, state: fieldsLeft(block, held, origin) };
}

/** Reads a `search_result` block: a piece of text with a title, which travels whole. */
export function readSearchResult(block: JsonObject, origin: string): FilePart {
  return { ...textFile(block.content), filename: asString(block.title), state: { origin, value: block } };
}

/** Writes an image or a file as a block; `undefined` when the protocol has no form for it. */
export function writeMedia(part: ImagePart | FilePart, own: JsonObject | undefined): JsonObject | undefined {
  const whole = wholeBlock(own);
  if (whole !== undefined) return whole;
  const source = part.type === 'image' ? writeImageSource(part.source) : writeDocumentSource(part.source);
  if (source === undefined) return undefined;
  if (part.type === 'image') return { type: 'image', source, ...own };
  return { type: 'document', source, title: part.filename, ...own };
}

/** Base64 of UTF-8 text as text; `undefined` for what is neither. */
export function textOfBase64(data: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readSource(source: JsonObject): DataSource | undefined {
  const { type, media_type: mediaType, data, url, file_id: id, ...left } = source;
  if (Object.keys(left).length > 0) return undefined;
  if (type === 'url' && typeof url === 'string') return { kind: 'url', url };
  if (type === 'file' && typeof id === 'string') return { kind: 'reference', id };
  if (typeof data !== 'string' || typeof mediaType !== 'string') return undefined;
  if (type === 'base64') return { kind: 'base64', data, mediaType };
  return type === 'text' ? { kind: 'text', text: data, mediaType } : undefined;
}

function textFile(content: JsonValue | undefined): FilePart {
  const texts = asArray(content).map((block) => asString(asObject(block).text) ?? '');
  const text = typeof content === 'string' ? content : texts.join('\n');
  return { type: 'file', source: { kind: 'text', text, mediaType: 'text/plain' } };
}

function writeImageSource(source: DataSource): JsonObject | undefined {
  switch (source.kind) {
    case 'base64':
      return { type: 'base64', media_type: source.mediaType, data: source.data };
    case 'url':
      return { type: 'url', url: source.url };
    case 'reference':
      return { type: 'file', file_id: source.id };
    default:
      return undefined;
  }
}

/** Inline documents are PDF or plain text, nothing else (Messages API reference, document block). */
function writeDocumentSource(source: DataSource): JsonObject | undefined {
  if (source.kind === 'text') return { type: 'text', media_type: 'text/plain', data: source.text };
  if (source.kind !== 'base64' || source.mediaType === 'application/pdf') return writeImageSource(source);
  const data = source.mediaType.startsWith('text/') ? textOfBase64(source.data) : undefined;
  return data === undefined ? undefined : { type: 'text', media_type: 'text/plain', data };
}
