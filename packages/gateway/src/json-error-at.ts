/** What may come next in a JSON text (RFC 8259). */
type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'next';

/** The next offset and what may come there; `undefined` where the text is wrong at the offset reached. */
interface Scan {
  at: number;
  expected: Expected;
  /** The brackets that are still owed. */
  readonly owed: string[];
  failed: boolean;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /[ \t\n\r]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const literals: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

/**
 * The offset of the first character that cannot stand where it stands in a JSON text; the text's length where it only
 * ends too early. It is linear and does not recurse: what sends bad JSON may send anything.
 */
export function jsonErrorAt(text: string): number {
  const scan: Scan = { at: 0, expected: 'value', owed: [], failed: false };
  for (;;) {
    scan.at = past(blank, text, scan.at);
    const ended = scan.expected === 'next' && scan.owed.length === 0;
    if (ended || scan.at >= text.length) return scan.at;
    step(scan, text);
    if (scan.failed) return scan.at;
  }
}

function step(scan: Scan, text: string): void {
  const character = text.charAt(scan.at);
  switch (scan.expected) {
    case 'value':
      return value(scan, text, character);
    case 'first-value':
      return character === ']' ? close(scan, character) : value(scan, text, character);
    case 'first-key':
      return character === '}' ? close(scan, character) : key(scan, text, character);
    case 'key':
      return key(scan, text, character);
    case 'colon':
      return character === ':' ? go(scan, scan.at + 1, 'value') : fail(scan);
    case 'next':
      if (character !== ',') return close(scan, character);
      return go(scan, scan.at + 1, scan.owed.at(-1) === '}' ? 'key' : 'value');
  }
}

function value(scan: Scan, text: string, character: string): void {
  const literal = literals[character];
  if (literal !== undefined) return word(scan, text, literal);
  if (character === '"') return string(scan, text, 'next');
  if (character === '{' || character === '[') {
    scan.owed.push(character === '{' ? '}' : ']');
    return go(scan, scan.at + 1, character === '{' ? 'first-key' : 'first-value');
  }
  const end = past(number, text, scan.at);
  return end > scan.at ? go(scan, end, 'next') : fail(scan);
}

function key(scan: Scan, text: string, character: string): void {
  return character === '"' ? string(scan, text, 'colon') : fail(scan);
}

function close(scan: Scan, character: string): void {
  if (scan.owed.at(-1) !== character) return fail(scan);
  scan.owed.pop();
  return go(scan, scan.at + 1, 'next');
}

function word(scan: Scan, text: string, literal: string): void {
  let length = 1;
  while (length < literal.length && text[scan.at + length] === literal[length]) length += 1;
  scan.at += length;
  if (length < literal.length) return fail(scan);
  return go(scan, scan.at, 'next');
}

function string(scan: Scan, text: string, then: Expected): void {
  scan.at += 1;
  for (;;) {
    while (isPlain(text.charCodeAt(scan.at))) scan.at += 1;
    if (text[scan.at] === '"') return go(scan, scan.at + 1, then);
    const end = past(escape, text, scan.at);
    if (end === scan.at) return fail(scan);
    scan.at = end;
  }
}

/** Says whether a character stands for itself in a string; NaN, behind the end of the text, does not. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function go(scan: Scan, at: number, expected: Expected): void {
  scan.at = at;
  scan.expected = expected;
}

function fail(scan: Scan): void {
  scan.failed = true;
}
