/**
 * The indexes of the weights in the order in which a key prefers them: the first is each one as often as its share of all
 * weights says, the same for the same key, whichever process asks. When a weight grows, keys move only to it; when one
 * goes away, only its own keys move. Weighted rendezvous hashing (Thaler and Ravishankar 1998, Schindelhauer and Schomaker
 * 2005). What has no weight comes last.
 */
export function preference(names: readonly string[], weights: readonly number[], key: string): readonly number[] {
  return orderBy(names, (name, index) => scoreOf(weights[index] ?? 1, chanceOf(key, name)));
}

/** The same by chance instead of by a key. */
export function drawn(weights: readonly number[], random: () => number): number {
  const [first = 0] = orderBy(weights, (weight) => scoreOf(weight, 1 - random()));
  return first;
}

function orderBy<Item>(items: readonly Item[], scoreAt: (item: Item, index: number) => number): readonly number[] {
  const scores = items.map(scoreAt);
  return [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

/** The logarithm of 1 is 0, by which nothing can be divided. */
const hair = 1e-12;

function scoreOf(weight: number, chance: number): number {
  return weight > 0 ? weight / Math.max(hair, -Math.log(chance)) : 0;
}

/** A number between 0 and 1, both left out, for a key and a name: FNV-1a of both, mixed by the finalizer of MurmurHash3. */
export function chanceOf(key: string, name: string): number {
  // The length keeps apart what would read the same joined.
  let hash = 0x811c9dc5 ^ key.length;
  for (const text of [key, name]) {
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 0x1_0000_0000;
}
