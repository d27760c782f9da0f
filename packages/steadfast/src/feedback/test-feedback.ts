import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens, shortened } from './fit-tokens.ts';
import type { Form, RankedLine } from './fit-tokens.ts';

/** What became of one test. */
export interface TestResult {
  readonly name: string;
  /** A test that did not run is `undefined`: it counts neither way. */
  readonly passed: boolean | undefined;
  /** What the test expected, and what it got; what is no text is written as JSON. */
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** What the failure says; its first lines are shown. */
  readonly message?: string;
}

const meaning = 'share of tests that pass: 0 = none, 1 = all';

/** A value that is longer than so many characters is cut where it is quoted. */
const longestQuote = 300;

/**
 * Tells of the tests that failed: name, expected and actual value, the first lines of the failure; where that is too long
 * one line of each, and then the names, as many as fit. Where no test ran the score is 0.
 */
export function testFeedback(results: readonly TestResult[], options: FeedbackOptions = {}): Feedback {
  const { maxTokens = usualTokens } = options;
  const ran = results.filter(({ passed }) => passed !== undefined);
  const failed = ran.filter(({ passed }) => passed === false);
  const score = ran.length === 0 ? 0 : 1 - failed.length / ran.length;
  const head = `${scoreLine('Passed', score, meaning)}\n${state(results.length, ran.length, failed.length)}`;
  const forms = [8, 1, 0].map((lines) => formWith(failed, lines));
  return { text: fitTokens(head, forms, ['failed test', 'failed tests'], maxTokens), score, meaning };
}

function state(all: number, ran: number, failed: number): string {
  if (ran === 0) return 'No test ran.';
  const skipped = all === ran ? '' : `, and ${all - ran} did not run`;
  if (failed === 0) return `${countOf(ran, ['test passes', 'tests pass'])}${skipped}.`;
  return `${failed} of ${countOf(ran, ['test', 'tests'])} failed${skipped}:`;
}

/** The failed tests, each with so many lines of its message; without values where there is no room for any line. */
function formWith(failed: readonly TestResult[], lines: number): Form {
  return {
    lines: failed.map((result): RankedLine => ({ text: lines === 0 ? titleOf(result) : detailOf(result, lines) })),
  };
}

function titleOf({ name }: TestResult): string {
  return `✗ ${shortened(name, longestQuote)}`;
}

function detailOf(result: TestResult, most: number): string {
  const lines = [titleOf(result)];
  if ('expected' in result || 'actual' in result) {
    lines.push(`  expected: ${quoted(result.expected)}`, `  actual: ${quoted(result.actual)}`);
  }
  const message = (result.message ?? '').split('\n').filter((line) => line.trim() !== '');
  for (const line of message.slice(0, most)) lines.push(`  ${shortened(line.trimEnd(), longestQuote)}`);
  return lines.join('\n');
}

function quoted(value: unknown): string {
  return shortened(typeof value === 'string' ? value : (jsonOf(value) ?? String(value)), longestQuote);
}

/** JSON can't say everything: a cycle or a bigint is written as a string says it. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
