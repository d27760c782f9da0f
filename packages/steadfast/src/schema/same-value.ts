import { isArray, isObject } from '../model/json.ts';

/** Says whether two JSON values are the same value, whatever the order of members. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return valueKey(one) === valueKey(other);
}

/** A text that two JSON values share when, and only when, they are the same value. */
export function valueKey(value: unknown): string {
  return JSON.stringify(value, sortMembers) ?? 'undefined';
}

function sortMembers(_name: string, value: unknown): unknown {
  if (isArray(value) || !isObject(value)) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
