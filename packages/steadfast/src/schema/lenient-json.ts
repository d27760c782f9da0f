import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { Mend } from './mend.ts';
import { quoteEnd, readQuoted } from './quoted-text.ts';

/** A value that was read, and where it ends. */
export interface LenientValue {
  readonly value: JsonValue;
  /** The place behind its last character. */
  readonly end: number;
  readonly mends: readonly Mend[];
}

/** Why no value was read, and where. */
export interface LenientFailure {
  readonly problem: string;
  readonly end: number;
  /** True when some of a value had been read: this was to be JSON, and no bracket of prose. */
  readonly begun: boolean;
}

/** How deep values may lie in each other; schemas are not held to deeper ones either. */
const deepest = 500;

/**
 * Reads the object or list that begins at a place in a text, also where its form is not quite JSON (see `Mend`). Nothing
 * is made up: what is cut inside a value, or announced and not there, is a failure. Each character is read once.
 */
export function readLenient(text: string, from: number): LenientValue | LenientFailure {
  const reader = new Reader(text, from);
  try {
    const value = reader.readValue();
    return { value, end: reader.at, mends: [...reader.mends] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: error.message, end: reader.at, begun: reader.begun };
  }
}

class Unreadable extends Error {}

const blank = /\s*/y;
const word = /[-+.\w$]*/y;
const literals: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
]);

class Reader {
  at: number;
  begun = false;
  readonly mends = new Set<Mend>();
  readonly #text: string;
  /** The brackets that are open, as those that will close them, from the outside in. */
  readonly #closers: string[] = [];

  constructor(text: string, from: number) {
    this.#text = text;
    this.at = from;
  }

  readValue(): JsonValue {
    if (this.#isOver()) this.#fail('it is cut off');
    const next = this.#text[this.at] ?? '';
    if (next === '{') return this.#readObject();
    if (next === '[') return this.#readList();
    return quoteEnd(next) === undefined ? this.#readWord() : this.#readText();
  }

  #readObject(): JsonValue {
    const value: Record<string, JsonValue> = {};
    this.#enter('}');
    while (!this.#atEnd()) {
      const key = this.#readKey();
      this.#skip();
      if (this.#text[this.at] !== ':') this.#fail(`":" is missing after the key ${JSON.stringify(key)}`);
      this.at += 1;
      this.begun = true;
      this.#skip();
      const member = this.readValue();
      Object.defineProperty(value, key, { value: member, writable: true, enumerable: true, configurable: true });
      this.#separate();
    }
    return value;
  }

  #readList(): JsonValue {
    const value: JsonValue[] = [];
    this.#enter(']');
    while (!this.#atEnd()) {
      value.push(this.readValue());
      this.begun = true;
      this.#separate();
    }
    return value;
  }

  #enter(closer: string): void {
    if (this.#closers.length >= deepest) this.#fail(`it is nested deeper than ${deepest} levels`);
    this.#closers.push(closer);
    this.at += 1;
    this.#skip();
    if (this.#isOver()) this.#fail('it is cut off');
  }

  /** Leaves the innermost list or object where it closes, or where what is around it does. */
  #atEnd(): boolean {
    const next = this.#text[this.at];
    if (next === this.#closers.at(-1)) {
      this.at += 1;
    } else if ((next === ']' || next === '}') && this.#closers.includes(next)) {
      this.mends.add('missing-bracket');
    } else if (this.#isOver()) {
      // What is missing may stand in a comment that did not end where it should.
      if (this.mends.has('comment')) this.#fail('it is cut off');
      this.mends.add('open-end');
    } else {
      return false;
    }
    this.#closers.pop();
    return true;
  }

  #isOver(): boolean {
    return this.at >= this.#text.length || this.#text.startsWith('```', this.at);
  }

  /** Passes from one member or item to the next. */
  #separate(): void {
    const end = this.at;
    this.#skip();
    if (this.#text[this.at] === ',') {
      this.at += 1;
      this.#skip();
      if (this.#isOver()) this.#fail('it is cut off after a comma');
      const next = this.#text[this.at];
      if (next === this.#closers.at(-1)) this.mends.add('trailing-comma');
      else if (next === ']' || next === '}') this.#fail(`${this.#shown()} follows a comma`);
    } else if (!this.#mayEnd()) {
      this.#passMissingComma(end);
    }
  }

  #mayEnd(): boolean {
    const next = this.#text[this.at];
    return next === ']' || next === '}' || this.#isOver();
  }

  #passMissingComma(end: number): void {
    const isNewLine = this.#text.slice(end, this.at).includes('\n');
    const isBracket = /[\]}]/.test(this.#text[end - 1] ?? '') && /[[{]/.test(this.#text[this.at] ?? '');
    if (!isNewLine && !isBracket) this.#fail(`"," is missing before ${this.#shown()}`);
    this.mends.add('missing-comma');
  }

  #readKey(): string {
    if (quoteEnd(this.#text[this.at] ?? '') !== undefined) return this.#readText();
    const key = this.#takeWord();
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) this.#fail(`a key is missing before ${this.#shown()}`);
    this.mends.add('bare-key');
    return key;
  }

  #readText(): string {
    const read = readQuoted(this.#text, this.at, this.mends);
    this.at = read.end;
    if (read.value === undefined) this.#fail(read.problem);
    return read.value;
  }

  #readWord(): JsonValue {
    const start = this.at;
    const found = this.#takeWord();
    const literal = literals.get(found);
    if (literal !== undefined) {
      if (/^[A-Z]/.test(found)) this.mends.add('python-literal');
      return literal;
    }
    const number = this.#numberOf(found);
    // More digits may have been to come.
    if (number !== undefined && this.at < this.#text.length) return number;
    if (found !== '' && this.at >= this.#text.length) this.#fail('it is cut off');
    this.at = start;
    return this.#fail(`${this.#shown()} is no value of JSON`);
  }

  #numberOf(found: string): number | undefined {
    const isOdd = /^[-+]?(?:\d+\.|\.\d+)$|^\+/.test(found);
    const written = isOdd
      ? found
          .replace(/^\+/, '')
          .replace(/\.$/, '')
          .replace(/^(-?)\./, '$10.')
      : found;
    const number = parseJson(written);
    if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
    if (isOdd) this.mends.add('number-form');
    return number;
  }

  #takeWord(): string {
    word.lastIndex = this.at;
    const found = word.exec(this.#text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Passes over blanks and comments. */
  #skip(): void {
    for (;;) {
      blank.lastIndex = this.at;
      this.at += blank.exec(this.#text)?.[0].length ?? 0;
      const end = this.#commentEnd();
      if (end === undefined) return;
      this.mends.add('comment');
      this.at = end;
    }
  }

  #commentEnd(): number | undefined {
    const text = this.#text;
    if (text.startsWith('/*', this.at)) {
      const end = text.indexOf('*/', this.at + 2);
      if (end >= 0) return end + 2;
      this.at = text.length;
      this.#fail('a comment does not end');
    }
    if (!text.startsWith('//', this.at) && text[this.at] !== '#') return undefined;
    const end = text.indexOf('\n', this.at);
    return end < 0 ? text.length : end;
  }

  #shown(): string {
    const rest = this.#text.slice(this.at, this.at + 20).split('\n')[0] ?? '';
    return rest === '' ? 'the end' : JSON.stringify(rest);
  }

  #fail(problem: string): never {
    throw new Unreadable(problem);
  }
}
