/** What a check says of an answer: to the model in words, to the program as a number. */
export interface Feedback {
  /** What is wrong with the answer and by how much, for a model to read. */
  readonly text: string;
  /** How good the answer is, from 0 to 1; 1 only for an answer with nothing wrong. */
  readonly score: number;
  /** What the score counts, and what its ends mean. */
  readonly meaning: string;
}

/** Settings of all kinds of feedback. */
export interface FeedbackOptions {
  /** The most tokens that the text may have, as `estimateTokens` counts them. Default: 1,000. */
  readonly maxTokens?: number;
}

/** The most tokens of a text where its caller does not say it. */
export const usualTokens = 1_000;

/** The first line of a text: the score with its meaning. A score that is not 1 is never shown as 1. */
export function scoreLine(name: string, score: number, meaning: string): string {
  return `${name}: ${(Math.floor(score * 100 + 1e-9) / 100).toFixed(2)} (${meaning}).`;
}
