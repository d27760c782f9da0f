/** Which prompt a text was rendered from, so that records and traces can tell the versions of a prompt apart. */
export interface PromptMark {
  /** The id of the template. */
  readonly id: string;
  /** The first 16 hexadecimal digits of the SHA-256 of the template's content. */
  readonly hash: string;
  /** The variant that was chosen, where there were several. */
  readonly variant?: string;
  /** The experiment, or the set of variants, that it was chosen in. */
  readonly experiment?: string;
}
