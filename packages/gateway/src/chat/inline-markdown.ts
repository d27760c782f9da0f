import { paint } from './paint.ts';

/** A line of text, or the part of it that is here. */
export interface InlineText {
  readonly text: string;
  /** The character before the text in its line; a space at the beginning. */
  readonly before: string;
  /** Whether the line ends with the text; else a mark that is not closed may still be. */
  readonly isWhole: boolean;
}

/** What can be shown of a text, and the rest, which waits for what comes after it. */
export interface InlineShown {
  readonly shown: string;
  readonly held: string;
}

/** The most that is held back until a mark is closed, in characters. */
const mostHeld = 2_000;

/** Renders what stands in a line: code, strong text and emphasis. Marks that are not closed are text. */
export function inlineMarkdown(line: InlineText): InlineShown {
  const { text, isWhole } = line;
  let shown = '';
  let at = 0;
  while (at < text.length) {
    const token = tokenAt({ ...line, isWhole: isWhole || text.length - at > mostHeld }, at);
    if (token === undefined) return { shown, held: text.slice(at) };
    shown += token.shown;
    at = token.end;
  }
  return { shown, held: '' };
}

interface Token {
  readonly shown: string;
  readonly end: number;
}

const plain = /[^\\*_`]+/y;

/** What begins here; nothing where that can't be known yet. */
function tokenAt(line: InlineText, at: number): Token | undefined {
  const { text } = line;
  plain.lastIndex = at;
  const letters = plain.exec(text)?.[0];
  if (letters !== undefined) return { shown: letters, end: at + letters.length };
  return text[at] === '\\' ? escapedAt(line, at) : markedAt(line, at);
}

function escapedAt({ text, isWhole }: InlineText, at: number): Token | undefined {
  const next = text[at + 1];
  if (next === undefined && !isWhole) return undefined;
  return next !== undefined && /[!-/:-@[-`{-~]/.test(next)
    ? { shown: next, end: at + 2 }
    : { shown: '\\', end: at + 1 };
}

function markedAt(line: InlineText, at: number): Token | undefined {
  const { text, isWhole } = line;
  const length = runAt(text, at);
  if (!isWhole && at + length === text.length) return undefined;
  const literal = { shown: text.slice(at, at + length), end: at + length };
  if (!mayOpen(line, at, length)) return literal;
  const span = spanAt(text, at, length);
  // A mark that closes at the very end may be the first of two.
  const isSure = isWhole || (span !== undefined && span.end < text.length);
  return isSure ? (span ?? literal) : undefined;
}

/** How many equal marks stand here. */
function runAt(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function mayOpen({ text, before }: InlineText, at: number, length: number): boolean {
  const letter = text[at];
  if (letter === '`') return true;
  const next = text[at + length] ?? ' ';
  if (length > 2 || /\s/.test(next)) return false;
  return letter === '*' || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? before);
}

function spanAt(text: string, at: number, length: number): Token | undefined {
  const letter = text[at] ?? '';
  const from = at + length;
  for (let end = text.indexOf(letter, from); end >= 0; end = text.indexOf(letter, end)) {
    const run = runAt(text, end);
    if (run === length && (letter === '`' || mayClose(text, end, length))) {
      return { shown: painted(letter, length, text.slice(from, end)), end: end + length };
    }
    end += run;
  }
  return undefined;
}

function mayClose(text: string, at: number, length: number): boolean {
  if (/[\s\\]/.test(text[at - 1] ?? ' ')) return false;
  return text[at] === '*' || !/[\p{L}\p{N}]/u.test(text[at + length] ?? ' ');
}

function painted(letter: string, length: number, inner: string): string {
  if (letter === '`') return paint('code', unpadded(inner));
  const { shown } = inlineMarkdown({ text: inner, before: letter, isWhole: true });
  return paint(length === 2 ? 'strong' : 'emphasis', shown);
}

function unpadded(code: string): string {
  return code.length > 2 && code.startsWith(' ') && code.endsWith(' ') ? code.slice(1, -1) : code;
}
