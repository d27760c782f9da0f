import { PromptError, placeIn } from './prompt-error.ts';

/** A piece of a template: text, the place of a field, or a section that is there when its field is given, or when it is not. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | {
      readonly type: 'section';
      readonly name: string;
      readonly when: 'given' | 'absent';
      readonly pieces: readonly Piece[];
    };

/**
 * Reads the text of a template in one pass, in time in proportion to its length. The marks are `{{name}}` and `$$name$$`; a
 * section begins with `#name` or `^name` and ends with `/name` in either form, and its marks take their line with them
 * where nothing else stands on it. A backslash before `{{` or `$$` makes it text, and two are one backslash there.
 * @throws PromptError with line and column for a mark that cannot be read, and for a section without its end
 */
export function parseTemplate(text: string, id: string): readonly Piece[] {
  return new Reading(text, id).pieces();
}

interface Open {
  readonly name: string;
  readonly when: 'given' | 'absent';
  readonly at: number;
  readonly pieces: Piece[];
}

interface Tag {
  readonly sign: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Of a run of braces the last two are the mark, so that `{{{name}}}` is a value in braces. */
const mark = /\{\{(?!\{)|\$\$(?!\$)/g;
const insides = {
  '{{': /[ \t]*([#^/]?)([A-Za-z_]\w*)[ \t]*\}\}/y,
  $$: /([#^/]?)([A-Za-z_]\w*)\$\$/y,
} as const;
const blank = /[ \t]/;
const restOfLine = /[ \t]*\r?(?:\n|$)/y;

/** So many sections may stand inside each other; what renders them is not stopped by its stack. */
const deepest = 100;

class Reading {
  readonly #text: string;
  readonly #id: string;
  readonly #open: Open[] = [];
  #pieces: Piece[] = [];
  #plain = '';
  /** Where what has not been read begins. */
  #from = 0;

  constructor(text: string, id: string) {
    this.#text = text;
    this.#id = id;
  }

  pieces(): readonly Piece[] {
    for (let start = this.#nextMark(); start >= 0; start = this.#nextMark()) this.#read(start);
    this.#plain += this.#text.slice(this.#from);
    this.#keepPlain();
    const left = this.#open.at(-1);
    if (left !== undefined)
      throw this.#error(`the section "${left.name}" has no end; write {{/${left.name}}}`, left.at);
    return this.#pieces;
  }

  #nextMark(): number {
    mark.lastIndex = this.#from;
    return mark.exec(this.#text)?.index ?? -1;
  }

  #read(start: number): void {
    let backslashes = 0;
    while (start - backslashes > this.#from && this.#text[start - backslashes - 1] === '\\') backslashes += 1;
    this.#plain += this.#text.slice(this.#from, start - Math.ceil(backslashes / 2));
    if (backslashes % 2 === 0) this.#readTag(start);
    else {
      this.#plain += this.#text.slice(start, start + 2);
      this.#from = start + 2;
    }
  }

  #readTag(start: number): void {
    const opening = this.#text.startsWith('{{', start) ? '{{' : '$$';
    const inside = insides[opening];
    inside.lastIndex = start + 2;
    const [whole, sign = '', name] = inside.exec(this.#text) ?? [];
    if (whole === undefined || name === undefined) {
      const example = opening === '{{' ? '{{name}}' : '$$name$$';
      const mend = `Write ${example} with a name of letters, digits and _, or \\${opening} for the text itself`;
      throw this.#error(`${opening} begins no placeholder here. ${mend}`, start);
    }
    const tag = { sign, name, start, end: start + 2 + whole.length };
    this.#from = tag.end;
    if (sign === '') {
      this.#keepPlain();
      this.#pieces.push({ type: 'field', name });
    } else this.#turn(tag);
  }

  /** At the beginning or the end of a section. */
  #turn({ sign, name, start, end }: Tag): void {
    this.#takeLine(start, end);
    this.#keepPlain();
    if (sign !== '/') {
      if (this.#open.length === deepest) throw this.#error(`more than ${deepest} sections are open`, start);
      this.#open.push({ name, when: sign === '#' ? 'given' : 'absent', at: start, pieces: this.#pieces });
      this.#pieces = [];
      return;
    }
    const section = this.#open.pop();
    if (section?.name !== name) {
      const open = section === undefined ? 'no section is open' : `the section "${section.name}" is open`;
      throw this.#error(`"${name}" ends here, but ${open}`, start);
    }
    section.pieces.push({ type: 'section', name, when: section.when, pieces: this.#pieces });
    this.#pieces = section.pieces;
  }

  /** Leaves out the line of a mark that stands on it alone. */
  #takeLine(start: number, end: number): void {
    let begin = start;
    while (blank.test(this.#text[begin - 1] ?? '')) begin -= 1;
    restOfLine.lastIndex = end;
    const after = restOfLine.exec(this.#text)?.[0];
    if (after === undefined || (begin > 0 && this.#text[begin - 1] !== '\n')) return;
    this.#plain = this.#plain.slice(0, this.#plain.length - (start - begin));
    this.#from = end + after.length;
  }

  #keepPlain(): void {
    if (this.#plain !== '') this.#pieces.push({ type: 'text', text: this.#plain });
    this.#plain = '';
  }

  #error(what: string, at: number): PromptError {
    const { line, column } = placeIn(this.#text, at);
    const message = `The prompt "${this.#id}" cannot be read: at line ${line}, column ${column}, ${what}.`;
    return new PromptError(message, { id: this.#id, line, column });
  }
}
