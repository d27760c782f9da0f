import { isArray } from '../model/json.ts';
import { hasFormat } from './formats.ts';
import { typeNames, typesOf } from './json-schema.ts';
import { counted, shown } from './keyword.ts';
import type { Keyword } from './keyword.ts';
import { sameValue } from './same-value.ts';

/** The most allowed values that a message lists. */
const mostListed = 20;

const type: Keyword = (checking, given, value, place) => {
  const names = typeNames(given);
  const own = typesOf(value);
  if (names.length === 0 || names.some((name) => own.includes(name))) return;
  const wanted = names.map((name) => (name === 'null' ? name : `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`));
  checking.fail(place, `must be ${wanted.join(' or ')}, but is ${shown(value)}`);
};

const listed: Keyword = (checking, given, value, place) => {
  if (!isArray(given) || given.some((allowed) => sameValue(allowed, value))) return;
  const values = given.slice(0, mostListed).map(shown).join(', ');
  const more = given.length > mostListed ? `, … (${given.length} in all)` : '';
  checking.fail(place, `must be one of ${values}${more}, but is ${shown(value)}`);
};

const constant: Keyword = (checking, given, value, place) => {
  if (!sameValue(given, value)) checking.fail(place, `must be ${shown(given)}, but is ${shown(value)}`);
};

/** A keyword that compares a number with a bound. */
function bound(holds: (value: number, bound: number) => boolean, words: string): Keyword {
  return (checking, given, value, place) => {
    if (typeof value !== 'number' || typeof given !== 'number' || holds(value, given)) return;
    checking.fail(place, `must be ${words} ${given}, but is ${value}`);
  };
}

const multipleOf: Keyword = (checking, given, value, place) => {
  if (typeof value !== 'number' || typeof given !== 'number' || given <= 0 || isMultiple(value, given)) return;
  checking.fail(place, `must be a multiple of ${given}, but is ${value}`);
};

/** Decimal fractions have no exact double: 0.3 counts as a multiple of 0.1. */
function isMultiple(value: number, divisor: number): boolean {
  const times = value / divisor;
  if (Number.isInteger(times)) return true;
  if (!Number.isFinite(times)) return value % divisor === 0;
  return !Number.isInteger(divisor) && Math.abs(times - Math.round(times)) < Number.EPSILON * 4 * Math.abs(times);
}

/** A keyword that bounds a text's length, in characters (code points). */
function length(holds: (length: number, bound: number) => boolean, words: string): Keyword {
  return (checking, given, value, place) => {
    if (typeof value !== 'string' || typeof given !== 'number') return;
    const count = characters(value);
    if (!holds(count, given)) {
      checking.fail(place, `must have ${words} ${counted(given, 'character')}, but has ${count}: ${shown(value)}`);
    }
  };
}

function characters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const pair = (text.codePointAt(at) ?? 0) > 0xffff;
    if (pair) at += 1;
    count += 1;
  }
  return count;
}

const pattern: Keyword = (checking, given, value, place) => {
  if (typeof value !== 'string' || typeof given !== 'string' || checking.matches(given, value)) return;
  checking.fail(place, `must match the regular expression ${given}, but is ${shown(value)}`);
};

const format: Keyword = (checking, given, value, place) => {
  if (typeof value !== 'string' || typeof given !== 'string' || hasFormat(value, given)) return;
  checking.fail(place, `must be of the format "${given}"${example(given)}, but is ${shown(value)}`);
};

const examples: Readonly<Record<string, string>> = {
  'date-time': '2026-11-03T17:05:00Z',
  date: '2026-11-03',
  time: '17:05:00Z',
  duration: 'PT1H30M',
};

function example(format: string): string {
  const text = Object.hasOwn(examples, format) ? examples[format] : undefined;
  return text === undefined ? '' : ` (such as ${text})`;
}

/** The keywords that look at a value as a whole, and at numbers and texts. */
export const scalarKeywords: readonly (readonly [string, Keyword])[] = [
  ['type', type],
  ['enum', listed],
  ['const', constant],
  ['minimum', bound((value, least) => value >= least, 'at least')],
  ['maximum', bound((value, most) => value <= most, 'at most')],
  ['exclusiveMinimum', bound((value, least) => value > least, 'more than')],
  ['exclusiveMaximum', bound((value, most) => value < most, 'less than')],
  ['multipleOf', multipleOf],
  ['minLength', length((count, least) => count >= least, 'at least')],
  ['maxLength', length((count, most) => count <= most, 'at most')],
  ['pattern', pattern],
  ['format', format],
];
