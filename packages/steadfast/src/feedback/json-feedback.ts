import { isArray, isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens, shortened } from './fit-tokens.ts';
import type { RankedLine } from './fit-tokens.ts';
import { isNear } from './number-feedback.ts';
import type { Tolerance } from './number-feedback.ts';

const meaning = 'share of values that are right: 0 = none, 1 = all';

/** A value that is longer than so many characters is cut where it is quoted. */
const longestQuote = 200;

/**
 * Compares JSON values. The text names each value that is wrong, missing or too many by its path (`$.items[2].price`), those
 * of a wrong type first to be kept. Elements are compared place by place; the order of members does not count. Numbers have
 * to be equal, unless a tolerance says otherwise.
 */
export function jsonFeedback(
  got: JsonValue | undefined,
  expected: JsonValue,
  options: FeedbackOptions & Tolerance = {},
): Feedback {
  const { maxTokens = usualTokens, absolute = 0, relative = 0 } = options;
  const comparison = new Comparison({ absolute, relative });
  comparison.compare('$', got, expected);
  const { lines, values, wrong } = comparison;
  const score = values === 0 ? 1 : 1 - wrong / values;
  const state = lines.length === 0 ? 'All is right.' : `${countOf(lines.length, ['path is', 'paths are'])} wrong:`;
  const head = `${scoreLine('Accuracy', score, meaning)}\n${state}`;
  return { text: fitTokens(head, [{ lines }], ['path', 'paths'], maxTokens), score, meaning };
}

class Comparison {
  readonly lines: RankedLine[] = [];
  values = 0;
  wrong = 0;
  readonly #tolerance: Tolerance;

  constructor(tolerance: Tolerance) {
    this.#tolerance = tolerance;
  }

  compare(path: string, got: JsonValue | undefined, expected: JsonValue | undefined): void {
    if (isObject(got) && isObject(expected)) {
      this.#members(path, got, expected);
    } else if (isArray(got) && isArray(expected)) {
      if (got.length !== expected.length) this.#note(path, `has ${elements(got)}, expected ${elements(expected)}`, 0);
      const length = Math.max(got.length, expected.length);
      for (let index = 0; index < length; index += 1) this.compare(`${path}[${index}]`, got[index], expected[index]);
    } else {
      const before = this.lines.length;
      this.#values(path, got, expected);
      this.values += 1;
      this.wrong += this.lines.length - before;
    }
  }

  #members(path: string, got: Readonly<Record<string, JsonValue | undefined>>, expected: typeof got): void {
    const read = (object: typeof got, name: string): JsonValue | undefined =>
      Object.hasOwn(object, name) ? object[name] : undefined;
    for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      this.compare(memberPath(path, name), read(got, name), read(expected, name));
    }
  }

  #values(path: string, got: JsonValue | undefined, expected: JsonValue | undefined): void {
    if (got === expected) return;
    if (got === undefined) this.#note(path, `is missing, expected ${quoted(expected)}`, 1);
    else if (expected === undefined) this.#note(path, `should not be there, got ${quoted(got)}`, 2);
    else if (typeof got === 'number' && typeof expected === 'number') {
      if (!isNear(got, expected, this.#tolerance)) this.#note(path, `got ${got}, expected ${expected}`, 1);
    } else if (kindOf(got) === kindOf(expected)) {
      this.#note(path, `got ${quoted(got)}, expected ${quoted(expected)}`, 1);
    } else {
      const other = `${kindOf(expected)} ${quoted(expected)}`;
      this.#note(path, `got the ${kindOf(got)} ${quoted(got)}, expected the ${other}`, 0);
    }
  }

  #note(path: string, what: string, rank: number): void {
    this.lines.push({ text: `${path}: ${what}`, rank });
  }
}

function memberPath(path: string, name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function elements(list: readonly JsonValue[]): string {
  return countOf(list.length, ['element', 'elements']);
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'value';
  if (typeof value === 'object') return isArray(value) ? 'list' : 'object';
  return typeof value === 'string' ? 'text' : typeof value;
}

function quoted(value: JsonValue | undefined): string {
  return shortened(JSON.stringify(value) ?? 'nothing', longestQuote);
}
