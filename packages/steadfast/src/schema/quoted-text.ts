import { parseJson } from '../model/json.ts';
import type { Mend } from './mend.ts';

/** What may stand for a quote, and what closes it. */
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]);

/** The mark that closes a text which another opens; `undefined` for what opens none. */
export function quoteEnd(mark: string): string | undefined {
  return quotes.get(mark);
}

/** A text in quotes that was read, or why it could not be; `end` is where reading stopped. */
export type QuotedText =
  | { readonly value: string; readonly end: number }
  | { readonly value: undefined; readonly problem: string; readonly end: number };

/** Reads a text in quotes of any kind from its opening mark on, and adds what had to be mended. */
export function readQuoted(text: string, from: number, mends: Set<Mend>): QuotedText {
  const opening = text[from] ?? '';
  const closing = quoteEnd(opening) ?? opening;
  const end = endOf(text, from + 1, closing);
  if (end < 0) return { value: undefined, problem: 'it is cut off inside a text', end: text.length };
  const written = text.slice(from + 1, end);
  const whole = closing === '"' ? parseJson(`"${written}"`) : undefined;
  if (typeof whole === 'string') return { value: whole, end: end + 1 };
  const value = parseJson(`"${inJson(written, mends)}"`);
  if (typeof value !== 'string') {
    const problem = `the text ${JSON.stringify(written.slice(0, 40))} holds a "\\" that begins no escape of JSON`;
    return { value: undefined, problem, end: end + 1 };
  }
  if (closing !== '"') mends.add('quotes');
  return { value, end: end + 1 };
}

function endOf(text: string, from: number, closing: string): number {
  const marks = closing === '"' ? /["\\]/g : new RegExp(`[${closing}\\\\]`, 'g');
  marks.lastIndex = from;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    if (found[0] === closing) return found.index;
    marks.lastIndex = found.index + 2;
  }
  return -1;
}

const controls: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** The inside of a text as JSON writes it; an escape that JSON does not know stays, and is refused. */
function inJson(written: string, mends: Set<Mend>): string {
  return written.replaceAll(/\\[^]|["\n\r\t]/g, (found) => {
    if (found === '"') return String.raw`\"`;
    if (found === String.raw`\'` || found === '\\`') {
      mends.add('escape');
      return found.slice(1);
    }
    const control = controls[found];
    if (control !== undefined) mends.add('control-character');
    return control ?? found;
  });
}
