import { asArray, asNumber, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';

/**
 * The arguments of a call with further pieces put in their places. Vertex AI streams them as `partialArgs`, each a
 * value and the JSON path (RFC 9535) of its place; more text for the same place follows on what is there.
 */
export function withPartialArgs(args: JsonValue, pieces: JsonValue | undefined): JsonValue {
  return asArray(pieces).reduce<JsonValue>((whole, item) => {
    const { jsonPath, stringValue, numberValue, boolValue } = asObject(item);
    const text = asString(stringValue);
    const value = text ?? asNumber(numberValue) ?? boolValue ?? null;
    return put(whole, stepsOf(asString(jsonPath) ?? ''), value);
  }, args);
}

const step = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/g;

function stepsOf(path: string): (string | number)[] {
  return Array.from(path.matchAll(step), ([, name, index, single, double]) =>
    index === undefined ? (name ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1')) : Number(index),
  );
}

function put(whole: JsonValue | undefined, steps: readonly (string | number)[], value: JsonValue): JsonValue {
  const [next, ...further] = steps;
  if (next === undefined) return typeof whole === 'string' && typeof value === 'string' ? whole + value : value;
  if (typeof next === 'number') {
    const list = isArray(whole) ? whole : [];
    // Lists grow one by one: a place far behind the end is the end.
    const index = Math.min(next, list.length);
    return [...list.slice(0, index), put(list[index], further, value), ...list.slice(index + 1)];
  }
  const object = isObject(whole) ? whole : {};
  return { ...object, [next]: put(object[next], further, value) };
}
