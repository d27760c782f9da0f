import { ModelError } from '../model/error.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { findSeam } from './seam.ts';
import type { SeamForm } from './seam.ts';
import type { GivenReply } from './survive-given.ts';

type BlockPart = Extract<StreamPart, { readonly block: number }>;

/**
 * Turns the parts of a continuation into parts of the reply that it goes on with: its text is held until the seam is found,
 * and joins the text before it; its other blocks follow under new numbers; what it thinks before it goes on is left away.
 */
export class ContinueParts {
  readonly #given: GivenReply;
  readonly #said: string;
  readonly #form: SeamForm;
  readonly #target: string;
  readonly #textBlock: number;
  /** The reply's numbers of the continuation's blocks; `undefined` for those that are left away. */
  readonly #blocks = new Map<number, number | undefined>();
  #held = '';
  /** How long what is held has to be before it is looked at again: so all looks together take linear time. */
  #due = 0;
  #joined = false;

  constructor(given: GivenReply, form: SeamForm, target: string) {
    this.#given = given;
    this.#said = given.text;
    this.#form = form;
    this.#target = target;
    this.#textBlock = given.ended ? given.nextBlock : given.block;
  }

  /**
   * The parts that the reader is given for a part of the continuation.
   * @throws ModelError of kind `invalid-reply` where the seam is unclear
   */
  take(part: StreamPart): readonly StreamPart[] {
    if (!('block' in part) || (part.choice ?? 0) > 0) return [];
    if (part.type === 'text-delta') return this.#takeText(part.block, part.text);
    if (!this.#joined && !this.#blocks.has(part.block) && isThought(part)) this.#blocks.set(part.block, undefined);
    return this.#isLeftAway(part.block) ? [] : [...this.end(), this.#placed(part)];
  }

  /**
   * What was held, now that nothing more of it comes.
   * @throws ModelError of kind `invalid-reply` where the seam is unclear
   */
  end(): readonly StreamPart[] {
    return this.#joined ? [] : this.#join(true);
  }

  #takeText(block: number, text: string): readonly StreamPart[] {
    if (!this.#joined) {
      if (!this.#blocks.has(block)) this.#blocks.set(block, this.#textBlock);
      this.#held += text;
      return this.#held.length < this.#due ? [] : this.#join(false);
    }
    return [{ type: 'text-delta', block: this.#blockOf(block), text }];
  }

  #join(whole: boolean): readonly StreamPart[] {
    const verdict = findSeam(this.#said, this.#held, whole, this.#form);
    if (verdict.state === 'unclear') throw this.#unclearError();
    if (verdict.state === 'open') {
      this.#due = this.#held.length + this.#held.length / 8;
      return [];
    }
    this.#joined = true;
    const text = this.#held.slice(verdict.from);
    this.#held = '';
    return text === '' ? [] : [{ type: 'text-delta', block: this.#textBlock, text }];
  }

  #isLeftAway(block: number): boolean {
    return this.#blocks.has(block) && this.#blocks.get(block) === undefined;
  }

  /** Private state of the text at the seam is left away: it is not that of the text that it stands in now. */
  #placed(part: BlockPart): StreamPart {
    const block = this.#blockOf(part.block);
    return part.type === 'part-end' && block === this.#textBlock ? { type: 'part-end', block } : { ...part, block };
  }

  #blockOf(block: number): number {
    const known = this.#blocks.get(block);
    if (known !== undefined) return known;
    const next = Math.max(this.#given.nextBlock, this.#textBlock + 1);
    this.#blocks.set(block, next);
    return next;
  }

  #unclearError(): ModelError {
    const message = `${this.#target} did not go on exactly where the reply had broken off, so what it said is left away.`;
    return new ModelError({ kind: 'invalid-reply', message, model: this.#target });
  }
}

/** What is only ended is reasoning of which nothing but its private state came. */
function isThought(part: BlockPart): boolean {
  return part.type === 'reasoning-delta' || part.type === 'part-end';
}
