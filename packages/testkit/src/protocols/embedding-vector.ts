import { createHash } from 'node:crypto';

/** How long vectors are where nobody says. */
const standardDimensions = 8;

/**
 * The vector of a text: of length 1, the same in each run, other texts giving others. Its numbers are 32-bit floats, so
 * that they survive any form in which they are sent.
 */
export function embeddingVector(text: string, dimensions: number = standardDimensions): number[] {
  const raw = Array.from({ length: dimensions }, (_, index) => {
    const digest = createHash('sha256').update(`${index} ${text}`).digest();
    return digest.readInt32BE(0) / 2 ** 31;
  });
  const length = Math.hypot(...raw) || 1;
  return raw.map((value) => Math.fround(value / length));
}
