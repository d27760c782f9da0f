/** One way of saying it: lines that stand in their order. */
export interface Form {
  readonly lines: readonly RankedLine[];
  /** What is said behind the lines. */
  readonly note?: string;
}

/** A line; of those that do not all fit, the ones of the lowest rank are kept, and the first of them. */
export interface RankedLine {
  readonly text: string;
  /** Default: 0. */
  readonly rank?: number;
}

/** A thing that lines are about, for one and for more of it. */
export type Noun = readonly [one: string, more: string];

/** Four characters stand for one token, as in `estimateTokens`. */
const charactersPerToken = 4;

/**
 * The head and the first of the forms that fits beneath it. Where none does, as much of the last as fits, the lines that
 * help most first, and how many were left out. The text never has more than so many tokens.
 */
export function fitTokens(head: string, forms: readonly Form[], noun: Noun, maxTokens: number): string {
  const room = Math.floor(maxTokens * charactersPerToken);
  for (const form of forms) {
    const text = joined([head, ...form.lines.map((line) => line.text), form.note ?? '']);
    if (text.length <= room) return text;
  }
  if (head.length + 1 >= room) return shortened(head, room);
  return joined([head, ...chosen(forms.at(-1)?.lines ?? [], room - head.length, noun)]);
}

/** The text, cut to so many characters with an ellipsis at its end; a character of two halves is not cut in two. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most < 1) return '';
  const kept = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** So many of a thing, in words: `1 row`, `12 rows`. */
export function countOf(count: number, [one, more]: Noun): string {
  return `${count} ${count === 1 ? one : more}`;
}

function joined(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

function chosen(lines: readonly RankedLine[], room: number, noun: Noun): readonly string[] {
  const noteFor = (count: number): string => `(${countOf(count, noun)} more did not fit.)`;
  let left = room - noteFor(lines.length).length - 1;
  const kept = new Map<number, string>();
  const rankAt = (index: number): number => lines[index]?.rank ?? 0;
  // Sorting is stable: of lines of the same rank the first comes first.
  for (const index of [...lines.keys()].toSorted((one, other) => rankAt(one) - rankAt(other))) {
    const { text } = lines[index] ?? { text: '' };
    const line = kept.size === 0 ? shortened(text, left - 1) : text;
    if (line === '' || line.length + 1 > left) continue;
    kept.set(index, line);
    left -= line.length + 1;
  }
  const texts = [...kept].toSorted(([one], [other]) => one - other).map(([, line]) => line);
  const note = kept.size < lines.length ? noteFor(lines.length - kept.size) : '';
  return note.length < room ? [...texts, note] : texts;
}
