import { isArray, isObject, parseJson } from '../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';
import type { ValuePath } from './issue.ts';
import { asSchema, namesOf, schemaList, schemasOf, typeNames, typesOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { resolveReference } from './reference.ts';
import { fits } from './validate.ts';

/** A value that was of another type than its schema says, and what was made of it. */
export interface Coercion {
  readonly path: ValuePath;
  readonly from: JsonValue;
  /** Absent where the member was taken out: a `null` for one that may be left out. */
  readonly to?: JsonValue;
}

/** A value of the types that its schema says, and what was changed for it. */
export interface Coerced {
  readonly value: JsonValue;
  readonly coercions: readonly Coercion[];
}

/** How many places of schema and value are looked at; beyond them the value stays as it is. */
const mostPlaces = 10_000;

/**
 * Gives a value the types that its schema says, where that loses nothing: `"5"` for a number is 5, `"true"` for a boolean
 * is true, 5 for a string is `"5"`, text of JSON for an object or a list is what it says, one item for a list is the list
 * of it, `null` for a member that may be left out is left out, and `null` for an object as a whole is an empty one. What already fits is not touched, nor is what can be
 * given a type in no such way: whether the whole fits is for `validate` to say.
 */
export function coerce(schema: JsonSchema, value: JsonValue): Coerced {
  const coercer = new Coercer(schema);
  const coerced = coercer.coerce(schema, value, []);
  return { value: coerced, coercions: coercer.coercions };
}

class Coercer {
  coercions: Coercion[] = [];
  readonly #root: JsonSchema;
  #left = mostPlaces;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  coerce(schema: JsonSchema, value: JsonValue, path: ValuePath): JsonValue {
    this.#left -= 1;
    if (this.#left < 0 || typeof schema === 'boolean') return value;
    if (typeof schema.$ref === 'string') return this.coerce(resolveReference(this.#root, schema.$ref), value, path);
    let coerced = this.#typed(schema, value, path);
    if (isArray(coerced)) coerced = this.#items(schema, coerced, path);
    else if (isObject(coerced)) coerced = this.#members(schema, coerced, path);
    for (const inner of schemaList(schema.allOf)) coerced = this.coerce(inner, coerced, path);
    return this.#option(schema, coerced, path);
  }

  #typed(schema: JsonObject, value: JsonValue, path: ValuePath): JsonValue {
    const types = typeNames(schema.type);
    const own = typesOf(value);
    if (types.length === 0 || types.some((type) => own.includes(type))) return value;
    const isNothing = value === null && path.length === 0 && types.includes('object');
    for (const type of types) {
      const made = isNothing ? {} : madeTo(type, value);
      if (made === undefined) continue;
      this.coercions.push({ path, from: value, to: made });
      return made;
    }
    return value;
  }

  #items(schema: JsonObject, items: JsonArray, path: ValuePath): JsonValue {
    const first = schemaList(schema.prefixItems);
    const rest = asSchema(schema.items);
    return items.map((item, index) => this.coerce(first[index] ?? rest, item, [...path, index]));
  }

  #members(schema: JsonObject, members: JsonObject, path: ValuePath): JsonValue {
    const properties = new Map(schemasOf(schema.properties));
    const rest = asSchema(schema.additionalProperties);
    const required = new Set(namesOf(schema.required));
    const kept = Object.entries(members).flatMap(([name, member]) => {
      if (member === undefined) return [];
      const inner = properties.get(name) ?? rest;
      const at = [...path, name];
      if (member === null && properties.has(name) && !required.has(name) && !fits(inner, null, this.#root)) {
        this.coercions.push({ path: at, from: null });
        return [];
      }
      return [[name, this.coerce(inner, member, at)] as const];
    });
    return Object.fromEntries(kept);
  }

  /** What fits none of the options becomes what the first of them makes of it that then fits. */
  #option(schema: JsonObject, value: JsonValue, path: ValuePath): JsonValue {
    const options = schemaList(schema.anyOf ?? schema.oneOf);
    if (options.length === 0 || options.some((option) => fits(option, value, this.#root))) return value;
    const before = this.coercions;
    for (const option of options) {
      this.coercions = [...before];
      const coerced = this.coerce(option, value, path);
      if (fits(option, coerced, this.#root)) return coerced;
    }
    this.coercions = before;
    return value;
  }
}

/** A value as another type has it; `undefined` where that would lose or make up something. */
function madeTo(type: string, value: JsonValue): JsonValue | undefined {
  switch (type) {
    case 'number':
    case 'integer':
      return typeof value === 'string' ? numberIn(value, type) : undefined;
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : undefined;
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    case 'object':
    case 'array':
      return structureOf(type, value);
    default:
      return undefined;
  }
}

function numberIn(text: string, type: string): number | undefined {
  const value = parseJson(text.trim());
  return typeof value === 'number' && typesOf(value).includes(type) && !losesDigits(text) ? value : undefined;
}

/** More digits than a double holds (15 for certain) are an identifier, and not a number. */
function losesDigits(text: string): boolean {
  return text.replaceAll(/\D/g, '').length > 15;
}

function structureOf(type: 'object' | 'array', value: JsonValue): JsonValue | undefined {
  const said = typeof value === 'string' ? parseJson(value) : undefined;
  if (type === 'object') return isObject(said) ? said : undefined;
  if (isArray(said)) return said;
  return value === null || typeof value === 'object' ? undefined : [value];
}
