import type { StreamPart } from '../model/stream-part.ts';
import type { GivenFacts } from './survive-verdict.ts';

/** Keeps what was given of a reply, as far as it decides how the reply may be gone on with. */
export class GivenReply implements GivenFacts {
  last: GivenFacts['last'] = 'nothing';
  mixed = false;
  called = false;
  /** The text of the first reply. */
  text = '';
  /** The block of the last text, whether it has ended, and the first block that is free. */
  block = 0;
  ended = false;
  nextBlock = 0;
  readonly #calls = new Set<number>();

  /** Notes a part that the reader is given. */
  add(part: StreamPart): void {
    if ('choice' in part && (part.choice ?? 0) > 0) this.mixed = true;
    if (!('block' in part)) return;
    this.nextBlock = Math.max(this.nextBlock, part.block + 1);
    if (part.type === 'text-delta') this.#addText(part.block, part.text);
    else if (part.type === 'reasoning-delta') this.last = 'reasoning';
    else if (part.type === 'part-end') this.#end(part.block);
    else this.#addOther(part);
  }

  #addText(block: number, text: string): void {
    if (text === '') return;
    this.text += text;
    this.block = block;
    this.ended = false;
    this.last = 'text';
  }

  #addOther(part: Extract<StreamPart, { readonly block: number }>): void {
    this.mixed = true;
    this.last = part.type === 'part-add' ? 'other' : 'tool-call';
    if (part.type === 'tool-call-start' && part.providerExecuted !== true) this.#calls.add(part.block);
  }

  #end(block: number): void {
    if (this.#calls.has(block)) this.called = true;
    if (this.last === 'text' && block === this.block) this.ended = true;
  }
}
