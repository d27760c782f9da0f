/** A piece that both lists have, that only the first has (`extra`), or only the second (`missing`). */
export interface Edit {
  readonly type: 'same' | 'extra' | 'missing';
  readonly text: string;
}

/** Beyond so many differences two lists have so little in common that it is not looked for: it would take too long. */
const mostEdits = 1_000;

/**
 * The fewest edits that make the second list of the first (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
 * Lists with more than 1,000 differences are given as all extra and all missing between what their ends share.
 */
export function editsBetween(got: readonly string[], expected: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < Math.min(got.length, expected.length) && got[start] === expected[start]) start += 1;
  let end = 0;
  const longest = Math.min(got.length, expected.length) - start;
  while (end < longest && got.at(-1 - end) === expected.at(-1 - end)) end += 1;
  const middle = inMiddle(got.slice(start, got.length - end), expected.slice(start, expected.length - end));
  return [...all('same', got.slice(0, start)), ...middle, ...all('same', got.slice(got.length - end))];
}

function all(type: Edit['type'], texts: readonly string[]): readonly Edit[] {
  return texts.map((text) => ({ type, text }));
}

function inMiddle(got: readonly string[], expected: readonly string[]): readonly Edit[] {
  const trace = farthestReaches(got, expected);
  if (trace === undefined) return [...all('extra', got), ...all('missing', expected)];
  return walkedBack(got, expected, trace);
}

/**
 * For each number of edits, how far into the first list one comes on each diagonal (place in the first less place in the
 * second list), until the ends of both are reached; `undefined` where that takes too many edits.
 */
function farthestReaches(got: readonly string[], expected: readonly string[]): readonly Reaches[] | undefined {
  const trace: Reaches[] = [];
  let before = new Reaches(0);
  for (let count = 0; count <= Math.min(got.length + expected.length, mostEdits); count += 1) {
    const now = new Reaches(count);
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let x = count === 0 ? 0 : before.next(diagonal, count);
      while (x < got.length && x - diagonal < expected.length && got[x] === expected[x - diagonal]) x += 1;
      now.set(diagonal, x);
      if (x >= got.length && x - diagonal >= expected.length) return [...trace, now];
    }
    trace.push(now);
    before = now;
  }
  return undefined;
}

class Reaches {
  readonly #count: number;
  readonly #places: Int32Array;

  constructor(count: number) {
    this.#count = count;
    this.#places = new Int32Array(2 * count + 1);
  }

  at(diagonal: number): number {
    return this.#places[diagonal + this.#count] ?? 0;
  }

  set(diagonal: number, place: number): void {
    this.#places[diagonal + this.#count] = place;
  }

  /** Whether one comes farther on a diagonal by a piece of the second list (from the one above) than by one of the first. */
  isMissing(diagonal: number, count: number): boolean {
    return diagonal === -count || (diagonal !== count && this.at(diagonal - 1) < this.at(diagonal + 1));
  }

  /** Where a diagonal is entered with one edit more than these. */
  next(diagonal: number, count: number): number {
    return this.isMissing(diagonal, count) ? this.at(diagonal + 1) : this.at(diagonal - 1) + 1;
  }
}

function walkedBack(got: readonly string[], expected: readonly string[], trace: readonly Reaches[]): readonly Edit[] {
  const backwards: Edit[] = [];
  let x = got.length;
  let y = expected.length;
  const same = (until: number): void => {
    for (; x > until; x -= 1, y -= 1) backwards.push({ type: 'same', text: got[x - 1] ?? '' });
  };
  for (let count = trace.length - 1; count > 0; count -= 1) {
    const before = trace[count - 1] ?? new Reaches(0);
    const isMissing = before.isMissing(x - y, count);
    same(before.next(x - y, count));
    if (isMissing) y -= 1;
    else x -= 1;
    const text = (isMissing ? expected[y] : got[x]) ?? '';
    backwards.push({ type: isMissing ? 'missing' : 'extra', text });
  }
  same(0);
  return backwards.toReversed();
}
