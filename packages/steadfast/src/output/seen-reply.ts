import type { StreamPart } from '../model/stream-part.ts';
import type { Form, Seen } from './form.ts';
import { JsonInText } from './json-in-text.ts';

/** How much of a text shows whether it is JSON, in characters. */
const longestBeginning = 50;

/** What a streamed reply says so far of an answer: in a call of the form's tool where there is one, else in its text. */
export class SeenReply implements Seen {
  text = '';
  readonly #form: Form<unknown>;
  #json = new JsonInText();
  #isJson: boolean;
  /** The block of the form's tool call, once it has begun. */
  #block: number | undefined;

  constructor(form: Form<unknown>) {
    this.#form = form;
    this.#isJson = !form.orText;
  }

  get json(): Seen['json'] {
    return this.#json.value;
  }

  /** True once the JSON is whole. */
  get complete(): boolean {
    return this.#json.complete;
  }

  /** Takes the next part; true when it belongs to the answer. */
  take(part: StreamPart): boolean {
    switch (part.type) {
      case 'text-delta':
        return (part.choice ?? 0) === 0 && this.#block === undefined && this.#takeText(part.text);
      case 'tool-call-start':
        if (part.name === this.#form.name) this.#begin(part.block);
        return false;
      case 'tool-call-delta':
        if (part.block !== this.#block) return false;
        this.#json.push(part.text);
        return true;
      case 'reply-restart':
        this.#begin(undefined);
        this.text = '';
        return false;
      default:
        return false;
    }
  }

  #begin(block: number | undefined): void {
    this.#block = block;
    this.#json = new JsonInText();
  }

  #takeText(text: string): boolean {
    // A text that is an answer too is JSON only if it begins so.
    if (this.#form.orText && this.text.length < longestBeginning) {
      this.#isJson = /^\s*(?:`{3,}(?:json)?\s*)?[[{]/.test(this.text + text);
    }
    this.text += text;
    if (this.#isJson) this.#json.push(text);
    return true;
  }
}
