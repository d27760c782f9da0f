/**
 * How a model was asked to go on with a reply that broke off: from the end of its own turn (`prefill`), or by an
 * instruction to repeat the last words first (`repeat`).
 */
export type SeamForm = 'prefill' | 'repeat';

/** Where a continuation joins what was said: at which of its characters, or not yet known, or not to be known. */
export type SeamVerdict =
  | { readonly state: 'open' }
  | { readonly state: 'joined'; readonly from: number }
  | { readonly state: 'unclear' };

/** So many characters in a row are a repeat and no accident, where all that was said is not shorter. */
const leastRepeat = 16;

const open: SeamVerdict = { state: 'open' };
const unclear: SeamVerdict = { state: 'unclear' };

/**
 * Finds the seam between what was said and what comes next, so that nothing is said twice and nothing is lost. One that
 * can be read in two ways is unclear: words that were to be repeated and were not, a repeat that nobody asked for, and a
 * repeat of what repeats itself.
 * @param whole All of the continuation is here; as long as it is not, the verdict may be `open`.
 */
export function findSeam(said: string, next: string, whole: boolean, form: SeamForm): SeamVerdict {
  const before = said.trimEnd();
  const body = next.trimStart();
  if (!whole && before.includes(body)) return open;
  const repeated = longestRepeat(before, body);
  const known = form === 'repeat' ? repeatedAsAsked(before, body, repeated) : repeatedUnasked(before, body, repeated);
  if (known === undefined) return unclear;
  const start = known === 0 ? 0 : next.length - body.length + known;
  const rest = next.slice(start);
  if (!whole && rest.trimStart() === '') return open;
  return { state: 'joined', from: start + sharedSpace(said.slice(before.length), rest) };
}

/** The words that a model is to repeat: the last ones, from the beginning of a word on, as many as make them unmistakable. */
export function lastWords(said: string): string {
  const before = said.trimEnd();
  for (let length = 64; length < before.length; length *= 2) {
    const words = /\s\S[^]*$/.exec(before.slice(-length))?.[0].trimStart() ?? before.slice(-length);
    if (words.length >= leastRepeat && before.indexOf(words) === before.length - words.length) return words;
  }
  return before.trimStart();
}

/** How much of the beginning repeats what was said, where that is beyond doubt. */
function repeatedAsAsked(before: string, body: string, repeated: number): number | undefined {
  const enough = repeated >= Math.min(leastRepeat, before.trimStart().length);
  return enough && !repeatsItself(body.slice(0, repeated)) ? repeated : undefined;
}

/** A model that was given its own turn goes on from there, unless its server made a turn of its own of it. */
function repeatedUnasked(before: string, body: string, repeated: number): number | undefined {
  const all = before.trimStart().length;
  if (repeated === all) return all >= leastRepeat && !repeatsItself(body.slice(0, repeated)) ? repeated : undefined;
  if (repeated >= leastRepeat) return undefined;
  return body.length >= leastRepeat && before.includes(body) ? undefined : 0;
}

/** The length of the longest beginning of `body` with which `before` ends. */
function longestRepeat(before: string, body: string): number {
  const borders = bordersOf(body);
  const from = Math.max(0, before.length - body.length);
  let length = 0;
  for (let index = from; index < before.length; index += 1) {
    while (length > 0 && (length === body.length || before[index] !== body[length])) length = borders[length - 1] ?? 0;
    if (before[index] === body[length]) length += 1;
  }
  return length;
}

/** For each beginning of the text the length of the longest shorter one with which it ends (Knuth, Morris and Pratt, 1977). */
function bordersOf(text: string): number[] {
  const borders = [0];
  let length = 0;
  for (let index = 1; index < text.length; index += 1) {
    while (length > 0 && text[index] !== text[length]) length = borders[length - 1] ?? 0;
    if (text[index] === text[length]) length += 1;
    borders.push(length);
  }
  return borders;
}

/** Says whether a text is one and the same twice or more in a row: then nobody can tell which of them comes next. */
function repeatsItself(text: string): boolean {
  const period = text.length - (bordersOf(text).at(-1) ?? 0);
  return text.length >= 2 && period <= text.length / 2;
}

/** How much white space at the beginning of the rest is there already. */
function sharedSpace(tail: string, rest: string): number {
  let length = rest.length - rest.trimStart().length;
  while (length > 0 && !tail.endsWith(rest.slice(0, length))) length -= 1;
  return length;
}
