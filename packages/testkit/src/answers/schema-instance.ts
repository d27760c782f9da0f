import {
  asArray,
  asNumber,
  asObject,
  asString,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../ground/json.ts';
import { stringOf } from './schema-string.ts';

const deepest = 24;

/** What an instance is made with. */
export interface InstanceOptions {
  /** Words for strings that the schema leaves free, taken in turn. Default: `text`. */
  readonly words?: readonly string[];
}

/**
 * A value that meets a JSON Schema: the same for the same schema. Only what is required is given, so that recursive
 * schemas end; where a property is optional it is given as long as the schema is shallow.
 */
export function instanceOf(schema: JsonValue | undefined, options: InstanceOptions = {}): JsonValue {
  return new Maker(asObject(schema), options.words ?? []).make(schema, 0);
}

class Maker {
  readonly #root: JsonObject;
  readonly #words: readonly string[];
  #used = 0;

  constructor(root: JsonObject, words: readonly string[]) {
    this.#root = root;
    this.#words = words;
  }

  make(written: JsonValue | undefined, depth: number): JsonValue {
    if (!isObject(written) || depth > deepest) return this.#word();
    const schema = this.#resolve(written);
    if (schema['const'] !== undefined) return schema['const'];
    const [listed] = asArray(schema['enum']);
    if (listed !== undefined) return listed;
    const branch = this.#branch(schema, depth);
    if (branch !== undefined) return this.make(branch, depth + 1);
    return this.#typed(schema, depth);
  }

  #typed(schema: JsonObject, depth: number): JsonValue {
    switch (typeOf(schema)) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, depth);
      case 'integer':
        return numberOf(schema, 1);
      case 'number':
        return numberOf(schema, 0);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return stringOf(schema, () => this.#word());
    }
  }

  /** `$ref` and `allOf` are laid into one schema. */
  #resolve(schema: JsonObject): JsonObject {
    let merged = schema;
    for (let hops = 0; typeof merged['$ref'] === 'string' && hops < deepest; hops += 1) {
      const { $ref, ...rest } = merged;
      merged = merge(asObject(this.#lookUp(asString($ref) ?? '')), rest);
    }
    const { allOf, ...rest } = merged;
    return asArray(allOf).reduce<JsonObject>((sum, part) => merge(sum, this.#resolve(asObject(part))), rest);
  }

  #lookUp(reference: string): JsonValue | undefined {
    const steps = reference
      .replace(/^#\/?/, '')
      .split('/')
      .filter((step) => step !== '');
    return steps.reduce<JsonValue | undefined>((place, step) => {
      const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      return isArray(place) ? place[Number(key)] : asObject(place)[key];
    }, this.#root);
  }

  /** The branch of a union to take: the first one that does not lead back, so that deep recursion ends. */
  #branch(schema: JsonObject, depth: number): JsonObject | undefined {
    const { anyOf, oneOf, ...rest } = schema;
    const branches = [...asArray(anyOf), ...asArray(oneOf)].map((branch) => this.#resolve(asObject(branch)));
    const flat = depth > 3 ? branches.find((branch) => !['object', 'array'].includes(typeOf(branch))) : undefined;
    const chosen = flat ?? branches[0];
    return chosen === undefined ? undefined : merge(rest, chosen);
  }

  #object(schema: JsonObject, depth: number): JsonObject {
    const properties = asObject(schema['properties']);
    const required = asArray(schema['required']).flatMap((name) => (typeof name === 'string' ? [name] : []));
    const names = depth > 2 ? required : [...new Set([...Object.keys(properties), ...required])];
    const fallback = isObject(schema['additionalProperties']) ? schema['additionalProperties'] : {};
    const entries = names.map((name): [string, JsonValue] => [
      name,
      this.make(Object.hasOwn(properties, name) ? properties[name] : fallback, depth + 1),
    ]);
    for (let extra = entries.length; extra < (asNumber(schema['minProperties']) ?? 0); extra += 1) {
      entries.push([`property${extra + 1}`, this.make(fallback, depth + 1)]);
    }
    // Not by assignment: a property may be called `__proto__`.
    return Object.fromEntries(entries);
  }

  #array(schema: JsonObject, depth: number): JsonValue[] {
    const prefix = asArray(schema['prefixItems']);
    const least = asNumber(schema['minItems']) ?? 0;
    const most = asNumber(schema['maxItems']) ?? Number.POSITIVE_INFINITY;
    const length = Math.min(Math.max(least, prefix.length, depth > 3 ? 0 : 1), most);
    const items = Array.from({ length }, (_, index) => this.make(prefix[index] ?? schema['items'] ?? {}, depth + 1));
    return schema['uniqueItems'] === true
      ? items.map((item, index) => distinct(item, index, asObject(schema['items'])))
      : items;
  }

  #word(): string {
    const word = this.#words[this.#used % Math.max(1, this.#words.length)] ?? 'text';
    this.#used += 1;
    return word;
  }
}

function merge(first: JsonObject, second: JsonObject): JsonObject {
  const required = [...asArray(first['required']), ...asArray(second['required'])];
  return {
    ...first,
    ...second,
    properties:
      first['properties'] === undefined && second['properties'] === undefined
        ? undefined
        : { ...asObject(first['properties']), ...asObject(second['properties']) },
    required: required.length === 0 ? undefined : required,
  };
}

function typeOf(schema: JsonObject): string {
  const [listed] = asArray(schema['type']);
  const type = asString(schema['type']) ?? asString(listed);
  if (type !== undefined) return type;
  if (schema['properties'] !== undefined || schema['required'] !== undefined) return 'object';
  return schema['items'] !== undefined || schema['prefixItems'] !== undefined ? 'array' : 'string';
}

function numberOf(schema: JsonObject, grain: 0 | 1): number {
  const step = asNumber(schema['multipleOf']);
  const { low, high } = boundsOf(schema, step ?? (grain === 1 ? 1 : 0));
  const unit = step ?? (grain === 1 ? 1 : undefined);
  const target = Math.min(Math.max(1, low), high);
  if (unit === undefined) return target;
  const above = Math.ceil(target / unit) * unit;
  return above <= high ? above : Math.floor(target / unit) * unit;
}

function boundsOf(schema: JsonObject, step: number): { low: number; high: number } {
  const above = asNumber(schema['exclusiveMinimum']);
  const below = asNumber(schema['exclusiveMaximum']);
  let low = Math.max(asNumber(schema['minimum']) ?? Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
  let high = asNumber(schema['maximum']) ?? Number.POSITIVE_INFINITY;
  const inside = step > 0 ? step : nudge(above, below);
  if (above !== undefined) low = Math.max(low, above + inside);
  if (below !== undefined) high = Math.min(high, below - inside);
  return { low, high };
}

/** A step that stays between two exclusive bounds. */
function nudge(above: number | undefined, below: number | undefined): number {
  return above !== undefined && below !== undefined ? (below - above) / 2 : 0.5;
}

function distinct(item: JsonValue, index: number, schema: JsonObject): JsonValue {
  const listed = asArray(schema['enum']);
  if (listed.length > 0) return listed[index % listed.length] ?? item;
  if (typeof item === 'number') return item + index * (asNumber(schema['multipleOf']) ?? 1);
  if (typeof item === 'boolean') return index % 2 === 0 ? item : !item;
  return typeof item === 'string' && index > 0 ? `${item}${index + 1}` : item;
}
