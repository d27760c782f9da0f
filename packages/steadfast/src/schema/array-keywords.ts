import { asNumber, isArray } from '../model/json.ts';
import type { JsonArray, JsonObject } from '../model/json.ts';
import { asSchema, schemaList } from './json-schema.ts';
import { counted } from './keyword.ts';
import type { Checking, Keyword, Place } from './keyword.ts';
import { valueKey } from './same-value.ts';

/** A keyword for arrays alone. */
function ofArray(check: (checking: Checking, schema: JsonObject, items: JsonArray, place: Place) => void): Keyword {
  return (checking, _given, value, place, schema) => {
    if (isArray(value)) check(checking, schema, value, place);
  };
}

const prefixItems = ofArray((checking, schema, items, place) => {
  for (const [index, inner] of schemaList(schema.prefixItems).entries()) {
    if (index < items.length) checking.hold(inner, items[index], { outer: place, step: index });
  }
});

/** One schema for all items behind the prefix; before 2020-12 also a list, as `prefixItems` is now. */
const items = ofArray((checking, schema, list, place) => {
  const prefix = isArray(schema.items) ? schemaList(schema.items) : undefined;
  const start = prefix === undefined ? schemaList(schema.prefixItems).length : 0;
  for (let index = start; index < list.length; index += 1) {
    const inner = prefix === undefined ? asSchema(schema.items) : prefix[index];
    if (inner === false) {
      checking.fail(place, `must have at most ${counted(start, 'item')}, but has ${list.length}`);
      return;
    }
    if (inner !== undefined) checking.hold(inner, list[index], { outer: place, step: index });
  }
});

const additionalItems = ofArray((checking, schema, list, place) => {
  if (!isArray(schema.items)) return;
  for (let index = schema.items.length; index < list.length; index += 1) {
    checking.hold(asSchema(schema.additionalItems), list[index], { outer: place, step: index });
  }
});

const contains = ofArray((checking, schema, list, place) => {
  const inner = asSchema(schema.contains);
  const least = asNumber(schema.minContains) ?? 1;
  const most = asNumber(schema.maxContains) ?? Infinity;
  const count = list.filter((item, index) => checking.fits(inner, item, { outer: place, step: index })).length;
  const wanted = `${counted(count < least ? least : most, 'item')} that fit "contains"`;
  if (count < least) checking.fail(place, `must have at least ${wanted}, but has ${count}`);
  if (count > most) checking.fail(place, `must have at most ${wanted}, but has ${count}`);
});

const uniqueItems = ofArray((checking, schema, list, place) => {
  if (schema.uniqueItems !== true) return;
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const key = valueKey(item);
    const first = seen.get(key);
    if (first !== undefined) {
      checking.fail(place, `must not have the same item twice, but the items ${first} and ${index} are the same`);
      return;
    }
    seen.set(key, index);
  }
});

const minItems = ofArray((checking, { minItems }, { length }, place) => {
  if (typeof minItems !== 'number' || length >= minItems) return;
  checking.fail(place, `must have at least ${counted(minItems, 'item')}, but has ${length}`);
});

const maxItems = ofArray((checking, { maxItems }, { length }, place) => {
  if (typeof maxItems !== 'number' || length <= maxItems) return;
  checking.fail(place, `must have at most ${counted(maxItems, 'item')}, but has ${length}`);
});

/** The keywords that look at arrays. */
export const arrayKeywords: readonly (readonly [string, Keyword])[] = [
  ['prefixItems', prefixItems],
  ['items', items],
  ['additionalItems', additionalItems],
  ['contains', contains],
  ['uniqueItems', uniqueItems],
  ['minItems', minItems],
  ['maxItems', maxItems],
];
