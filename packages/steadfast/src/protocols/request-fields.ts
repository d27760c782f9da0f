import { ModelError } from '../model/error.ts';
import { isArray, isObject } from '../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';

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

/** The string at a path. @throws ModelError of kind `invalid-request` when it is something else */
export function stringAt(value: JsonValue | undefined, path: string): string {
  if (typeof value === 'string') return value;
  throw invalidField(path, 'a string', value);
}

/** The array at a path. @throws ModelError of kind `invalid-request` when it is something else */
export function arrayAt(value: JsonValue | undefined, path: string): JsonArray {
  if (isArray(value)) return value;
  throw invalidField(path, 'an array', value);
}

/** The object at a path. @throws ModelError of kind `invalid-request` when it is something else */
export function objectAt(value: JsonValue | undefined, path: string): JsonObject {
  if (isObject(value)) return value;
  throw invalidField(path, 'an object', value);
}

/** The fields of the object at a path. @throws ModelError of kind `invalid-request` when it is something else */
export function fieldsAt(value: JsonValue | undefined, path: string): RequestFields {
  return new RequestFields(objectAt(value, path), path);
}

/**
 * Reads the fields of one object of a request and keeps account of those that were read, so that none is lost. A field
 * that is `null` counts as missing; one of another type than asked for is a `ModelError` of kind `invalid-request`.
 */
export class RequestFields {
  /** The whole object. */
  readonly value: JsonObject;
  readonly #path: string;
  /** A few names: a list of them is faster than a set. */
  readonly #read: string[] = [];

  /** `path` is where the object stands in the request; empty for the request itself. */
  constructor(value: JsonObject, path = '') {
    this.value = value;
    this.#path = path;
  }

  /** The path of a field. */
  path(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  /** The value of a field, whatever its type. */
  take(name: string): JsonValue | undefined {
    this.#read.push(name);
    return this.value[name] ?? undefined;
  }

  /** A text. */
  text(name: string): string | undefined {
    const value = this.take(name);
    return value === undefined ? undefined : stringAt(value, this.path(name));
  }

  /** A number. */
  number(name: string): number | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'number') return value;
    throw invalidField(this.path(name), 'a number', value);
  }

  /** A truth value. */
  flag(name: string): boolean | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw invalidField(this.path(name), 'true or false', value);
  }

  /** An array. */
  list(name: string): JsonArray | undefined {
    const value = this.take(name);
    return value === undefined ? undefined : arrayAt(value, this.path(name));
  }

  /** An object. */
  object(name: string): RequestFields | undefined {
    const value = this.take(name);
    return value === undefined ? undefined : fieldsAt(value, this.path(name));
  }

  /** A text that must be there. */
  needText(name: string): string {
    return stringAt(this.take(name), this.path(name));
  }

  /** An array that must be there. */
  needList(name: string): JsonArray {
    return arrayAt(this.take(name), this.path(name));
  }

  /** An object that must be there. */
  needObject(name: string): RequestFields {
    return fieldsAt(this.take(name), this.path(name));
  }

  /** The fields that nobody has read and that are not `null`; `undefined` when there are none. */
  rest(): JsonObject | undefined {
    const others = Object.keys(this.value).filter((name) => !this.#read.includes(name) && this.value[name] !== null);
    return others.length === 0 ? undefined : Object.fromEntries(others.map((name) => [name, this.value[name]]));
  }
}
