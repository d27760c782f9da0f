import { usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens } from './fit-tokens.ts';

/** A part of an answer that is judged by itself. */
export interface FeedbackPart {
  /** What the model knows it by: `Example 2`. */
  readonly name: string;
  /** Judges it, in so many tokens; asked again with fewer where there is not as much room. */
  readonly judge: (options: Required<FeedbackOptions>) => Feedback;
}

/** A part has at least so many tokens: fewer say nothing. */
const fewestTokens = 40;

/**
 * Joins the feedback to several parts, in their order, into one text; its score is the mean of theirs. Parts that are right
 * are only named; the others share what room there is, and those that need less leave the rest to the next.
 */
export function joinFeedback(parts: readonly FeedbackPart[], options: FeedbackOptions = {}): Feedback {
  const { maxTokens = usualTokens } = options;
  const judged = parts.map((part) => ({ ...part, feedback: part.judge({ maxTokens }) }));
  const score = judged.length === 0 ? 1 : judged.reduce((sum, { feedback }) => sum + feedback.score, 0) / judged.length;
  const meaning = `mean of ${countOf(parts.length, ['part', 'parts'])}, each the ${judged[0]?.feedback.meaning ?? 'same'}`;
  const right = judged.filter(({ feedback }) => feedback.score === 1).map(({ name }) => name);
  const head = right.length === 0 ? 'Nothing is wholly right yet.' : `Right: ${right.join(', ')}.`;
  const wrong = judged.filter(({ feedback }) => feedback.score < 1);
  let left = maxTokens - tokensOf(head);
  const lines = wrong.map(({ name, judge, feedback }, index) => {
    const share = Math.floor(left / (wrong.length - index)) - tokensOf(name) - 2;
    const { text } = tokensOf(feedback.text) <= share ? feedback : judge({ maxTokens: Math.max(fewestTokens, share) });
    const said = `\n${name}:\n${text}`;
    left -= tokensOf(said) + 1;
    return { text: said };
  });
  return { text: fitTokens(head, [{ lines }], ['part', 'parts'], maxTokens), score, meaning };
}

/**
 * Joins the feedback to each of several items, which the model knows by their place: `Example 1`, `Example 2`, … or another
 * name that is given.
 */
export function eachFeedback<Item>(
  items: readonly Item[],
  judge: (item: Item, index: number, options: Required<FeedbackOptions>) => Feedback,
  { name = 'Example', ...options }: FeedbackOptions & { readonly name?: string } = {},
): Feedback {
  const parts = items.map((item, index) => ({
    name: `${name} ${index + 1}`,
    judge: (given: Required<FeedbackOptions>): Feedback => judge(item, index, given),
  }));
  return joinFeedback(parts, options);
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
