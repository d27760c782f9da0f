import type { StreamPart } from '../model/stream-part.ts';

/** How much may wait for a slow reader before the source is held back, in characters and bytes. */
export const highWater = 262_144;

/** What a waiting part counts: its characters or bytes, and a little for itself. */
export function weightOf(part: StreamPart): number {
  if (part.type === 'bytes-delta') return part.bytes.length;
  return 'text' in part ? part.text.length + 64 : 64;
}
