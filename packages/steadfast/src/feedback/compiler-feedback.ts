import { diagnosticsIn } from './diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens, shortened } from './fit-tokens.ts';
import type { Noun, RankedLine } from './fit-tokens.ts';

/** Settings of `compilerFeedback`. */
export interface CompilerFeedbackOptions extends FeedbackOptions {
  /**
   * Whether the compiler failed, by its exit code. Default: when it reported an error, or said something in which no place of
   * a file could be found.
   */
  readonly failed?: boolean;
}

const meaning = '1 / (1 + errors): 1 = no errors, 0.5 = one, 0 = it failed in a way that could not be read';

const longestMessage = 400;
const linesOfUnread = 40;

/**
 * Tells what a compiler or a linter reported: grouped by file, equal messages once with all their lines, errors before
 * warnings where not all fit. Output without any place of a file is given as it begins.
 */
export function compilerFeedback(output: string, options: CompilerFeedbackOptions = {}): Feedback {
  const { maxTokens = usualTokens } = options;
  const found = diagnosticsIn(output);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const failed = options.failed ?? (errors > 0 || (found.length === 0 && output.trim() !== ''));
  const score = scoreOf(errors, failed);
  const lines = found.length > 0 ? grouped(found) : unread(failed ? output : '');
  const unfound = failed ? 'It failed:' : 'No errors.';
  const state = found.length > 0 ? counts(errors, found.length - errors) : unfound;
  const head = `${scoreLine('Compiles', score, meaning)}\n${state}`;
  return { text: fitTokens(head, [{ lines }], noun, maxTokens), score, meaning };
}

const noun: Noun = ['message', 'messages'];

function scoreOf(errors: number, failed: boolean): number {
  if (errors > 0) return 1 / (1 + errors);
  return failed ? 0 : 1;
}

function counts(errors: number, warnings: number): string {
  return `${countOf(errors, ['error', 'errors'])}, ${countOf(warnings, ['warning', 'warnings'])}.`;
}

/** One line for each message of a file, in the order in which files and messages first came. */
function grouped(found: readonly Diagnostic[]): readonly RankedLine[] {
  const files = Map.groupBy(found, ({ file }) => file);
  return [...files].flatMap(([file, diagnostics]) => {
    const messages = Map.groupBy(diagnostics, ({ severity, message }) => `${severity}: ${message}`);
    return [...messages].map(([message, same]) => {
      const [place = '', ...more] = [...new Set(same.map(placeOf))];
      const others = more.length === 0 ? '' : ` (also at ${more.join(', ')})`;
      const text = `${file}:${place}: ${shortened(message, longestMessage)}${shortened(others, longestMessage)}`;
      return { text, rank: same[0]?.severity === 'error' ? 0 : 1 };
    });
  });
}

function placeOf({ line, column }: Diagnostic): string {
  return column === undefined ? `${line}` : `${line}:${column}`;
}

function unread(output: string): readonly RankedLine[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, linesOfUnread).map((line) => ({ text: shortened(line.trimEnd(), longestMessage) }));
}
