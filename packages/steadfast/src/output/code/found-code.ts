import type { CodeBlock, CodeChecker } from './code-block.ts';

/** Which of several blocks is taken. `all` joins them, with an empty line between; `only` refuses where there are several. */
export type CodePolicy = 'last' | 'first' | 'only' | 'longest' | 'all';

/** Settings of `extractCode`. */
export interface ExtractCodeOptions {
  /** The language that is wanted, by any of its names. Default: any. */
  readonly language?: string;
  /** Default: `last`. */
  readonly policy?: CodePolicy;
  /** Checks the syntax: blocks that it refuses are passed over. `checkSyntax` does. Default: nothing is checked. */
  readonly checker?: CodeChecker;
  /** Whether a block whose fence does not end is taken unchecked. Default: only where the checker finds it right. */
  readonly allowOpen?: boolean;
}

/** Code that was found, and why it is this. */
export interface FoundCode extends CodeBlock {
  /** True when the checker found it right. */
  readonly checked: boolean;
  /** The blocks that it consists of: one, but for the policy `all`. */
  readonly blocks: readonly CodeBlock[];
  readonly reason: string;
}

/** No code, and why: in words that can be sent back to the model. */
export interface NoCode {
  readonly code: undefined;
  readonly language: string | undefined;
  readonly where: undefined;
  readonly reason: string;
}
