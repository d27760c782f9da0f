import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens } from './fit-tokens.ts';
import type { RankedLine } from './fit-tokens.ts';

/** How far a number may be from the one that was expected: within either is near enough. */
export interface Tolerance {
  /** In the unit of the numbers. Default: 0. */
  readonly absolute?: number;
  /** As a share of the expected number. Default: 1e-9, as in Python's `math.isclose`. */
  readonly relative?: number;
}

const meaning = 'mean closeness: 1 = within the tolerance, 0.5 = off by as much as the number itself, 0 = far off';

/**
 * Compares a number, or a list of them, with what was expected. The text gives the numbers that are not near enough, the
 * worst first to be kept. What is no finite number is wrong unless it is exactly what was expected.
 */
export function numberFeedback(
  got: number | readonly number[],
  expected: number | readonly number[],
  options: FeedbackOptions & Tolerance = {},
): Feedback {
  const { maxTokens = usualTokens } = options;
  const [ones, others] = [listOf(got), listOf(expected)];
  const count = Math.max(ones.length, others.length);
  const places = Array.from({ length: count }, (_, index) => ({ index, one: ones[index], other: others[index] }));
  const near = places.map(({ one, other }) => closeness(one, other, options));
  const score = count === 0 ? 1 : near.reduce((sum, share) => sum + share, 0) / count;
  const head = scoreLine('Closeness', score, meaning);
  const isList = typeof expected !== 'number' || typeof got !== 'number';
  const lines = places.flatMap(({ index, one, other }): RankedLine[] => {
    const rank = near[index] ?? 0;
    return rank === 1 ? [] : [{ text: `${isList ? `number ${index + 1}: ` : ''}${said(one, other)}`, rank }];
  });
  const state = lines.length === 0 ? 'All is right.' : wrongIn(lines.length, count, isList);
  return { text: fitTokens(`${head}\n${state}`, [{ lines }], ['number', 'numbers'], maxTokens), score, meaning };
}

/** Says whether a number is near enough to the one that was expected; NaN is near NaN alone, infinity only itself. */
export function isNear(got: number, expected: number, { absolute = 0, relative = 1e-9 }: Tolerance = {}): boolean {
  if (Object.is(got, expected) || got === expected) return true;
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= Math.max(absolute, relative * Math.abs(expected));
}

function closeness(got: number | undefined, expected: number | undefined, tolerance: Tolerance): number {
  if (got === undefined || expected === undefined) return 0;
  if (isNear(got, expected, tolerance)) return 1;
  const off = Math.abs(got - expected);
  if (!Number.isFinite(off)) return 0;
  const scale = Math.max(Math.abs(expected), tolerance.absolute ?? 0);
  // Near but outside is never taken for within.
  return Math.min(0.999, scale / (scale + off));
}

function said(got: number | undefined, expected: number | undefined): string {
  if (got === undefined) return `is missing, expected ${expected}`;
  if (expected === undefined) return `got ${got}, expected none`;
  const off = got - expected;
  const share = Math.abs(off / expected) * 100;
  const percent = Number.isFinite(share) ? `, ${Number(share.toPrecision(2))} %` : '';
  const distance = Number.isFinite(off) ? ` (off by ${Number(off.toPrecision(3))}${percent})` : '';
  return `got ${got}, expected ${expected}${distance}`;
}

function wrongIn(wrong: number, count: number, isList: boolean): string {
  if (!isList) return 'The number is wrong:';
  return `${wrong} of ${countOf(count, ['number is', 'numbers are'])} wrong:`;
}

function listOf(value: number | readonly number[]): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}
