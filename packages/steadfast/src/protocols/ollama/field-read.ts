import { ModelError } from '../../model/error.ts';
import { isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';

/** The error of a request in which the field at this path is not what it must be. */
export function invalidField(path: string, expected: string): ModelError {
  return new ModelError({ kind: 'invalid-request', message: `The field ${path} of the request must be ${expected}.` });
}

/** The object at a path. @throws ModelError of kind `invalid-request` */
export function objectAt(value: JsonValue | undefined, path: string): JsonObject {
  if (!isObject(value)) throw invalidField(path, 'an object');
  return value;
}

/** The array at a path; a missing one is empty. @throws ModelError of kind `invalid-request` */
export function arrayAt(value: JsonValue | undefined, path: string): JsonArray {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) throw invalidField(path, 'an array');
  return value;
}

/** The string at a path. @throws ModelError of kind `invalid-request` */
export function stringAt(value: JsonValue | undefined, path: string): string {
  if (typeof value !== 'string') throw invalidField(path, 'a string');
  return value;
}
