import type { JsonObject, JsonValue } from '../model/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** A place inside the value that is checked, known by its way from the outside. */
export interface Place {
  readonly outer?: Place;
  readonly step?: string | number;
}

/** What the check of one keyword can ask for and report. */
export interface Checking {
  /** Checks a value, or a part of it, against a schema; what is wrong is noted. */
  hold(schema: JsonSchema, value: unknown, place: Place): void;
  /** Says whether a value fits a schema, and notes nothing. */
  fits(schema: JsonSchema, value: unknown, place: Place): boolean;
  /** Checks against the schema that a reference leads to. */
  follow(reference: string, value: unknown, place: Place): void;
  /** Says whether a pattern is found in a text; true where it can't be said. */
  matches(pattern: string, text: string): boolean;
  /** Notes that the value at the place is not as it must be. */
  fail(place: Place, message: string): void;
}

/** Checks one keyword of a schema; `given` is the keyword's own value. */
export type Keyword = (checking: Checking, given: JsonValue, value: unknown, place: Place, schema: JsonObject) => void;

/** The most characters of a value that people are shown. */
const longestShown = 60;

/** A value for people to see: its JSON, cut after some 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = preview(value, longestShown);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}

/** The beginning of a value's JSON: at least so many characters where it has them, and no more work than that. */
function preview(value: unknown, length: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, Math.max(0, length)));
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  let text = '';
  for (const [name, inner] of Object.entries(value)) {
    if (text.length > length) return (isList ? '[' : '{') + text;
    const member = isList ? '' : `${preview(name, length)}:`;
    text += (text === '' ? '' : ',') + member + preview(inner, length - text.length - member.length);
  }
  return isList ? `[${text}]` : `{${text}}`;
}

/** A count with its noun: `1 item`, `3 items`, `2 properties`. */
export function counted(count: number, noun: 'character' | 'item' | 'property'): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'property' ? 'properties' : `${noun}s`}`;
}
