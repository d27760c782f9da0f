/** Gives numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * A generator that gives the same numbers for the same seed and name (sfc32 of Chris Doty-Humphrey's PractRand). Each part
 * of a simulation draws from one of its own name, so that one part which draws more does not change what others draw.
 */
export function seededRandom(seed: number, name: string = ''): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 0x1_0000_0000) | 0;
  let c = hashOf(name);
  let count = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // The first numbers still show the seed.
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/** FNV-1a, 32 bits. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash;
}
