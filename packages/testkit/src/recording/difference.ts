import { isDeepStrictEqual } from 'node:util';
import { isArray, isObject, type JsonValue } from '../ground/json.ts';

/** One place where two values differ. */
export interface Difference {
  /** `body.messages[0].content`. */
  readonly path: string;
  readonly recorded: JsonValue | undefined;
  readonly given: JsonValue | undefined;
}

/** All places where a given value differs from the recorded one, in the order of the recorded one. */
export function differencesOf(
  recorded: JsonValue | undefined,
  given: JsonValue | undefined,
  path: string,
): Difference[] {
  if (isDeepStrictEqual(recorded, given)) return [];
  if (isArray(recorded) && isArray(given)) {
    const length = Math.max(recorded.length, given.length);
    return Array.from({ length }, (_, index) =>
      differencesOf(recorded[index], given[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(recorded) && isObject(given)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(given)]);
    return [...names].flatMap((name) => differencesOf(recorded[name], given[name], `${path}.${name}`));
  }
  return [{ path, recorded, given }];
}

/** A difference in words. */
export function describeDifference({ path, recorded, given }: Difference): string {
  return `${path}: recorded ${shown(recorded)}, got ${shown(given)}`;
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
