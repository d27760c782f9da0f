import { asSchema, schemaList } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { shown } from './keyword.ts';
import type { Checking, Keyword, Place } from './keyword.ts';

const allOf: Keyword = (checking, given, value, place) => {
  for (const inner of schemaList(given)) checking.hold(inner, value, place);
};

const anyOf: Keyword = (checking, given, value, place) => {
  const options = schemaList(given);
  if (options.length === 0 || options.some((inner) => checking.fits(inner, value, place))) return;
  fitsNone(checking, options, value, place);
};

const oneOf: Keyword = (checking, given, value, place) => {
  const options = schemaList(given);
  const fitting = options.flatMap((inner, index) => (checking.fits(inner, value, place) ? [index + 1] : []));
  if (options.length === 0 || fitting.length === 1) return;
  if (fitting.length === 0) fitsNone(checking, options, value, place);
  else checking.fail(place, `must fit exactly one of the ${options.length} forms, but fits ${fitting.join(' and ')}`);
};

/** One option that is left when those of another kind are put aside tells what to mend; of several, none can be picked. */
function fitsNone(checking: Checking, options: readonly JsonSchema[], value: unknown, place: Place): void {
  const near = options.filter((inner) => checking.fits(outline(inner), value, place));
  const [only] = options.length === 1 ? options : near;
  if (only !== undefined && (near.length === 1 || options.length === 1)) checking.hold(only, value, place);
  else checking.fail(place, `fits none of the ${options.length} allowed forms: ${shown(value)}`);
}

/** What tells at first sight whether a value is meant to have this form: its type, and members with one allowed value. */
function outline(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const { $ref, type, const: constant, properties } = schema;
  if ($ref !== undefined) return schema;
  const marks = Object.entries(typeof properties === 'object' && properties !== null ? properties : {}).filter(
    ([, inner]) => typeof inner === 'object' && inner !== null && 'const' in inner,
  );
  const rest = { type, properties: Object.fromEntries(marks) };
  return constant === undefined ? rest : { ...rest, const: constant };
}

const not: Keyword = (checking, given, value, place) => {
  if (!checking.fits(asSchema(given), value, place)) return;
  checking.fail(place, `must not fit the schema under "not" (${shown(given)}), but does: ${shown(value)}`);
};

const condition: Keyword = (checking, given, value, place, schema) => {
  const branch = checking.fits(asSchema(given), value, place) ? schema.then : schema.else;
  if (branch !== undefined) checking.hold(asSchema(branch), value, place);
};

const reference: Keyword = (checking, given, value, place) => {
  if (typeof given === 'string') checking.follow(given, value, place);
};

/** The keywords that join schemas. */
export const joiningKeywords: readonly (readonly [string, Keyword])[] = [
  ['$ref', reference],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', condition],
];
