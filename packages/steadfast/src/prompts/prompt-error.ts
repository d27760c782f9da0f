/** What a `PromptError` knows besides its message. */
export interface PromptErrorFacts {
  /** The id of the template, the experiment or the set of variants. */
  readonly id?: string;
  /** Where in the text or the file, both from 1. */
  readonly line?: number;
  readonly column?: number;
  /** Fields that the template has and that were not given. */
  readonly missing?: readonly string[];
  /** Fields that were given and that the template has no place for. */
  readonly unused?: readonly string[];
}

/** A prompt that cannot be read, rendered or chosen as it was asked; its message says what to change. */
export class PromptError extends Error {
  override readonly name: string = 'PromptError';
  readonly id?: string;
  readonly line?: number;
  readonly column?: number;
  readonly missing: readonly string[];
  readonly unused: readonly string[];

  constructor(message: string, { id, line, column, missing = [], unused = [] }: PromptErrorFacts = {}) {
    super(message);
    this.id = id;
    this.line = line;
    this.column = column;
    this.missing = missing;
    this.unused = unused;
  }
}

/** The line and the column of a place in a text, both from 1. */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
