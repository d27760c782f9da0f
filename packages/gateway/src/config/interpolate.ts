import { valueOf } from './expression.ts';
import type { ExpressionSource } from './expression.ts';

/**
 * Characters that stand for the braces of expressions while YAML is read, one for one, so that places stay where they are:
 * a brace would begin or end a map inside `{ }`. They are from Unicode's private use area.
 */
const open = '\uE000';
const close = '\uE001';
const hidden = new RegExp(`(\\$?)\\$${open}([^${open}${close}]*)${close}`, 'g');

/** Hides the braces of all expressions from the YAML parser. */
export function hideExpressions(text: string): string {
  return text.replace(/\$\{([^{}\n]*)\}/g, `$$${open}$1${close}`);
}

/** Gives a text its braces back. */
export function showExpressions(text: string): string {
  return text.replace(hidden, (_, dollar: string, expression: string) => `${dollar}$\{${expression}}`);
}

/** A text whose expressions are replaced by their values. */
export interface Interpolation {
  readonly text: string;
  readonly secret: boolean;
  /** The expressions that have no value, and why. */
  readonly problems: readonly { readonly expression: string; readonly message: string }[];
}

/** Replaces the hidden expressions of a text by their values; `$${` is a plain `${`. */
export function interpolate(hiddenText: string, source: ExpressionSource): Interpolation {
  const problems: { expression: string; message: string }[] = [];
  let secret = false;
  const text = hiddenText.replace(hidden, (_, dollar: string, expression: string) => {
    if (dollar !== '') return `$\{${expression}}`;
    const found = valueOf(expression, source);
    if ('problem' in found) {
      problems.push({ expression: `$\{${expression}}`, message: found.problem });
      return '';
    }
    secret ||= found.secret;
    return found.value;
  });
  return { text, secret, problems };
}

/** Says whether a text as the YAML parser gave it holds an expression. */
export function hasExpression(hiddenText: string): boolean {
  return hiddenText.includes(`$${open}`);
}
