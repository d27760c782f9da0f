import { inlineMarkdown } from './inline-markdown.ts';
import { paint } from './paint.ts';

/** What a block of code must be closed with. */
interface Fence {
  readonly mark: string;
  readonly length: number;
}

/** The most of the beginning of a line that is held back, in characters. */
const mostHeld = 2_000;

/** Beginnings of lines that may still become a mark. */
const undecided =
  /^[ \t]*(?:#{0,6}[ \t]*|[-*_+](?:[ \t]*[-*_])*[ \t]*|\d{1,9}[.)]?|>?|`{1,2}|`{3,}[^`]*|~{1,2}|~{3,}.*)$/;
const fenceLine = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})/;

/**
 * Renders Markdown for a terminal while it streams: headings, lists, quotes, code and emphasis. It goes line by line and is
 * not a whole Markdown parser: what it does not know is shown as it is written.
 */
export class TerminalMarkdown {
  #held = '';
  #atStart = true;
  /** The last character of the line that was taken. */
  #before = ' ';
  #isHeading = false;
  #fence: Fence | undefined;

  /** Takes more text and gives what can be shown of it. */
  write(text: string): string {
    const lines = (this.#held + text).split('\n');
    const last = lines.pop() ?? '';
    const whole = lines.map((line) => `${this.#whole(line)}\n`).join('');
    return whole + this.#part(last);
  }

  /** Gives what was held back; the next text begins a new document. */
  end(): string {
    const rest = this.#whole(this.#held);
    this.#held = '';
    this.#fence = undefined;
    return rest;
  }

  /** The rest of a line that is whole. */
  #whole(line: string): string {
    const shown = (this.#atStart ? this.#fenceIn(line) : undefined) ?? this.#shown(line, true);
    this.#atStart = true;
    this.#before = ' ';
    this.#isHeading = false;
    return shown;
  }

  /** What can be shown of a line that goes on. */
  #part(line: string): string {
    this.#held = line;
    if (this.#atStart && undecided.test(line) && line.length < mostHeld) return '';
    const shown = this.#shown(line, false);
    this.#before = line.slice(0, line.length - this.#held.length).at(-1) ?? this.#before;
    this.#atStart = false;
    return shown;
  }

  #shown(line: string, isWhole: boolean): string {
    if (this.#fence !== undefined) {
      this.#held = '';
      return paint('code', line);
    }
    if (!this.#atStart) return this.#inline(line, isWhole);
    if (/^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/.test(line)) return paint('mark', '─'.repeat(20));
    const heading = /^ {0,3}#{1,6}[ \t]+/.exec(line)?.[0];
    this.#isHeading = heading !== undefined;
    if (heading !== undefined) return this.#inline(line.slice(heading.length), isWhole);
    return this.#item(line, isWhole);
  }

  #item(line: string, isWhole: boolean): string {
    const [item = '', indent = '', mark = '', gap = ''] = /^([ \t]*)([-*+]|\d{1,9}[.)]|>)([ \t]+|$)/.exec(line) ?? [];
    return indent + paint('mark', shownMark(mark)) + gap + this.#inline(line.slice(item.length), isWhole);
  }

  #inline(text: string, isWhole: boolean): string {
    const { shown, held } = inlineMarkdown({ text, before: this.#before, isWhole });
    this.#held = held;
    return this.#isHeading ? paint('heading', shown) : shown;
  }

  /** Begins or ends a block of code, where the line does. */
  #fenceIn(line: string): string | undefined {
    const run = fenceLine.exec(line)?.[1];
    if (run === undefined) return undefined;
    const mark = run[0] ?? '';
    if (this.#fence === undefined) this.#fence = { mark, length: run.length };
    else if (mark === this.#fence.mark && run.length >= this.#fence.length && line.trim() === run)
      this.#fence = undefined;
    else return undefined;
    return paint('mark', line);
  }
}

function shownMark(mark: string): string {
  if (mark === '>') return '│';
  return /^[-*+]$/.test(mark) ? '•' : mark;
}
