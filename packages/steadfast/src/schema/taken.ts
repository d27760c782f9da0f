import { asNumber, isArray } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { SchemaDialect } from './dialect.ts';
import { typesOf } from './json-schema.ts';

/** Keywords that say nothing of the value. */
const words: ReadonlySet<string> = new Set(
  'title description default examples deprecated readOnly writeOnly $schema $id $comment $anchor $defs definitions'.split(
    ' ',
  ),
);

/** Says whether a keyword says nothing of the value, but only something to people, or where schemas are found. */
export function isWord(keyword: string): boolean {
  return words.has(keyword);
}

/** Says whether a dialect takes a keyword. */
export function takes({ keywords }: SchemaDialect, keyword: string): boolean {
  return keywords === undefined || keywords.has(keyword);
}

type Taker = (dialect: SchemaDialect, value: JsonValue) => boolean;

const takesValues = ({ enumTypes }: SchemaDialect, values: readonly JsonValue[]): boolean =>
  enumTypes === undefined || values.every((value) => enumTypes.has(typesOf(value).at(-1) ?? ''));

/** Keywords that not every value is taken of. */
const takers: Readonly<Record<string, Taker>> = {
  format: ({ formats }, value) => formats === undefined || (typeof value === 'string' && formats.has(value)),
  minItems: ({ highestMinItems = Infinity }, value) => (asNumber(value) ?? 0) <= highestMinItems,
  // What is matched while a model writes knows no looking around, no back references and no edges of words.
  pattern: (_dialect, value) => typeof value === 'string' && !/\(\?[=!<]|\\[1-9bBk]/.test(value),
  enum: (dialect, value) => takesValues(dialect, isArray(value) ? value : []),
  const: (dialect, value) => takesValues(dialect, [value]),
};

/** Says whether a dialect that takes a keyword takes it with this value. */
export function takesValue(dialect: SchemaDialect, keyword: string, value: JsonValue): boolean {
  const taker = Object.hasOwn(takers, keyword) ? takers[keyword] : undefined;
  return taker === undefined || taker(dialect, value);
}
