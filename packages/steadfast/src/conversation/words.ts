/** A pattern that finds a word or a phrase as a whole, whatever its case and the space within it. */
export function wholeWord(phrase: string): RegExp {
  const words = phrase.normalize('NFKC').trim().split(/\s+/).map(escaped);
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'iu');
}

/** Text as words are looked for in it: compatible letters as one, and without marks that have no width. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '');
}

/** Whether a pattern is found; one with the flag `g` keeps its place untouched. */
export function isFound(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0;
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (letter) => `\\u{${letter.charCodeAt(0).toString(16)}}`);
}
