import { asArray } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ImagePart } from '../../model/message.ts';

/** How the base64 of each image format begins: its signature (PNG, JFIF and GIF specifications, RFC 9649 for WebP). */
const signatures = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
] as const;

/** Reads `images`: base64 without a media type, which is told by the first bytes; PNG where they tell nothing. */
export function readImages(images: JsonValue | undefined): ImagePart[] {
  return asArray(images).flatMap((data) =>
    typeof data === 'string' ? [{ type: 'image', source: { kind: 'base64', data, mediaType: mediaTypeOf(data) } }] : [],
  );
}

function mediaTypeOf(data: string): string {
  return signatures.find(([start]) => data.startsWith(start))?.[1] ?? 'image/png';
}
