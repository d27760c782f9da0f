import { isArray, isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { PartialJson } from '../schema/partial-json.ts';

const thinking = ['<think>', '<thinking>'];
const endOfThinking = /<\/think(?:ing)?>/;

/** The longest tag, less one character: what may be its beginning at the end of a piece. */
const tagTail = 11;

/**
 * Reads the first JSON object or list of a text that comes in pieces, and says at any time what it says so far. Prose, a
 * fence, and thinking in tags before it are passed over. Each character is read once.
 */
export class JsonInText {
  #reader = new PartialJson();
  #began = false;
  #state: 'beginning' | 'thinking' | 'answer' = 'beginning';
  /** What was held back because a tag may begin in it. */
  #held = '';

  /** The value so far; it grows in place. */
  get value(): JsonValue | undefined {
    return this.#reader.value;
  }

  /** True once the value is whole. */
  get complete(): boolean {
    return this.#reader.complete;
  }

  /** Reads more of the text. */
  push(text: string): void {
    const rest = this.#state === 'answer' ? text : this.#passThinking(text);
    for (const piece of rest.split(/(?=[[{])/)) this.#read(piece);
  }

  #passThinking(text: string): string {
    this.#held += text;
    const held = this.#held;
    if (this.#state === 'beginning') {
      const start = held.trimStart();
      if (start === '' || thinking.some((tag) => tag.length > start.length && tag.startsWith(start))) return '';
      this.#state = thinking.some((tag) => start.startsWith(tag)) ? 'thinking' : 'answer';
    }
    if (this.#state === 'thinking') {
      const end = endOfThinking.exec(held);
      this.#held = held.slice(-tagTail);
      if (end === null) return '';
      this.#state = 'answer';
      return held.slice(end.index + end[0].length);
    }
    this.#held = '';
    return held;
  }

  /** Reads a piece that holds no bracket but at its beginning. */
  #read(piece: string): void {
    if (this.#began && this.#reader.broken && isNothing(this.#reader.value)) {
      this.#reader = new PartialJson();
      this.#began = false;
    }
    this.#began ||= piece.startsWith('{') || piece.startsWith('[');
    if (this.#began && !this.#reader.complete) this.#reader.push(piece);
  }
}

/** Says whether what was taken for JSON was a bracket of prose. */
function isNothing(value: JsonValue | undefined): boolean {
  if (isArray(value)) return value.length === 0;
  return value === undefined || (isObject(value) && Object.keys(value).length === 0);
}
