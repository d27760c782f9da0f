/**
 * Where code was found: in a fence; in one inside of a Markdown block; in a fence that does not end; in a fence that holds
 * further ones of its own length; indented; or as the whole reply, without a fence.
 */
export type CodePlace = 'fence' | 'inner-fence' | 'open-fence' | 'joined-fence' | 'indented' | 'bare';

/** A block of code in a reply. */
export interface CodeBlock {
  readonly code: string;
  /** By its usual name: `python`, `typescript`. */
  readonly language: string | undefined;
  readonly where: CodePlace;
}

/** A block that may be chosen, and what it may be where its own fence ends too early. */
export interface CodeCandidate extends CodeBlock {
  /** The code with what follows, up to later fences; the shortest first. */
  readonly longer: readonly string[];
}

/**
 * Checks the syntax of code: `true` when it is right, what is wrong as one sentence, or `undefined` when it can't say.
 * `language` is its usual name, where it is known.
 */
export type CodeChecker = (
  code: string,
  language: string | undefined,
) => true | string | undefined | Promise<true | string | undefined>;
