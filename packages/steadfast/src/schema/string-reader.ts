/** Characters that stand for themselves: all but the quote, the backslash and those below the space. */
const plain = /[ !#-[\]-\uffff]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads the inside of one JSON string, piece by piece. */
export class StringReader {
  /** What it says so far, as whole characters. */
  value = '';
  /** Half of a surrogate pair, which is no character yet. */
  #half = '';

  /**
   * Reads on from a place in the text, and gives the place where it stopped: at the closing quote, at the end of the text,
   * or at a backslash whose escape is not whole.
   */
  read(text: string, from: number): number {
    let at = from;
    let piece = this.#half;
    for (;;) {
      plain.lastIndex = at;
      const found = plain.exec(text)?.[0] ?? '';
      piece += found;
      at += found.length;
      const escape = text[at] === '\\' ? readEscape(text, at) : undefined;
      if (escape === undefined) break;
      piece += escape.character;
      at += escape.length;
    }
    const isHalf = text[at] !== '"' && isHighSurrogate(piece.charCodeAt(piece.length - 1));
    this.#half = isHalf ? piece.slice(-1) : '';
    this.value += isHalf ? piece.slice(0, -1) : piece;
    return at;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function readEscape(text: string, at: number): { readonly character: string; readonly length: number } | undefined {
  const letter = text[at + 1] ?? '';
  const character = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (character !== undefined) return { character, length: 2 };
  const digits = text.slice(at + 2, at + 6);
  if (letter !== 'u' || !/^[\da-fA-F]{4}$/.test(digits)) return undefined;
  return { character: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
}

/** Says whether a text that begins with a backslash may still become an escape when more of it comes. */
export function mayBeEscape(text: string): boolean {
  return /^\\(?:u[\da-fA-F]{0,3})?$/.test(text);
}
