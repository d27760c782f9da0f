/** A value that JSON can say. */
export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;

/** A JSON array. */
export type JsonArray = readonly JsonValue[];

/** A JSON object; a member that is `undefined` is left out when it is written. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Says whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says whether a value is a JSON array. */
export function isArray(value: unknown): value is JsonArray {
  return Array.isArray(value);
}

/** The value when it is a string, else `undefined`. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a finite number, else `undefined`. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value when it is a boolean, else `undefined`. */
export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

const noMembers: JsonObject = Object.freeze({});
const noItems: JsonArray = Object.freeze([]);

/** The value when it is an object, else an empty one, so that missing members read as missing. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : noMembers;
}

/** The value when it is an array, else an empty one. */
export function asArray(value: unknown): JsonArray {
  return isArray(value) ? value : noItems;
}

/** Reads JSON text; `undefined` when it is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
