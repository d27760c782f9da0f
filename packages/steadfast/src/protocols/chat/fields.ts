import { ModelError } from '../../model/error.ts';
import { isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';

/** The error for a field of a request that is not as the protocol wants it; the path names the field. */
export function invalidField(path: string, wanted: string, value: JsonValue | undefined): ModelError {
  const got = value === undefined ? 'is missing' : `is ${described(value)}`;
  return new ModelError({ kind: 'invalid-request', message: `${path} ${got}; it must be ${wanted}.`, status: 400 });
}

function described(value: JsonValue): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'an array';
  return typeof value === 'string' ? `the string ${JSON.stringify(value.slice(0, 40))}` : `of type ${typeof value}`;
}

/** Reads the fields of one object of a request and keeps account of those that were read, so that none is lost. */
export class Fields {
  readonly #value: JsonObject;
  readonly #path: string;
  readonly #read = new Set<string>();

  constructor(value: JsonObject, path: string) {
    this.#value = value;
    this.#path = path;
  }

  /** The path of a field. */
  path(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  /** The value of a field as it is; `null` counts as missing. */
  take(name: string): JsonValue | undefined {
    this.#read.add(name);
    return this.#value[name] ?? undefined;
  }

  /** A text; @throws ModelError of kind `invalid-request` when it is something else. */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'string') return value;
    throw invalidField(this.path(name), 'a string', value);
  }

  /** A number; @throws ModelError of kind `invalid-request` when it is something else. */
  number(name: string): number | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'number') return value;
    throw invalidField(this.path(name), 'a number', value);
  }

  /** A truth value; @throws ModelError of kind `invalid-request` when it is something else. */
  flag(name: string): boolean | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw invalidField(this.path(name), 'true or false', value);
  }

  /** An array; @throws ModelError of kind `invalid-request` when it is something else. */
  list(name: string): JsonArray | undefined {
    const value = this.take(name);
    if (value === undefined || isArray(value)) return value;
    throw invalidField(this.path(name), 'an array', value);
  }

  /** An object; @throws ModelError of kind `invalid-request` when it is something else. */
  object(name: string): Fields | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    return objectAt(value, this.path(name));
  }

  /** A text that must be there; @throws ModelError of kind `invalid-request` when it is not. */
  needText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw invalidField(this.path(name), 'a string', undefined);
    return value;
  }

  /** An object that must be there; @throws ModelError of kind `invalid-request` when it is not. */
  needObject(name: string): Fields {
    const value = this.object(name);
    if (value === undefined) throw invalidField(this.path(name), 'an object', undefined);
    return value;
  }

  /** The fields that nobody has read and that are not `null`; `undefined` when there are none. */
  rest(): JsonObject | undefined {
    const others = Object.entries(this.#value).filter(([name, value]) => !this.#read.has(name) && value !== null);
    return others.length === 0 ? undefined : Object.fromEntries(others);
  }

  /** The whole object. */
  get value(): JsonObject {
    return this.#value;
  }
}

/** The fields of a value that must be an object; @throws ModelError of kind `invalid-request` when it is not. */
export function objectAt(value: JsonValue | undefined, path: string): Fields {
  if (isObject(value)) return new Fields(value, path);
  throw invalidField(path, 'an object', value);
}
