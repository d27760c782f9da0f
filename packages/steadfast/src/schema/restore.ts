import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Compiled } from './compile.ts';
import { asSchema, namesOf, schemaList } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { resolveReference } from './reference.ts';
import { fits } from './validate.ts';

/** How many places of schema and value are looked at; beyond them the value stays as it is. */
const mostPlaces = 20_000;

/**
 * The value that a reply to a compiled schema stands for: taken out of the object that was put around it, and without the
 * nulls that stand for properties left out. A null that the schema itself allows stays.
 */
export function restore({ dialect, original, wrapper }: Compiled, value: JsonValue): JsonValue {
  const isWrapped = wrapper !== undefined && isObject(value) && Object.hasOwn(value, wrapper);
  const inner = isWrapped ? (value[wrapper] ?? null) : value;
  return dialect.allRequired === true ? new Restorer(original).restore(original, inner) : inner;
}

class Restorer {
  readonly #root: JsonSchema;
  #left = mostPlaces;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  restore(schema: JsonSchema, value: JsonValue): JsonValue {
    this.#left -= 1;
    if (this.#left < 0 || typeof schema === 'boolean' || typeof value !== 'object' || value === null) return value;
    if (typeof schema.$ref === 'string') return this.restore(resolveReference(this.#root, schema.$ref), value);
    let restored: JsonValue = value;
    for (const inner of schemaList(schema.allOf)) restored = this.restore(inner, restored);
    if (isArray(restored)) restored = this.#items(schema, restored);
    else if (isObject(restored)) restored = this.#members(schema, restored);
    return this.#option(schema, restored);
  }

  /** The value as the first option has it with which it fits the whole. */
  #option(schema: JsonObject, value: JsonValue): JsonValue {
    for (const option of schemaList(schema.anyOf ?? schema.oneOf)) {
      const restored = this.restore(option, value);
      if (fits(schema, restored, this.#root)) return restored;
    }
    return value;
  }

  #items(schema: JsonObject, value: readonly JsonValue[]): JsonValue {
    const first = schemaList(isArray(schema.items) ? schema.items : schema.prefixItems);
    const rest = asSchema(isArray(schema.items) ? schema.additionalItems : schema.items);
    return value.map((item, index) => this.restore(first[index] ?? rest, item));
  }

  #members(schema: JsonObject, value: JsonObject): JsonValue {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = new Set(namesOf(schema.required));
    const kept = Object.entries(value).flatMap(([name, member]) => {
      const inner = Object.hasOwn(properties, name) ? asSchema(properties[name]) : undefined;
      if (inner === undefined || member === undefined) return [[name, member] as const];
      if (member === null && !required.has(name) && !fits(inner, null, this.#root)) return [];
      return [[name, this.restore(inner, member)] as const];
    });
    return Object.fromEntries(kept);
  }
}
