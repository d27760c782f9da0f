import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { StringReader, mayBeEscape } from './string-reader.ts';

/** A list or an object that is still being read; it is filled in place. */
type Open =
  | { readonly kind: 'list'; readonly value: JsonValue[] }
  | { readonly kind: 'object'; readonly value: Record<string, JsonValue>; key: string };

/** What may come next. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const blank = /[ \t\n\r]*/y;
const scalar = /[-+.\w]*/y;
const literals = ['true', 'false', 'null'];

/** The longest text that is taken for a number; a double needs no more digits than a few hundred. */
const longestNumber = 1_000;

/** What a JSON text that may be cut off says so far: see `PartialJson`. `undefined` while it says nothing. */
export function partialJson(text: string): JsonValue | undefined {
  return new PartialJson().push(text).value;
}

/**
 * Reads JSON text as it comes, and says at any time what it says so far: texts as far as they are there, numbers and
 * literals only when they are whole, a member once its value has begun. Nothing is made up. Each character is read once,
 * however often the value is looked at.
 */
export class PartialJson {
  #text = '';
  #at = 0;
  #expected: Expected = 'value';
  #string: StringReader | undefined;
  #root: JsonValue | undefined;
  #broken = false;
  readonly #open: Open[] = [];

  /** The value so far; it grows in place with what is pushed: to keep it as it is now, copy it (`structuredClone`). */
  get value(): JsonValue | undefined {
    return this.#root;
  }

  /** True once the value is whole. A number that stands alone never is: more digits may come. */
  get complete(): boolean {
    return this.#expected === 'nothing' && !this.#broken;
  }

  /** True once something came that is not JSON; what follows it is not read. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Reads more of the text. */
  push(text: string): this {
    if (this.#broken) return this;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    while (this.#step());
    return this;
  }

  /** Reads one token; false when the rest has to wait for more, or is not JSON. */
  #step(): boolean {
    if (this.#string !== undefined) return this.#readString(this.#string);
    blank.lastIndex = this.#at;
    this.#at += blank.exec(this.#text)?.[0].length ?? 0;
    const next = this.#text[this.#at];
    if (next === undefined) return false;
    switch (this.#expected) {
      case 'value':
        return this.#readValue(next);
      case 'value-or-end':
        return next === ']' ? this.#close() : this.#readValue(next);
      case 'key':
      case 'key-or-end':
        return this.#readKey(next);
      case 'colon':
        return next === ':' ? this.#pass('value') : this.#fail();
      case 'comma-or-end':
        return this.#readSeparator(next);
      default:
        return this.#fail();
    }
  }

  #readKey(next: string): boolean {
    if (next === '"') return this.#beginString();
    return next === '}' && this.#expected === 'key-or-end' ? this.#close() : this.#fail();
  }

  #readSeparator(next: string): boolean {
    const isList = this.#open.at(-1)?.kind === 'list';
    if (next === ',') return this.#pass(isList ? 'value' : 'key');
    return next === (isList ? ']' : '}') ? this.#close() : this.#fail();
  }

  #readValue(next: string): boolean {
    if (next === '"') {
      this.#put('');
      return this.#beginString();
    }
    if (next === '[') return this.#enter({ kind: 'list', value: [] }, 'value-or-end');
    if (next === '{') return this.#enter({ kind: 'object', value: {}, key: '' }, 'key-or-end');
    return this.#readScalar();
  }

  /** A number or a literal: whole once something else follows it, a literal with its last letter. */
  #readScalar(): boolean {
    scalar.lastIndex = this.#at;
    const text = scalar.exec(this.#text)?.[0] ?? '';
    const isLast = this.#at + text.length === this.#text.length;
    if (isLast && !literals.includes(text)) return this.#mayGrow(text) ? false : this.#fail();
    const value = parseJson(text);
    if (value === undefined) return this.#fail();
    this.#at += text.length;
    this.#put(value);
    return this.#leave();
  }

  #mayGrow(text: string): boolean {
    const isNumber = /^-?(?:$|(?:0|[1-9]\d*)(?:$|\.\d*$|(?:\.\d+)?[eE][-+]?\d*$))/.test(text);
    return (isNumber && text.length <= longestNumber) || literals.some((word) => text !== '' && word.startsWith(text));
  }

  #beginString(): boolean {
    this.#string = new StringReader();
    return this.#pass(this.#expected);
  }

  #readString(reader: StringReader): boolean {
    this.#at = reader.read(this.#text, this.#at);
    const open = this.#open.at(-1);
    const isKey = this.#expected === 'key' || this.#expected === 'key-or-end';
    if (!isKey) this.#replace(reader.value);
    const rest = this.#text.slice(this.#at, this.#at + 6);
    if (!rest.startsWith('"')) return rest === '' || mayBeEscape(rest) ? false : this.#fail();
    this.#string = undefined;
    if (!isKey) return this.#pass(this.#expected) && this.#leave();
    if (open?.kind === 'object') open.key = reader.value;
    return this.#pass('colon');
  }

  #enter(open: Open, expected: Expected): boolean {
    this.#put(open.value);
    this.#open.push(open);
    return this.#pass(expected);
  }

  #close(): boolean {
    this.#open.pop();
    this.#at += 1;
    return this.#leave();
  }

  /** A value is whole. */
  #leave(): boolean {
    this.#expected = this.#open.length === 0 ? 'nothing' : 'comma-or-end';
    return true;
  }

  #pass(expected: Expected): boolean {
    this.#at += 1;
    this.#expected = expected;
    return true;
  }

  #fail(): boolean {
    this.#broken = true;
    this.#text = '';
    return false;
  }

  #put(value: JsonValue): void {
    const open = this.#open.at(-1);
    if (open?.kind === 'list') open.value.push(value);
    else this.#replace(value);
  }

  /** Puts a value in the place of the one that is being read. */
  #replace(value: JsonValue): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.#root = value;
    else if (open.kind === 'list') open.value[open.value.length - 1] = value;
    else Object.defineProperty(open.value, open.key, { value, writable: true, enumerable: true, configurable: true });
  }
}
