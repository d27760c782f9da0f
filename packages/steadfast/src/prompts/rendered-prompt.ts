import type { TextPart } from '../model/message.ts';
import type { PromptMark } from '../model/prompt-mark.ts';

/**
 * A prompt that was rendered: a text part, to be put into a message as it is, or by its `text` with its `prompt` in the call.
 */
export class RenderedPrompt implements TextPart {
  readonly type = 'text' as const;
  readonly text: string;
  readonly #mark: PromptMark;

  constructor(text: string, mark: PromptMark) {
    this.text = text;
    this.#mark = mark;
  }

  /** No member of the data: two templates that render the same text ask the same, and share what a cache keeps. */
  get prompt(): PromptMark {
    return this.#mark;
  }

  toString(): string {
    return this.text;
  }
}
