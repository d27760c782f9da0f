import { editsBetween } from './edits.ts';
import type { Edit } from './edits.ts';
import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { fitTokens } from './fit-tokens.ts';
import type { Form, RankedLine } from './fit-tokens.ts';

/** Settings of `textFeedback`. */
export interface TextFeedbackOptions extends FeedbackOptions {
  /** What is compared. Default: words where both texts are a single line, else lines. */
  readonly by?: 'words' | 'lines';
}

/**
 * Compares a text with the one that was expected, line by line or word by word. The text gives the differences with as
 * much of what stands around them as there is room for. How lines end does not count, and between words nor does how much
 * white space there is.
 */
export function textFeedback(got: string, expected: string, options: TextFeedbackOptions = {}): Feedback {
  const isLong = (text: string): boolean => text.trim().includes('\n');
  const { maxTokens = usualTokens, by = isLong(got) || isLong(expected) ? 'lines' : 'words' } = options;
  const { piecesOf, legend, forms, noun } = manners[by];
  const edits = editsBetween(piecesOf(got), piecesOf(expected));
  const score = scoreOf(edits);
  const meaning = `share of ${by} in both texts that agree: 0 = none, 1 = all`;
  const isRight = edits.every(({ type }) => type === 'same');
  const head = `${scoreLine('Similarity', score, meaning)}\n${isRight ? 'The text is right.' : legend}`;
  return { text: fitTokens(head, isRight ? [] : forms(edits), noun, maxTokens), score, meaning };
}

const manners = {
  lines: {
    piecesOf: linesOf,
    legend: 'Lines with - are in the text and wrong there, lines with + are missing in it:',
    forms: (edits: readonly Edit[]): readonly Form[] =>
      [Infinity, 3, 0].map((around) => ({ lines: hunks(edits, around) })),
    noun: ['line', 'lines'],
  },
  words: {
    piecesOf: wordsOf,
    legend: 'What is in [- -] is wrong there, what is in {+ +} is missing:',
    forms: (edits: readonly Edit[]): readonly Form[] =>
      [Infinity, 12, 4].map((around) => ({ lines: passages(edits, around) })),
    noun: ['passage', 'passages'],
  },
} as const;

/** Twice what agrees by all there is in both texts (Dice's coefficient); what is only white space does not count. */
function scoreOf(edits: readonly Edit[]): number {
  let same = 0;
  let all = 0;
  for (const { type, text } of edits) {
    if (text === ' ') continue;
    all += type === 'same' ? 2 : 1;
    if (type === 'same') same += 2;
  }
  const isRight = edits.every(({ type }) => type === 'same');
  // Texts that differ in white space alone are nearly right.
  return isRight ? 1 : Math.min(0.999, all === 0 ? 0 : same / all);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

function wordsOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text.trim().replaceAll(/\s+/g, ' ')), ({ segment }) => segment);
}

const signs = { same: ' ', extra: '-', missing: '+' } as const;

function hunks(edits: readonly Edit[], around: number): readonly RankedLine[] {
  return shownOf(edits, around).flatMap((run, index) => [
    ...(index > 0 ? [{ text: '…', rank: 1 }] : []),
    ...run.map(({ type, text }) => ({ text: `${signs[type]} ${text}`, rank: type === 'same' ? 1 : 0 })),
  ]);
}

function passages(edits: readonly Edit[], around: number): readonly RankedLine[] {
  return shownOf(edits, around).map((run) => ({ text: joinedWords(run) }));
}

const brackets = { same: ['', ''], extra: ['[-', '-]'], missing: ['{+', '+}'] } as const;

/** Words in a row that are all wrong, or all missing, share their brackets. */
function joinedWords(run: readonly Edit[]): string {
  let text = '';
  for (const [index, edit] of run.entries()) {
    const [open, close] = brackets[edit.type];
    text += run[index - 1]?.type === edit.type ? edit.text : `${open}${edit.text}`;
    if (run[index + 1]?.type !== edit.type) text += close;
  }
  return text;
}

/** The edits in runs: those that are no more than so many pieces away from a difference. */
function shownOf(edits: readonly Edit[], around: number): readonly (readonly Edit[])[] {
  const runs: Edit[][] = [];
  let last = -Infinity;
  const places = [...edits.keys()].filter((place) => edits[place]?.type !== 'same');
  for (const place of places) {
    const from = Math.max(0, last + 1, place - around);
    const until = Math.min(edits.length - 1, place + around);
    if (from > last + 1 || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(...edits.slice(from, until + 1));
    last = Math.max(last, until);
  }
  return runs;
}
