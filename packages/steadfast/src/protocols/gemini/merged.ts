import { isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** An object with the fields of another put over it, at every depth; where both say something else, the other stands. */
export function merged(base: JsonObject, over: JsonObject = {}): JsonObject {
  // A map, because a caller's field may be called `__proto__`.
  const result = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(base)) if (value !== undefined) result.set(name, value);
  for (const [name, value] of Object.entries(over)) {
    const below = result.get(name);
    if (value !== undefined) result.set(name, isObject(below) && isObject(value) ? merged(below, value) : value);
  }
  return Object.fromEntries(result);
}
