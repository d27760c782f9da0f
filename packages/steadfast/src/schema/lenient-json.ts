import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';

/** What a text stands for that is almost JSON, and what was mended to read it. */
export interface LenientJson {
  readonly value: JsonValue;
  /** In words, each once: `single quotes`, `a comma too many`, … Empty for a text that is JSON. */
  readonly repairs: readonly string[];
}

/** How deep lists and objects may lie in each other. */
const deepest = 200;

/** Python's words for what JSON says otherwise. */
const otherWords: Readonly<Record<string, JsonValue>> = { True: true, False: false, None: null };

const words: Readonly<Record<string, JsonValue>> = { true: true, false: false, null: null, ...otherWords };

/**
 * Reads text that a model wrote as JSON and that is almost so: in a code fence, with single quotes, names without quotes,
 * commas too many, comments, line breaks inside of strings, or Python's `True`, `False` and `None`. Nothing is made up: a
 * text that was cut off, that says two things, or that can be read in several ways is refused (`undefined`).
 */
export function lenientJson(text: string): LenientJson | undefined {
  const value = parseJson(text);
  if (value !== undefined) return { value, repairs: [] };
  try {
    return new LenientReader(text).read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

class LenientReader {
  readonly #text: string;
  readonly #repairs = new Set<string>();
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    const fenced = /^\s*(`{3,}|~{3,})[^\n`]*\n([^]*?)\n?\s*\1\s*$/.exec(text);
    this.#text = fenced?.[2] ?? text;
    if (fenced !== null) this.#repairs.add('a code fence');
  }

  read(): LenientJson {
    const value = this.#value();
    this.#blank();
    if (this.#at < this.#text.length) throw new Unreadable();
    return { value, repairs: [...this.#repairs] };
  }

  #value(): JsonValue {
    this.#blank();
    const next = this.#text[this.#at];
    if (next === '{') return this.#inside(() => this.#object());
    if (next === '[') return this.#inside(() => this.#list());
    if (next === '"' || next === "'") return this.#string(next);
    return this.#scalar();
  }

  #inside<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unreadable();
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonValue {
    const members: [string, JsonValue][] = [];
    while (!this.#ends('}')) {
      const key = this.#key();
      this.#blank();
      if (this.#text[this.#at] !== ':') throw new Unreadable();
      this.#at += 1;
      members.push([key, this.#value()]);
      this.#separator('}');
    }
    return Object.fromEntries(members);
  }

  #list(): JsonValue {
    const items: JsonValue[] = [];
    while (!this.#ends(']')) {
      items.push(this.#value());
      this.#separator(']');
    }
    return items;
  }

  /** Passes over the end of a list or an object, when it is there. */
  #ends(end: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== end) return false;
    this.#at += 1;
    return true;
  }

  /** A comma stands before the next item; before the end it may stand too. */
  #separator(end: string): void {
    this.#blank();
    if (this.#text[this.#at] === end) return;
    if (this.#text[this.#at] !== ',') throw new Unreadable();
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] === end) this.#repairs.add('a comma too many');
  }

  #key(): string {
    const next = this.#text[this.#at];
    if (next === '"' || next === "'") return this.#string(next);
    this.#repairs.add('a name without quotes');
    return this.#match(/[A-Za-z_$][\w$-]*/y);
  }

  #string(quote: string): string {
    if (quote === "'") this.#repairs.add('single quotes');
    const raw = this.#match(quote === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^'\\]|\\[^])*'/y).slice(1, -1);
    const inner = quote === '"' ? raw : requoted(raw);
    // oxlint-disable-next-line no-control-regex -- these are the characters that JSON wants escaped
    const escaped = inner.replaceAll(/[\u0000-\u001f]/g, (character) => {
      this.#repairs.add('a line break or control character in a string');
      return JSON.stringify(character).slice(1, -1);
    });
    const value = parseJson(`"${escaped}"`);
    if (typeof value !== 'string') throw new Unreadable();
    return value;
  }

  #scalar(): JsonValue {
    const word = this.#match(/[-+.\w]+/y);
    if (Object.hasOwn(otherWords, word)) this.#repairs.add(`Python's ${word}`);
    const value = Object.hasOwn(words, word) ? words[word] : parseJson(word);
    if (value === undefined) throw new Unreadable();
    return value;
  }

  #blank(): void {
    const skipped = this.#match(/(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y);
    if (skipped.includes('/')) this.#repairs.add('a comment');
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new Unreadable();
    this.#at += found.length;
    return found;
  }
}

/** The inside of a string in single quotes, as it stands in double quotes. */
function requoted(inner: string): string {
  return inner.replaceAll(/\\(?:'|[^])|"/g, (found) => {
    if (found === '"') return '\\"';
    return found === "\\'" ? "'" : found;
  });
}
