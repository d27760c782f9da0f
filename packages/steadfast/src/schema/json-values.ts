import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { readLenient } from './lenient-json.ts';
import type { LenientValue } from './lenient-json.ts';
import type { Mend } from './mend.ts';

/** A JSON value that a text holds. */
export interface FoundValue {
  readonly value: JsonValue;
  readonly mends: readonly Mend[];
  /** True when nothing but a fence stands around it. */
  readonly alone: boolean;
}

/** The JSON values that a text holds, in order, and why there are not more. */
export interface JsonValues {
  readonly values: readonly FoundValue[];
  /** Why something that was to be JSON could not be read; nothing behind it is looked at. */
  readonly problem?: string;
}

/** Numbers that a double may not hold: `JSON.parse` makes infinity of them. */
const mayOverflow = /[eE]\+?\d{3}|\d{300}/;

/**
 * Finds the objects and lists of JSON in a text, with prose, fences and faults of form around and in them. What began as
 * JSON and breaks off ends the search: what lies inside of it is a part of something and must not stand for the whole.
 */
export function jsonValues(text: string): JsonValues {
  const whole = mayOverflow.test(text) ? undefined : parseJson(text);
  if (whole !== undefined) return { values: [{ value: whole, mends: [], alone: true }] };
  const values: FoundValue[] = [];
  for (let start = nextBracket(text, 0); start >= 0;) {
    const read = readLenient(text, start);
    if ('value' in read) {
      const end = endOf(text, read);
      if (end === undefined) return { values, problem: 'more follows where it should end' };
      values.push(foundValue(text, start, end, read));
      start = nextBracket(text, end);
    } else if (read.begun) {
      return { values, problem: read.problem };
    } else {
      start = nextBracket(text, Math.max(read.end, start + 1));
    }
  }
  return { values };
}

/** The next bracket with what an object or a list may begin with. */
function nextBracket(text: string, from: number): number {
  const bracket = /\{(?=\s*["'`“‘}/#\w$])|\[(?=\s*["'`“‘[\]{/#\-+.\dtfnTFN])/g;
  bracket.lastIndex = from;
  return bracket.exec(text)?.index ?? -1;
}

/** The place behind a value and superfluous brackets; `undefined` where it goes on, so that it was read wrongly. */
function endOf(text: string, { end, mends }: LenientValue): number | undefined {
  const rest = /[\s\]}]*/y;
  rest.lastIndex = end;
  const after = end + (rest.exec(text)?.[0].length ?? 0);
  const brackets = /[\]}]/.test(text.slice(end, after));
  if (brackets && mends.includes('missing-bracket')) return undefined;
  const goesOn = /[:"]|,\s*["'{[]/y;
  goesOn.lastIndex = after;
  return goesOn.test(text) ? undefined : after;
}

function foundValue(text: string, start: number, end: number, read: LenientValue): FoundValue {
  const before = fenceIn(text.slice(Math.max(0, start - longestFence), start), start > longestFence);
  const after = fenceIn(text.slice(end, end + longestFence), end + longestFence < text.length);
  const mends = new Set(read.mends);
  if (before !== '' || after !== '') mends.add('text-around');
  if (/[\]}]/.test(text.slice(read.end, end))) mends.add('extra-bracket');
  return { value: read.value, mends: [...mends], alone: before !== undefined && after !== undefined };
}

/** How much is looked at on each side of a value to see whether it stands alone, in characters. */
const longestFence = 100;

/** The line of a fence, or nothing; `undefined` for any other text. */
function fenceIn(near: string, isMore: boolean): string | undefined {
  const text = near.trim();
  return !isMore && (text === '' || /^(?:`{3,}|~{3,})[\w-]*$/.test(text)) ? text : undefined;
}
